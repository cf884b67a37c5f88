import { identifier } from '../engine/identifier.js';

/** Wallet addresses: Bech32 (BIP-173), Base58 (26 to 35 characters) and Ethereum's 20 bytes in hexadecimal. */
export const cryptoAddress = identifier({
  type: 'CRYPTO',
  shape:
    'bc1[a-z0-9]{25,62}|0x[0-9a-fA-F]{40}|(?=\\w{0,34}[a-z])(?=\\w{0,34}[A-Z])[13LM][1-9A-HJ-NP-Za-km-z]{25,34}',
  letters: 'some',
  digits: [1, 60],
  labels: 'wallet btc bitcoin eth ethereum',
  strict: true,
  caseSensitive: true,
  proof: (plain) => /^(?:BC1|0X)/.test(plain) || plain.length >= 26,
  unlabeled: 'anywhere',
});
