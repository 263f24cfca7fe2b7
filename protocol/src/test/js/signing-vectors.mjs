// Makes docs/protocol/vectors/signing.json: what ethers and viem compute and sign for the cases of
// docs/protocol/vectors/transactions.json. Run: npm install && npm run vectors
import { readFileSync, writeFileSync } from 'node:fs';
import { Wallet, TypedDataEncoder, hashMessage, version as ethersVersion } from 'ethers';
import { hashMessage as viemHashMessage, hashTypedData } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';

const vectors = new URL('../../../../docs/protocol/vectors/', import.meta.url);
const pinned = JSON.parse(readFileSync(new URL('package.json', import.meta.url))).dependencies;
const { cases } = JSON.parse(readFileSync(new URL('transactions.json', vectors)));

async function withEthers({ privateKey, typedData, text }) {
  const wallet = new Wallet(privateKey);
  const { Transaction } = typedData.types;
  const typed = [typedData.domain, { Transaction }, typedData.message];
  return {
    address: wallet.address,
    eip712: {
      digest: TypedDataEncoder.hash(...typed),
      signature: await wallet.signTypedData(...typed),
    },
    eip191: { digest: hashMessage(text), signature: await wallet.signMessage(text) },
  };
}

async function withViem({ privateKey, typedData, text }) {
  const account = privateKeyToAccount(privateKey);
  return {
    address: account.address,
    eip712: {
      digest: hashTypedData(typedData),
      signature: await account.signTypedData(typedData),
    },
    eip191: {
      digest: viemHashMessage(text),
      signature: await account.signMessage({ message: text }),
    },
  };
}

if (ethersVersion !== pinned.ethers) {
  throw new Error(`ethers ${pinned.ethers} is pinned, ${ethersVersion} is installed`);
}
const signed = [];
for (const one of cases) {
  signed.push({ name: one.name, ethers: await withEthers(one), viem: await withViem(one) });
}
const out = { ethers: pinned.ethers, viem: pinned.viem, cases: signed };
writeFileSync(new URL('signing.json', vectors), JSON.stringify(out, null, 2) + '\n');
console.log(`${signed.length} cases signed by ethers ${pinned.ethers} and viem ${pinned.viem}`);
