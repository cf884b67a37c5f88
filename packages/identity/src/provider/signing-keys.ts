import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import { z } from 'zod';

/** `next`: published, signs later. `signing`: signs now. `old`: published for what it has signed. */
export type SigningKeyState = 'next' | 'signing' | 'old';

export interface SigningKey {
  /** The key's RFC 7638 thumbprint. */
  readonly kid: string;
  readonly state: SigningKeyState;
  readonly createdAt: Date;
  readonly signsFrom: Date;
  /** RSA for RS256, the one algorithm that every OpenID client can verify (OpenID Connect Core 1.0 §15.1). */
  readonly privateJwk: JWK;
}

/** What is in the file. */
export interface KeyRing {
  readonly keys: readonly StoredKey[];
}

type StoredKey = z.infer<typeof keySchema>;

const keySchema = z.strictObject({
  kid: z.string().min(1),
  createdAt: z.iso.datetime(),
  signsFrom: z.iso.datetime(),
  privateJwk: z.looseObject({ kty: z.literal('RSA'), n: z.string(), d: z.string() }),
});

const ringSchema = z.strictObject({ keys: z.array(keySchema).min(1) });

/** The file holds something else, or a change of it is refused. Says what to do, and never quotes the file. */
export class SigningKeysError extends Error {
  override readonly name = 'SigningKeysError';
}

/** As clients may cache a key set: a new key is published this long before it signs. In milliseconds. */
export const PUBLISHED_FIRST_MS = 10 * 60_000;

/** An old key is kept at least this long after its last signature: ID tokens live shorter. In milliseconds. */
const KEPT_AFTER_MS = 10 * 60_000;

/** @throws SigningKeysError */
export function parseKeyRing(text: string): KeyRing {
  try {
    return ringSchema.parse(JSON.parse(text));
  } catch {
    throw new SigningKeysError("is not a file of the provider's signing keys. Restore it from its backup");
  }
}

export async function createKeyRing(now: Date): Promise<KeyRing> {
  return { keys: [await newKey(now, now)] };
}

/** The keys with the one that signs first, as they are published. */
export function keysAt({ keys }: KeyRing, now: Date): readonly SigningKey[] {
  const ordered = keys
    .map((key) => ({ ...key, createdAt: new Date(key.createdAt), signsFrom: new Date(key.signsFrom) }))
    .sort((a, b) => b.signsFrom.getTime() - a.signsFrom.getTime());
  // With a clock that went back, every key may be in the future: then the oldest signs.
  const signing = ordered.find(({ signsFrom }) => signsFrom <= now) ?? ordered.at(-1);
  const stateOf = ({ signsFrom }: { signsFrom: Date }): SigningKeyState =>
    signing && signsFrom > signing.signsFrom ? 'next' : 'old';
  const rest = ordered.filter((key) => key !== signing).map((key) => ({ ...key, state: stateOf(key) }));
  return signing ? [{ ...signing, state: 'signing' }, ...rest] : rest;
}

/**
 * Adds a key that signs from `publishedFirstMs` from now on; until then it is only published.
 * @throws SigningKeysError while an earlier rotation is not over
 */
export async function rotateKeys(ring: KeyRing, now: Date, publishedFirstMs: number): Promise<KeyRing> {
  const waiting = keysAt(ring, now).find(({ state }) => state === 'next');
  if (waiting) {
    throw new SigningKeysError(
      `has the key ${waiting.kid}, which signs from ${waiting.signsFrom.toISOString()} on. Rotate again after that, or retire it first`,
    );
  }
  const signsFrom = new Date(now.getTime() + publishedFirstMs);
  return { keys: [...ring.keys, await newKey(now, signsFrom)] };
}

/**
 * Takes a key out: an old one whose signatures have expired, or one that does not sign yet.
 * @param force also when what it signed may still be valid, as after a theft
 * @throws SigningKeysError for the key that signs, an unknown one, and one that is still needed
 */
export function retireKey(ring: KeyRing, kid: string, now: Date, force: boolean): KeyRing {
  const keys = keysAt(ring, now);
  const key = keys.find((candidate) => candidate.kid === kid);
  if (!key) {
    throw new SigningKeysError(`has no key ${kid}. It has ${keys.map((known) => known.kid).join(', ')}`);
  }
  if (key.state === 'signing') {
    throw new SigningKeysError(`signs with the key ${kid}. Rotate first: \`throughline keys rotate\``);
  }
  const [signing] = keys;
  const neededUntil = new Date((signing?.signsFrom.getTime() ?? 0) + KEPT_AFTER_MS);
  if (key.state === 'old' && now < neededUntil && !force) {
    throw new SigningKeysError(
      `needs the key ${kid} until ${neededUntil.toISOString()} for what it has signed. Wait, or use --force after a theft`,
    );
  }
  return { keys: ring.keys.filter((candidate) => candidate.kid !== kid) };
}

async function newKey(createdAt: Date, signsFrom: Date): Promise<StoredKey> {
  const { privateKey } = await generateKeyPair('RS256', { modulusLength: 2048, extractable: true });
  const privateJwk = await exportJWK(privateKey);
  return keySchema.parse({
    kid: await calculateJwkThumbprint(privateJwk),
    createdAt: createdAt.toISOString(),
    signsFrom: signsFrom.toISOString(),
    privateJwk,
  });
}
