import { detect } from '../detect.js';
import { type Detection, type EntityType, OPTIONAL_TYPES } from '../entity.js';
import { maskDetections } from '../mask.js';
import { type MaskingPolicy, mayReveal, operatorFor } from '../policy/policy.js';
import { atLeastMasked } from '../policy/strictest-policy.js';
import type { RecentMessage, WindowMessage } from './message-tail.js';
import { findAcrossMessages } from './message-window.js';

export interface MaskedMessage {
  readonly id: string;
  readonly text: string;
  /** Kinds of the values that were hidden, each once. */
  readonly maskedTypes: readonly EntityType[];
}

/** A value that was hidden whole, and that the policy lets be sealed for a reveal. */
export interface RevealableValue {
  readonly type: EntityType;
  /** Where in the masked text it is hidden. */
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

export interface MaskerAnswer extends MaskedMessage {
  readonly redacted: readonly MaskedMessage[];
  /** Ascending; absent when there is none. Holds what was hidden: seal it or forget it. */
  readonly revealable?: readonly RevealableValue[];
}

/** Masks the messages of one conversation as they come. */
export interface MessageMasker {
  /**
   * The message as it may be kept, and earlier ones that must be replaced because it completed a value that began in
   * them. A message that comes again, by its id, gives the same answer. Throws `MaskingError` as `mask` does.
   */
  add(message: WindowMessage): MaskerAnswer;
}

/** As many as the window looks back at. */
const REMEMBERED = 8;

/**
 * Looks back at what a `MessageWindow` does, and remembers the last eight messages as they may be kept. Parts of a value that is split are hidden
 * altogether, also where the policy keeps the end of a whole one.
 * @param policy treats every destination alike; see `strictestPolicy`
 */
export function createMessageMasker(policy: MaskingPolicy): MessageMasker {
  const { defaultCountry } = policy;
  const ofParts = atLeastMasked(policy);
  const options = {
    also: OPTIONAL_TYPES.filter((type) => operatorFor(policy, type, { destination: 'agent' }) !== 'allow'),
    ...(defaultCountry === undefined ? {} : { defaultCountry }),
  };
  let recent: readonly RecentMessage[] = [];
  let known: readonly KnownMessage[] = [];

  const find = (id: string) => known.find((message) => message.id === id);
  const answer = (message: KnownMessage, original: string, found: readonly Span[]): MaskerAnswer => {
    const redacted = message.completes.flatMap((id) => find(id) ?? []).map(shown);
    const revealable = revealableOf(message, original, found, policy);
    return { ...shown(message), redacted, ...(revealable.length > 0 ? { revealable } : {}) };
  };

  return {
    add(message) {
      const repeated = find(message.id);
      if (repeated) return answer(repeated, message.text, detect(message.text, options));
      const found = findAcrossMessages(recent, message, options);
      const parts = new Set(found.redactions.map(({ type }) => type));
      const hidden = found.entities.flatMap((entity) =>
        parts.has(entity.type)
          ? hide(message.text, entity, ofParts, false)
          : hide(message.text, entity, policy, true),
      );
      const before = known;
      known = before.map((each) =>
        found.redactions
          .filter(({ messageId }) => messageId === each.id)
          .reduce((rest, span) => redact(rest, span, ofParts), each),
      );
      const completes = known.filter((each, index) => each !== before[index]).map(({ id }) => id);
      const added: KnownMessage = { id: message.id, text: message.text, hidden: [], completes };
      known = [...known, hidden.reduce(withHidden, added)].slice(-REMEMBERED);
      recent = found.recent;
      return answer(known.at(-1) ?? added, message.text, found.entities);
    },
  };
}

interface Hidden {
  readonly start: number;
  readonly end: number;
  readonly type: EntityType;
  /** What stands in its place. */
  readonly shown: string;
  /** False for a part of a value that goes on in another message. */
  readonly whole: boolean;
}

interface KnownMessage {
  readonly id: string;
  /** As it was sent, with what is hidden made unreadable in the same length. */
  readonly text: string;
  /** Ascending, apart. */
  readonly hidden: readonly Hidden[];
  /** Earlier messages that it completed a value of. */
  readonly completes: readonly string[];
}

type Span = Pick<Detection, 'start' | 'end' | 'type'>;

/** Nothing for what the policy lets pass. */
function hide(
  text: string,
  { start, end, type }: Span,
  policy: MaskingPolicy,
  whole: boolean,
): readonly Hidden[] {
  const value = text.slice(start, end);
  const all = { start: 0, end: value.length, type, score: 1 };
  const { text: replacement, entities } = maskDetections(value, [all], policy);
  return entities.length === 0 ? [] : [{ start, end, type, shown: replacement, whole }];
}

/** What was hidden there before goes into it: of the two, less stays. */
function redact(message: KnownMessage, span: Span, policy: MaskingPolicy): KnownMessage {
  const touched = message.hidden.filter(({ start, end }) => start < span.end && end > span.start);
  const start = Math.min(span.start, ...touched.map((each) => each.start));
  const end = Math.max(span.end, ...touched.map((each) => each.end));
  const [part] = hide(message.text, { start, end, type: span.type }, policy, false);
  if (part === undefined) return message;
  return withHidden({ ...message, hidden: message.hidden.filter((each) => !touched.includes(each)) }, part);
}

function withHidden(message: KnownMessage, added: Hidden): KnownMessage {
  return {
    ...message,
    text: blank(message.text, added),
    hidden: [...message.hidden, added].sort((a, b) => a.start - b.start),
  };
}

/** Nothing of what the policy drops: that is kept in no form. */
function revealableOf(
  { text, hidden }: KnownMessage,
  original: string,
  found: readonly Span[],
  policy: MaskingPolicy,
): readonly RevealableValue[] {
  // The same id with another text is no repetition: what stands there now was not the value that was hidden.
  if (hidden.reduce(blank, original) !== text) return [];
  const isFound = (span: Span) =>
    found.some(({ start, end, type }) => start === span.start && end === span.end && type === span.type);
  let shift = 0;
  return hidden.flatMap((span) => {
    const { start, end, type, shown: replacement, whole } = span;
    const at = start + shift;
    shift += replacement.length - (end - start);
    const isDropped = operatorFor(policy, type, { destination: 'agent' }) === 'drop';
    if (!whole || isDropped || !isFound(span) || !mayReveal(policy, type)) return [];
    return [{ type, start: at, end: at + replacement.length, value: original.slice(start, end) }];
  });
}

function blank(text: string, { start, end }: { readonly start: number; readonly end: number }): string {
  return text.slice(0, start) + '\ufffc'.repeat(end - start) + text.slice(end);
}

function shown({ id, text, hidden }: KnownMessage): MaskedMessage {
  let result = '';
  let from = 0;
  for (const span of hidden) {
    result += text.slice(from, span.start) + span.shown;
    from = span.end;
  }
  const maskedTypes = [...new Set(hidden.map(({ type }) => type))];
  return { id, text: result + text.slice(from), maskedTypes };
}
