// Writes bls-vectors.json. Run: npm i @noble/curves@2.4.0 && node bls-vectors.mjs > bls-vectors.json
import { bls12_381 } from '@noble/curves/bls12-381.js';
import { createHash } from 'node:crypto';

const { G1, G2, fields } = bls12_381;
const SIGNATURE = 'BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_';
const POSSESSION = 'BLS_POP_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_';

const sha256 = (text) => createHash('sha256').update(text).digest();
const hex = (bytes) => Buffer.from(bytes).toString('hex');
const secret = (i) => (BigInt('0x' + hex(sha256(`weft key ${i}`))) % (fields.Fr.ORDER - 1n)) + 1n;
const sign = (message, tag, key) => G2.hashToCurve(message, { DST: tag }).multiply(key);

const secrets = [1n, 2n, fields.Fr.ORDER - 1n, ...Array.from({ length: 5 }, (_, i) => secret(i))];
const message = (length) => Uint8Array.from({ length }, (_, i) => (7 * i + length) & 0xff);

const keys = secrets.map((key, i) => {
  const point = G1.Point.BASE.multiply(key);
  const signed = message([0, 1, 31, 32, 33, 64, 183, 1000][i]);
  return {
    secret: key.toString(16).padStart(64, '0'),
    publicKey: point.toHex(true),
    possession: sign(point.toBytes(true), POSSESSION, key).toHex(true),
    message: hex(signed),
    signature: sign(signed, SIGNATURE, key).toHex(true),
  };
});

const aggregates = [[0], [3, 4], [3, 4, 5, 6, 7], [3, 3], [0, 2]].map((signers) => ({
  signers,
  message: hex(message(32)),
  sum: signers.map((i) => sign(message(32), SIGNATURE, secrets[i])).reduce((a, b) => a.add(b)),
})).map(({ sum, ...one }) => ({ ...one, signature: sum.is0() ? 'c0'.padEnd(192, '0') : sum.toHex(true) }));

// Points of the curve outside the subgroup, and numbers that are no x of the curve.
const compressed = (x, bytes, flags) => {
  const raw = Buffer.from(x.toString(16).padStart(2 * bytes, '0'), 'hex');
  raw[0] |= flags;
  return raw;
};
function tried(point, bytes) {
  const outside = [];
  const nowhere = [];
  for (let x = 1n; outside.length < 4 || nowhere.length < 4; x++) {
    const encoded = compressed(x, bytes, 0x80);
    try {
      const p = point.fromHex(hex(encoded));
      p.assertValidity();
      throw new Error(`x = ${x} lies in the subgroup`);
    } catch (e) {
      if (/lies in/.test(e.message)) throw e;
      if (/subgroup/.test(e.message)) outside.push(hex(encoded));
      else nowhere.push(hex(encoded));
    }
  }
  return { outside: outside.slice(0, 4), nowhere: nowhere.slice(0, 4) };
}
const p = fields.Fp.ORDER;
console.log(JSON.stringify({
  generator: 'primitives/src/test/resources/weft/primitives/bls-vectors.mjs',
  tool: '@noble/curves 2.4.0',
  keys, aggregates,
  g1: tried(G1.Point, 48), g2: tried(G2.Point, 96),
  fieldOrder: p.toString(16),
}, null, 2));
