// An independent verifier of lane proofs: docs/protocol/lanes.md and blocks.md in JavaScript, with
// nothing but Node's own crypto. Checks every case of lanes.json: node verify.mjs
import { createHash, createPublicKey, verify as verifySignature } from 'node:crypto';
import { readFileSync } from 'node:fs';

const sha256 = (...parts) => parts.reduce((h, p) => h.update(p), createHash('sha256')).digest();
const bytes = (hex) => Buffer.from(hex.slice(2), 'hex');
const leafHash = (leaf) => sha256(Buffer.of(0), leaf);
const nodeHash = (left, right) => sha256(Buffer.of(1), left, right);
const ZERO = Buffer.alloc(32);
const HALF_ORDER = bytes('0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0');

class Broken extends Error {}
const must = (holds, rule) => {
  if (!holds) throw new Broken(rule);
};

// RFC 6962, 2.1.1: split at the largest power of two below the size.
const split = (size) => 2 ** (32 - Math.clz32(size - 1) - 1);
function root(leaves) {
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
const isUnder = (treeRoot, size, proof, leaf) =>
  proof.size === size && rootFor(proof, leaf).equals(treeRoot);

// Fixed layouts: [name, width] in order; numbers are big-endian and below 2^53 here.
function layout(data, fields, rule) {
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
const LANE_HEADER = [['version', 1], ['rollupId', 32], ['laneHeight', 8], ['parentLaneHash', 32],
  ['blockHeight', 8], ['blockTimeMs', 8], ['payloadsRoot', 32], ['payloadCount', 4],
  ['payloadBytes', 8]];
const ENTRY_PREFIX = 99;

function laneHeader(data) {
  const header = layout(data, LANE_HEADER, 'LANE-1');
  const { version, laneHeight, blockHeight, payloadCount } = header;
  must(version === 1 && laneHeight > 0 && blockHeight > 0 && payloadCount > 0, 'LANE-1');
  return { ...header, hash: sha256(data) };
}
function payloadSize(entry) {
  must(entry.length > ENTRY_PREFIX && entry[0] <= 1, 'LANE-5');
  const isBundled = !entry.subarray(59, 91).equals(ZERO);
  must(isBundled === (entry[0] === 1), 'LANE-5');
  return entry.length - ENTRY_PREFIX;
}

function verifyAnchor(anchor, trusted) {
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

function verifyLane(proof, rollup, trusted) {
  const encoded = bytes(proof.laneHeader);
  const lane = laneHeader(encoded);
  must(lane.rollupId.equals(sha256(rollup)), 'LANE-2');
  const { header, preamble } = verifyAnchor(proof.anchor, trusted);
  must(isUnder(preamble.lanesRoot, preamble.laneCount, proof.laneProof, encoded), 'LANE-3');
  must(lane.blockHeight === header.height && lane.blockTimeMs === header.timeMs, 'LANE-4');
  return lane;
}
function verifyLaneBlock({ proof, rollup }, trusted) {
  const lane = verifyLane(proof, rollup, trusted);
  const entries = proof.entries.map(bytes);
  must(entries.length === lane.payloadCount, 'LANE-6');
  const total = entries.reduce((sum, entry) => sum + payloadSize(entry), 0);
  must(total === lane.payloadBytes, 'LANE-7');
  must(root(entries).equals(lane.payloadsRoot), 'LANE-8');
}
function verifyPayload({ proof, rollup }, trusted) {
  const lane = verifyLane(proof, rollup, trusted);
  const entry = bytes(proof.entry);
  payloadSize(entry);
  must(proof.entryProof.size === lane.payloadCount, 'LANE-6');
  must(isUnder(lane.payloadsRoot, lane.payloadCount, proof.entryProof, entry), 'LANE-8');
}
function verifyFollows({ previous, next }) {
  const after = laneHeader(bytes(next));
  if (!previous) {
    return must(after.laneHeight === 1 && after.parentLaneHash.equals(ZERO), 'LANE-12');
  }
  const before = laneHeader(bytes(previous));
  const isNext = after.laneHeight === before.laneHeight + 1;
  must(isNext && after.rollupId.equals(before.rollupId), 'LANE-9');
  must(after.parentLaneHash.equals(before.hash), 'LANE-10');
  const { blockHeight, blockTimeMs } = before;
  must(after.blockHeight > blockHeight && after.blockTimeMs > blockTimeMs, 'LANE-11');
}
function verifyAbsence({ proof, rollup, height }, trusted) {
  const { header, preamble } = verifyAnchor(proof.anchor, trusted);
  must(header.height === height, 'LANE-13');
  const { left, right } = proof;
  const hasLanes = preamble.laneCount > 0;
  must(hasLanes === Boolean(left || right), 'LANE-14');
  must(hasLanes || preamble.lanesRoot.equals(root([])), 'LANE-14');
  if (!hasLanes) return;
  const from = left ? left.laneProof.index : -1;
  const to = right ? right.laneProof.index : preamble.laneCount;
  must(to - from === 1, 'LANE-15');
  for (const [side, wanted] of [[left, -1], [right, 1]]) {
    if (!side) continue;
    const encoded = bytes(side.laneHeader);
    const lane = laneHeader(encoded);
    must(isUnder(preamble.lanesRoot, preamble.laneCount, side.laneProof, encoded), 'LANE-3');
    must(Buffer.compare(lane.rollupId, sha256(rollup)) === wanted, 'LANE-16');
  }
}

const vectors = JSON.parse(readFileSync(new URL('lanes.json', import.meta.url)));
const point = bytes(vectors.trusted.publicKey);
const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((c) => c.toString('base64url'));
const key = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'secp256k1', x, y } });
const trusted = { chainId: vectors.trusted.chainId, key };
const verifiers = { laneBlocks: verifyLaneBlock, payloads: verifyPayload,
  follows: verifyFollows, absences: verifyAbsence };
let count = 0;
for (const [name, verifier] of Object.entries(verifiers)) {
  vectors[name].forEach((one, i) => {
    let rule = '';
    try {
      verifier(one, trusted);
    } catch (e) {
      if (!(e instanceof Broken)) throw e;
      rule = e.message;
    }
    if (rule !== one.rule) throw new Error(`${name}[${i}]: '${rule}' instead of '${one.rule}'`);
    count++;
  });
}
console.log(`${count} verdicts as published`);
