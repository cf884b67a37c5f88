import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
} from 'jose';
import { openSecretFile } from '../secret-file.js';

/** What signs checkpoints. Kept apart from the database: who can write there must not be able to sign. */
export interface AuditSigningKey {
  readonly privateKey: CryptoKey;
  /** RFC 7638 thumbprint of the public key. */
  readonly kid: string;
}

/**
 * The Ed25519 key of a file (JWK, RFC 8037), mode 0600; made on first use, with the public half beside it as
 * `….pub.json`, for whoever verifies elsewhere.
 * @throws Error naming the file when it holds anything else
 */
export async function openSigningKey(file: string): Promise<AuditSigningKey> {
  const { text, isNew } = await openSecretFile(file, makeKey);
  const jwk = parseKey(text, file);
  if (!jwk.d) throw new Error(`The file ${file} holds a public key; the node needs the private one to sign.`);
  const { d: _, ...publicJwk } = jwk;
  if (isNew) await writeFile(publicHalf(file), toText(publicJwk), { mode: 0o644 });
  return {
    privateKey: (await importJWK(jwk, 'EdDSA')) as CryptoKey,
    kid: await calculateJwkThumbprint(publicJwk),
  };
}

/**
 * The same for commands, which make no key.
 * @throws Error when the file is not there, too
 */
export async function openExistingSigningKey(file: string): Promise<AuditSigningKey> {
  if (existsSync(file)) return openSigningKey(file);
  throw new Error(
    `There is no signing key ${file}, so nothing can be signed that others verify. Name the nodes' key (audit.signingKeyFile in the configuration), or run the command on a node's machine.`,
  );
}

/**
 * The public key of a file that holds either half.
 * @throws Error naming the file when it cannot be read or holds anything else
 */
export async function readVerifyingKey(file: string): Promise<CryptoKey> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(`The key ${file} cannot be read (${error.code ?? 'unknown error'}).`);
  });
  const { d: _, ...publicJwk } = parseKey(text, file);
  return (await importJWK(publicJwk, 'EdDSA')) as CryptoKey;
}

function parseKey(text: string, file: string): JWK {
  let jwk: JWK | undefined;
  try {
    jwk = JSON.parse(text) as JWK;
  } catch {
    // Said below: what stands in a key file belongs in no message.
  }
  if (jwk?.kty === 'OKP' && jwk.crv === 'Ed25519' && typeof jwk.x === 'string') return jwk;
  throw new Error(
    `The file ${file} must hold an Ed25519 key as a JWK. Restore it from its backup; with another key, earlier checkpoints need the earlier public key to be verified.`,
  );
}

async function makeKey(): Promise<string> {
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  return toText(await exportJWK(privateKey));
}

function toText(key: JWK): string {
  return `${JSON.stringify(key)}\n`;
}

/** Where the public half lies beside the key. */
export function publicHalf(file: string): string {
  return `${file.replace(/\.json$/, '')}.pub.json`;
}
