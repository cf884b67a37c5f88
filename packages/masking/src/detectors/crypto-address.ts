import { spansOf } from '../labeled-values.js';
import type { Detector } from './detector.js';

/** Wallet addresses: Bech32 (BIP-173), Base58 (26 to 35 characters) and Ethereum's 20 bytes in hexadecimal. */
export const cryptoAddress: Detector = {
  type: 'CRYPTO',
  find: (text) => spansOf(text, SHAPE, (value) => (looksRandom(value) ? 0.8 : 0)),
};

const SHAPE = /(?<!\w)(?:bc1[a-z0-9]{25,62}|0x[0-9a-fA-F]{40}|[13][1-9A-HJ-NP-Za-km-z]{25,34})(?!\w)/g;

function looksRandom(value: string): boolean {
  return /^(?:bc1|0x)/.test(value) || (/[a-z]/.test(value) && /[A-Z]/.test(value));
}
