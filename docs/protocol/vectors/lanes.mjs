// docs/protocol/lanes.md in JavaScript.
import { ZERO, bytes, isUnder, layout, must, root, sha256, verifyAnchor } from './blocks.mjs';

const LANE_HEADER = [['version', 1], ['rollupId', 32], ['laneHeight', 8], ['parentLaneHash', 32],
  ['blockHeight', 8], ['blockTimeMs', 8], ['payloadsRoot', 32], ['payloadCount', 4],
  ['payloadBytes', 8]];
const ENTRY_PREFIX = 99;
const MAX_RUN = 65_536;

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

function verifyLane(proof, rollup, trusted) {
  const encoded = bytes(proof.laneHeader);
  const lane = laneHeader(encoded);
  must(lane.rollupId.equals(sha256(rollup)), 'LANE-2');
  const { header, preamble } = verifyAnchor(proof.anchor, trusted);
  must(isUnder(preamble.lanesRoot, preamble.laneCount, proof.laneProof, encoded), 'LANE-3');
  must(lane.blockHeight === header.height && lane.blockTimeMs === header.timeMs, 'LANE-4');
  return lane;
}
export function verifyLaneBlock({ proof, rollup }, trusted) {
  verifyEntries(verifyLane(proof, rollup, trusted), proof.entries.map(bytes));
}
function verifyEntries(lane, entries) {
  must(entries.length === lane.payloadCount, 'LANE-6');
  const total = entries.reduce((sum, entry) => sum + payloadSize(entry), 0);
  must(total === lane.payloadBytes, 'LANE-7');
  must(root(entries).equals(lane.payloadsRoot), 'LANE-8');
}
export function verifyPayload({ proof, rollup }, trusted) {
  const lane = verifyLane(proof, rollup, trusted);
  const entry = bytes(proof.entry);
  payloadSize(entry);
  must(proof.entryProof.size === lane.payloadCount, 'LANE-6');
  must(isUnder(lane.payloadsRoot, lane.payloadCount, proof.entryProof, entry), 'LANE-8');
}
export function verifyFollows({ previous, next }) {
  const after = laneHeader(bytes(next));
  if (!previous) {
    return must(after.laneHeight === 1 && after.parentLaneHash.equals(ZERO), 'LANE-12');
  }
  mustFollow(laneHeader(bytes(previous)), after);
}
export function verifyRun({ from, headers }) {
  must(headers.length >= 1 && headers.length <= MAX_RUN, 'LANE-20');
  headers.map(bytes).reduce((before, encoded) => {
    const after = laneHeader(encoded);
    mustFollow(before, after);
    return after;
  }, laneHeader(bytes(from)));
}
export function verifyLater({ rollup, headers, end, entries }) {
  must(headers.length >= 1 && headers.length <= MAX_RUN, 'LANE-20');
  const last = headers.map(bytes).reduce((before, encoded) => {
    const after = laneHeader(encoded);
    must(after.rollupId.equals(sha256(rollup)), 'LANE-2');
    if (before) mustFollow(before, after);
    return after;
  }, undefined);
  must(last.hash.equals(bytes(end)), 'LANE-21');
  verifyEntries(laneHeader(bytes(headers[0])), entries.map(bytes));
}
function mustFollow(before, after) {
  const isNext = after.laneHeight === before.laneHeight + 1;
  must(isNext && after.rollupId.equals(before.rollupId), 'LANE-9');
  must(after.parentLaneHash.equals(before.hash), 'LANE-10');
  const { blockHeight, blockTimeMs } = before;
  must(after.blockHeight > blockHeight && after.blockTimeMs > blockTimeMs, 'LANE-11');
}
export function verifyAbsence({ proof, rollup, height }, trusted) {
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
