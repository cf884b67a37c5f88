import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
} from 'jose';

/** The portal's keys: one whose public half the gateway trusts, and one that never concerns anyone else. */
export interface PortalSigningKey {
  /** Names the key in an assertion's header: its RFC 7638 thumbprint. */
  readonly kid: string;
  /** Signs assertions (ES256). */
  readonly privateKey: CryptoKey;
  /** What the gateway verifies assertions with. */
  readonly publicJwk: JWK;
  /** Authenticates the portal's own session cookie (HS256). */
  readonly sessionKey: Uint8Array;
}

/** The key file cannot be used. The message names the file and what to do, never its content. */
export class SigningKeyError extends Error {
  override readonly name = 'SigningKeyError';
}

/** The key file: both keys as JSON Web Keys (RFC 7517). */
interface KeyFile {
  readonly assertion: JWK;
  readonly session: JWK;
}

/**
 * Reads the portal's keys, or creates them at the first start. The file is readable by its owner alone. Of two
 * processes that create it at once, both get the keys of the first; a crash never leaves half a file.
 * @throws SigningKeyError if the file is there but does not hold the keys
 */
export async function loadOrCreateSigningKey(file: string): Promise<PortalSigningKey> {
  const text = await readOrCreate(file);
  try {
    return await parseKeyFile(text);
  } catch {
    // Without the cause: its message may quote the file.
    throw new SigningKeyError(
      `${file} does not hold the portal's keys. Put back the file that was there, or remove it to have new keys made; customers then sign in again.`,
    );
  }
}

async function readOrCreate(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(ignoreCode('ENOENT'));
  if (text !== undefined) return text;
  await create(file);
  return readFile(file, 'utf8');
}

async function parseKeyFile(text: string): Promise<PortalSigningKey> {
  const { assertion, session } = JSON.parse(text) as KeyFile;
  const privateKey = await importJWK(assertion, 'ES256');
  const sessionKey = await importJWK(session, 'HS256');
  if (
    privateKey instanceof Uint8Array ||
    privateKey.type !== 'private' ||
    !(sessionKey instanceof Uint8Array)
  ) {
    throw new TypeError('not the expected kinds of key');
  }
  const { kty, crv, x, y } = assertion;
  const kid = await calculateJwkThumbprint(assertion);
  return { kid, privateKey, publicJwk: { kty, crv, x, y, kid, alg: 'ES256', use: 'sig' } as JWK, sessionKey };
}

async function create(file: string): Promise<void> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const keys: KeyFile = {
    assertion: { ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig' },
    session: { kty: 'oct', k: randomBytes(32).toString('base64url'), alg: 'HS256', use: 'sig' },
  };
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(`${JSON.stringify(keys, null, 2)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await link(draft, file).catch(ignoreCode('EEXIST'));
  } finally {
    await rm(draft, { force: true });
  }
}

function ignoreCode(code: string): (error: NodeJS.ErrnoException) => undefined {
  return (error) => {
    if (error.code !== code) throw error;
    return undefined;
  };
}
