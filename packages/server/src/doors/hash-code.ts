import { createHash } from 'node:crypto';

/** What is kept of a carry-over code (SHA-256). */
export function hashCode(code: string): Uint8Array {
  return createHash('sha256').update(code).digest();
}
