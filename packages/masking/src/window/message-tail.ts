import { namesValues } from '../detectors.js';
import type { Detection, EntityType } from '../entity.js';

export interface WindowMessage {
  readonly id: string;
  /** Whoever it is from; only messages of one sender make up a value. */
  readonly sender: string;
  /** When it was sent, in milliseconds since the epoch. */
  readonly at: number;
  readonly text: string;
}

/** What is kept of a message: the end of it, in which only numbers, codes and words that name values are readable. */
export interface RecentMessage {
  readonly id: string;
  readonly sender: string;
  readonly at: number;
  readonly tail: string;
  /** Where the tail begins in the message, in UTF-16 code units. */
  readonly tailStart: number;
}

/** Longest stretch of a message that is kept, in UTF-16 code units: the words that name a value, and the value. */
const LONGEST_TAIL = 96;

/** The end of a message without the values that are known to be whole. Words that name no value are made unreadable, letter for letter. */
export function tailOf({ id, sender, at, text }: WindowMessage, found: readonly Detection[]): RecentMessage {
  let rest = text;
  for (const span of found) if (isComplete(span)) rest = blanked(rest, span.start, span.end);
  let tailStart = Math.max(0, rest.length - LONGEST_TAIL);
  while (tailStart > 0 && tailStart < rest.length && /[\p{L}\p{N}]/u.test(rest[tailStart - 1] ?? ''))
    tailStart += 1;
  const tail = rest
    .slice(tailStart)
    .replace(/(?<![\p{L}\p{N}])\p{L}+(?![\p{L}\p{N}])/gu, (word) =>
      namesValues(word.toLowerCase()) || CONNECTING.has(word.toLowerCase()) || CODE.test(word)
        ? word
        : FILLER.repeat(word.length),
    );
  return { id, sender, at, tail, tailStart };
}

/** @param span of the message as it was sent */
export function withoutSpan(
  message: RecentMessage,
  { start, end }: { readonly start: number; readonly end: number },
): RecentMessage {
  const { tail, tailStart } = message;
  return { ...message, tail: blanked(tail, Math.max(0, start - tailStart), Math.max(0, end - tailStart)) };
}

/** Letters of an identifier, as in `GB29 NWBK …`. */
const CODE = /^[A-Z]{1,4}$/;

/**
 * A proven value goes, and so does what may never be kept. What only a word named may turn out to be the beginning of
 * something longer.
 */
function isComplete({ type, score }: Detection): boolean {
  return score >= 0.95 || NEVER_KEPT.has(type);
}

const NEVER_KEPT: ReadonlySet<EntityType> = new Set(['CVV', 'PIN', 'OTP', 'PASSWORD', 'SECRET']);

/** No word begins with it that says something about a value. */
const FILLER = 'q';

/** Small words that stand between a name and its value, and tell nobody anything. */
const CONNECTING = new Set('is was are my the your number no and to of for on it'.split(' '));

/** In the same length, with what no detector takes for part of a value. */
function blanked(text: string, start: number, end: number): string {
  return text.slice(0, start) + '\ufffc'.repeat(end - start) + text.slice(end);
}
