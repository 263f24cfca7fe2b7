// docs/protocol/blocks.md in JavaScript, with nothing but Node's own crypto: hashes, RFC 6962 trees,
// block anchors.
import { createHash, verify as verifySignature } from 'node:crypto';

export const sha256 = (...parts) => parts.reduce((h, p) => h.update(p), createHash('sha256')).digest();
export const bytes = (hex) => Buffer.from(hex.slice(2), 'hex');
const leafHash = (leaf) => sha256(Buffer.of(0), leaf);
export const nodeHash = (left, right) => sha256(Buffer.of(1), left, right);
export const ZERO = Buffer.alloc(32);
const HALF_ORDER = bytes('0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0');

export class Broken extends Error {}
export const must = (holds, rule) => {
  if (!holds) throw new Broken(rule);
};

// RFC 6962, 2.1.1: split at the largest power of two below the size.
const split = (size) => 2 ** (32 - Math.clz32(size - 1) - 1);
export function root(leaves) {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return leafHash(leaves[0]);
  const at = split(leaves.length);
  return nodeHash(root(leaves.slice(0, at)), root(leaves.slice(at)));
}
function rootFor({ index, size, path }, leaf) {
  const go = (i, n, rest) => {
    if (n === 1) return rest.length === 0 ? leafHash(leaf) : ZERO;
    if (rest.length === 0) return ZERO;
    const at = split(n);
    const [sibling, below] = [bytes(rest.at(-1)), rest.slice(0, -1)];
    return i < at
      ? nodeHash(go(i, at, below), sibling)
      : nodeHash(sibling, go(i - at, n - at, below));
  };
  return index < size ? go(index, size, path) : ZERO;
}
export const isUnder = (treeRoot, size, proof, leaf) =>
  proof.size === size && rootFor(proof, leaf).equals(treeRoot);

// Fixed layouts: [name, width] in order; numbers are big-endian and below 2^53 here.
export function layout(data, fields, rule) {
  const out = {};
  let at = 0;
  for (const [name, width] of fields) {
    const field = data.subarray(at, (at += width));
    must(field.length === width, rule);
    out[name] = width > 8 ? field : Number(BigInt('0x' + field.toString('hex')));
  }
  must(at === data.length, rule);
  return out;
}
const BLOCK_HEADER = [['version', 1], ['chainId', 8], ['height', 8], ['timeMs', 8],
  ['parentHash', 32], ['dataHash', 32], ['appHash', 32], ['proposer', 20]];
const PREAMBLE = [['version', 1], ['lanesRoot', 32], ['laneCount', 4], ['transactionCount', 4]];

export function verifyAnchor(anchor, trusted) {
  const header = layout(bytes(anchor.header), BLOCK_HEADER, 'BLOCK-1');
  must(header.version === 1 && header.height > 0, 'BLOCK-1');
  const preamble = layout(bytes(anchor.preamble), PREAMBLE, 'BLOCK-2');
  must(preamble.version === 1, 'BLOCK-2');
  must(header.chainId === trusted.chainId, 'BLOCK-3');
  const first = anchor.preambleProof.index === 0;
  const count = preamble.transactionCount + 1;
  const leaf = sha256(bytes(anchor.preamble));
  must(first && isUnder(header.dataHash, count, anchor.preambleProof, leaf), 'BLOCK-4');
  const domain = Buffer.from('weft/commit/v1');
  const numbers = bytes(anchor.header).subarray(1, 17);
  const signed = Buffer.concat([Buffer.of(0, domain.length), domain, numbers,
    sha256(bytes(anchor.header)), preamble.lanesRoot, bytes(anchor.appHash)]);
  const rs = bytes(anchor.signature).subarray(0, 64);
  const isLow = Buffer.compare(rs.subarray(32), HALF_ORDER) <= 0;
  const key = { key: trusted.key, dsaEncoding: 'ieee-p1363' };
  must(isLow && verifySignature('sha256', signed, key, rs), 'BLOCK-5');
  return { header, preamble };
}
