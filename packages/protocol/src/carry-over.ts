/*
 * Not among what `index.ts` exports: the first part of the chat imports that, and would carry this along.
 */
import type { ConversationState, EscalationContext } from './conversation.js';
import type { CustomerCard } from './desk.js';

/** POST {@link CarryOverRequest}, below the base path of the customer door: a code to say on the phone. */
export const CARRY_OVER_PATH = '/v1/carry-over';

/** What the customer was about to say in a chat. */
export interface CarryOverRequest {
  readonly context: EscalationContext;
}

export interface CarryOverResponse {
  /** As people read it: `ABCD-EFGH`. */
  readonly code: string;
  /** ISO 8601 UTC; it can be used once until then. */
  readonly expiresAt: string;
}

/** What an agent gets for a code. */
export interface CarriedOver {
  readonly customer: CustomerCard;
  /** State of the customer's live conversation; null when there is none. */
  readonly conversation: ConversationState | null;
}

/** Crockford's base32: no I, L, O and U, which are misread. */
const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const DATA_LENGTH = 7;
/** Begins what a page has made without the gateway; with six symbols it is shorter than a code. */
const REFERENCE = /^R[0-9A-HJKMNP-TV-Z]{6}$/;
const CODE = /^[0-9A-HJKMNP-TV-Z]{8}$/;

/** Random bytes that a code, or a reference, takes. */
export const CODE_RANDOM_BYTES = DATA_LENGTH;

/** A code of 35 random bits and a check character, from {@link CODE_RANDOM_BYTES} random bytes. */
export function toCarryOverCode(random: Uint8Array): string {
  const data = symbolsOf(random, DATA_LENGTH);
  return data + checkOf(data);
}

/** A reference for people, behind which nothing is stored: `R-ABC-DEF`. */
export function toReference(random: Uint8Array): string {
  const data = symbolsOf(random, 6);
  return `R-${data.slice(0, 3)}-${data.slice(3)}`;
}

/** As people read a code. */
export function formatCarryOverCode(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

/** What somebody typed: with or without hyphens and spaces, small or capital, with the letters that are read as digits. */
export function readCarryOverCode(
  typed: string,
): { readonly kind: 'code'; readonly code: string } | { readonly kind: 'reference' | 'mistyped' } {
  const text = typed
    .toUpperCase()
    .replaceAll(/[\s\p{Dash}]/gu, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  if (REFERENCE.test(text)) return { kind: 'reference' };
  if (!CODE.test(text)) return { kind: 'mistyped' };
  return checkOf(text.slice(0, DATA_LENGTH)) === text[DATA_LENGTH]
    ? { kind: 'code', code: text }
    : { kind: 'mistyped' };
}

/** 256 is a multiple of 32: every symbol is as likely as the others. */
function symbolsOf(random: Uint8Array, length: number): string {
  return Array.from(random.subarray(0, length), (byte) => SYMBOLS[byte % 32]).join('');
}

/**
 * The check character of the hybrid systems of ISO/IEC 7064 (§ "MOD M+1, M"), here with M = 32: it tells every wrong
 * symbol, and nearly every pair that was swapped.
 */
function checkOf(data: string): string {
  let product = 32;
  for (const symbol of data) {
    const sum = (product + SYMBOLS.indexOf(symbol)) % 32 || 32;
    product = (sum * 2) % 33;
  }
  return SYMBOLS[(33 - product) % 32] ?? '';
}
