import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits as base64url: cookie values and nothing else. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** SHA-256, for storing or comparing a {@link newSecret} without keeping it. No salt: the input has 256 bits of entropy. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** A value that {@link newSecret} could have made; anything else is not worth a look-up. */
export function isSecret(value: string | undefined): value is string {
  return value !== undefined && /^[A-Za-z0-9_-]{43}$/.test(value);
}
