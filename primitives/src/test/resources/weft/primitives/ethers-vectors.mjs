// Writes ethers-vectors.json. Run: npm i ethers@6.17.0 && node ethers-vectors.mjs > ethers-vectors.json
import { ethers } from "ethers";

const number = (label) => ethers.id(`weft vector: ${label}`);

const keccak = [0, 1, 31, 32, 55, 64, 135, 136, 137, 200, 271, 272, 273, 1000].map((length) => {
  const input = ethers.hexlify(Uint8Array.from({ length }, (_, i) => (7 * i + length) & 0xff));
  return { input, hash: ethers.keccak256(input) };
});

const keys = Array.from({ length: 24 }, (_, i) => new ethers.SigningKey(number(`key ${i}`)));

const signatures = keys.map((key, i) => {
  const digest = number(`digest ${i}`);
  return {
    secret: key.privateKey,
    publicKey: key.publicKey,
    address: ethers.computeAddress(key.publicKey),
    digest,
    signature: key.sign(digest).serialized,
  };
});

const texts = ["", "Some data", "weft", "Grüße, 世界 🧵", "x".repeat(300)];
const messages = texts.map((text, i) => {
  const wallet = new ethers.Wallet(keys[i].privateKey);
  return {
    secret: wallet.privateKey,
    address: wallet.address,
    text,
    digest: ethers.hashMessage(text),
    signature: wallet.signMessageSync(text),
  };
});

const vectors = { generator: "ethers-vectors.mjs", tool: `ethers ${ethers.version}`, keccak, signatures, messages };
console.log(JSON.stringify(vectors, null, 1));
