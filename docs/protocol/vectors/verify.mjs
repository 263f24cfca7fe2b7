// An independent verifier of the published vectors: every case of lanes.json and state.json, judged
// without any code of Weft: node verify.mjs
import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Broken, bytes } from './blocks.mjs';
import { verifyAbsence, verifyFollows, verifyLaneBlock, verifyLater, verifyPayload,
  verifyRun } from './lanes.mjs';
import { verifyRoot, verifyState } from './state.mjs';

function trust({ chainId, publicKey }) {
  const point = bytes(publicKey);
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((c) => c.toString('base64url'));
  const key = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'secp256k1', x, y } });
  return { chainId, key };
}

function check(file, verifiers) {
  const vectors = JSON.parse(readFileSync(new URL(file, import.meta.url)));
  const trusted = trust(vectors.trusted);
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
      const expected = one.rule ?? '';
      if (rule !== expected) throw new Error(`${name}[${i}]: '${rule}' instead of '${expected}'`);
      count++;
    });
  }
  console.log(`${file}: ${count} verdicts as published`);
}

check('lanes.json', { laneBlocks: verifyLaneBlock, payloads: verifyPayload,
  follows: verifyFollows, runs: verifyRun, laters: verifyLater, absences: verifyAbsence });
check('state.json', { states: verifyRoot, proofs: verifyState });
