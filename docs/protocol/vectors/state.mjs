// docs/protocol/state.md, "The tree" and "Checking a state proof", in JavaScript.
import { ZERO, bytes, must, nodeHash, sha256, verifyAnchor } from './blocks.mjs';

const MAX_KEY = 1024;
const MAX_VALUE = 2 ** 20;
const MAX_STEPS = 256;
const hex = (text) => Buffer.from(text, 'hex');
const bit = (path, i) => (path[i >> 3] >> (7 - (i & 7))) & 1;
const leafHash = (key, value) => sha256(Buffer.of(0), sha256(key), sha256(value));
const compare = (a, b) => Buffer.compare(sha256(a), sha256(b));

// STATE-8, STATE-9: the root of a whole state.
function rootOf(entries, depth = 0) {
  if (entries.length === 0) return ZERO;
  if (entries.length === 1) return leafHash(entries[0].key, entries[0].value);
  const side = (b) => entries.filter(({ key }) => bit(sha256(key), depth) === b);
  return nodeHash(rootOf(side(0), depth + 1), rootOf(side(1), depth + 1));
}
export function verifyRoot({ root, entries }) {
  const all = entries.map(({ key, value }) => ({ key: bytes(key), value: bytes(value) }));
  must(rootOf(all).equals(bytes(root)), 'STATE-9');
}

// STATE-13: an ICS-23 CommitmentProof as a strict grammar.
class Reader {
  constructor(data) {
    this.data = data;
    this.at = 0;
  }
  take(size, end) {
    must(size <= end - this.at, 'STATE-13');
    return this.data.subarray(this.at, (this.at += size));
  }
  skip(expected) {
    const found = this.data.subarray(this.at, this.at + expected.length).equals(expected);
    if (found) this.at += expected.length;
    return found;
  }
  expect(expected) {
    must(this.skip(expected), 'STATE-13');
  }
  varint(end) {
    for (let [n, i] = [0, 0]; i < 4; i++) {
      const byte = this.take(1, end)[0];
      n += (byte & 0x7f) * 2 ** (7 * i);
      must(byte !== 0 || i === 0, 'STATE-13');
      if (byte < 0x80) return n;
    }
    return must(false, 'STATE-13');
  }
  // The end of a message whose length comes next, inside another that ends at `end`.
  message(end) {
    const size = this.varint(end);
    must(size <= end - this.at, 'STATE-13');
    return this.at + size;
  }
  content(tag, max, end) {
    this.expect(hex(tag));
    const size = this.varint(end);
    must(size >= 1 && size <= max, 'STATE-13');
    return this.take(size, end);
  }
  existence(end) {
    const key = this.content('0a', MAX_KEY, end);
    const value = this.content('12', MAX_VALUE, end);
    this.expect(hex('1a090801100118012a0100'));
    const steps = [];
    while (this.at < end) {
      must(steps.length < MAX_STEPS, 'STATE-13');
      const onLeft = this.skip(hex('22250801122101'));
      if (!onLeft) this.expect(hex('222708011201011a20'));
      steps.push({ onLeft, sibling: this.take(32, end) });
    }
    must(this.at === end, 'STATE-13');
    return { key, value, steps };
  }
  proof() {
    const size = this.data.length;
    if (this.skip(hex('0a'))) {
      const end = this.message(size);
      must(end === size, 'STATE-13');
      return { exist: this.existence(end) };
    }
    this.expect(hex('12'));
    const end = this.message(size);
    must(end === size, 'STATE-13');
    const absent = { key: this.content('0a', MAX_KEY, end) };
    if (this.at < end && this.skip(hex('12'))) absent.left = this.existence(this.message(end));
    if (this.at < end && this.skip(hex('1a'))) absent.right = this.existence(this.message(end));
    must(this.at === end, 'STATE-13');
    return { absent };
  }
}

// STATE-15: from the leaf upwards, each step the way that the key's path goes.
function leadsTo(root, { key, value, steps }) {
  const path = sha256(key);
  let node = leafHash(key, value);
  steps.forEach(({ onLeft, sibling }, i) => {
    must(onLeft === (bit(path, steps.length - 1 - i) === 1), 'STATE-15');
    node = onLeft ? nodeHash(sibling, node) : nodeHash(node, sibling);
  });
  must(node.equals(root), 'STATE-15');
}

// STATE-17
const isEmptyOn = (onLeft, steps) =>
  steps.every((step) => step.onLeft !== onLeft || step.sibling.equals(ZERO));
function isNothingBetween(root, left, right) {
  if (!left && !right) return root.equals(ZERO);
  if (!left) return isEmptyOn(true, right.steps);
  if (!right) return isEmptyOn(false, left.steps);
  const [l, r] = [[...left.steps], [...right.steps]];
  const isSame = (a, b) => a.onLeft === b.onLeft && a.sibling.equals(b.sibling);
  while (l.length && r.length && isSame(l.at(-1), r.at(-1))) {
    l.pop();
    r.pop();
  }
  if (!l.length || !r.length) return false;
  const [parting, meeting] = [l.pop(), r.pop()];
  return !parting.onLeft && meeting.onLeft && isEmptyOn(false, l) && isEmptyOn(true, r);
}

export function verifyState({ proof, key: asked }, trusted) {
  must(proof.key === asked, 'STATE-12');
  verifyAnchor(proof.anchor, trusted);
  const root = bytes(proof.anchor.appHash);
  const key = bytes(asked);
  const { exist, absent } = new Reader(bytes(proof.ics23)).proof();
  if (proof.value !== undefined) {
    const isClaim = exist && exist.key.equals(key) && exist.value.equals(bytes(proof.value));
    must(Boolean(isClaim), 'STATE-14');
    return leadsTo(root, exist);
  }
  must(Boolean(absent && absent.key.equals(key)), 'STATE-14');
  const { left, right } = absent;
  if (left) leadsTo(root, left);
  if (right) leadsTo(root, right);
  must(!left || compare(left.key, key) < 0, 'STATE-16');
  must(!right || compare(right.key, key) > 0, 'STATE-16');
  must(isNothingBetween(root, left, right), 'STATE-17');
}
