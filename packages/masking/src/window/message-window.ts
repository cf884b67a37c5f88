import { type DetectOptions, detect } from '../detect.js';
import { isIdentifierLabel, wordsBefore } from '../engine/context.js';
import type { Detection, EntityType } from '../entity.js';
import { type RecentMessage, tailOf, type WindowMessage, withoutSpan } from './message-tail.js';

export interface WindowOptions extends DetectOptions {
  /** How many earlier messages are looked back at; 8 unless given. */
  readonly maxMessages?: number;
  /** How old they may be, in milliseconds; two minutes unless given. */
  readonly maxAgeMs?: number;
}

/** A part of an earlier message that has turned out to belong to a value. */
export interface Redaction {
  readonly messageId: string;
  /** UTF-16 code units of the message as it was sent. */
  readonly start: number;
  readonly end: number;
  readonly type: EntityType;
}

export interface WindowResult {
  /** What is to be hidden in this message, as `detect` gives it. */
  readonly entities: readonly Detection[];
  /** What is to be hidden in earlier ones. */
  readonly redactions: readonly Redaction[];
  /** For the next message. */
  readonly recent: readonly RecentMessage[];
}

/**
 * Finds the values in a message, also those that began in earlier messages of its sender ("4111 1111", "1111 1111"),
 * whose name stands in an earlier one ("my pin is", "4821"), or that the other side has just asked for. Pure: what must
 * be remembered is in the result. Throws `MaskingError` as `detect` does.
 */
export function findAcrossMessages(
  recent: readonly RecentMessage[],
  message: WindowMessage,
  options: WindowOptions = {},
): WindowResult {
  const { maxMessages = 8, maxAgeMs = 120_000 } = options;
  const near = recent.filter(({ at }) => message.at - at <= maxAgeMs).slice(-maxMessages);
  const own = near.filter(({ sender }) => sender === message.sender);
  const asked =
    near.at(-1)?.sender === message.sender
      ? undefined
      : near.findLast(({ sender }) => sender !== message.sender);
  let entities = detect(message.text, options);
  const redactions: Redaction[] = [];
  if (asked !== undefined && isAnswer(message.text)) {
    entities = detectAnswer(asked, message.text, options) ?? entities;
  }
  for (const joined of joinsOf(own, message.text)) {
    const crossing = detect(joined.text, options).filter(({ end }) => end > joined.boundary);
    for (const span of crossing) {
      if (span.start >= joined.boundary ? !joined.named : !isSure(span, joined) || isCount(span, joined))
        continue;
      const local = {
        ...span,
        start: Math.max(0, span.start - joined.boundary) + joined.skipped,
        end: span.end - joined.boundary + joined.skipped,
      };
      if (
        entities.some(
          (known) => known.start <= local.start && known.end >= local.end && span.start >= joined.boundary,
        )
      )
        continue;
      entities = [...entities.filter((known) => known.end <= local.start || known.start >= local.end), local];
      redactions.push(...partsOf(span, joined, own));
    }
    if (redactions.length > 0) break;
  }
  entities = [...entities].sort((a, b) => a.start - b.start);
  const kept = near.map((each) =>
    redactions
      .filter(({ messageId }) => messageId === each.id)
      .reduce((rest, part) => withoutSpan(rest, part), each),
  );
  return { entities, redactions, recent: [...kept, tailOf(message, entities)].slice(-maxMessages) };
}

/** The same with a memory. */
export interface MessageWindow {
  add(message: WindowMessage): Pick<WindowResult, 'entities' | 'redactions'>;
}

/** One for each conversation. Keeps nothing but {@link RecentMessage}s, bounded in number, length and age. */
export function createMessageWindow(options: WindowOptions = {}): MessageWindow {
  let recent: readonly RecentMessage[] = [];
  return {
    add(message) {
      const result = findAcrossMessages(recent, message, options);
      recent = result.recent;
      return { entities: result.entities, redactions: result.redactions };
    },
  };
}

/** Earlier tails and a message in one text. */
interface Joined {
  readonly text: string;
  /** Where the message begins. */
  readonly boundary: number;
  /** How much of the message is left out before that. */
  readonly skipped: number;
  /** Where each of the tails begins, in the order of the messages. */
  readonly starts: readonly {
    readonly message: RecentMessage;
    readonly start: number;
    readonly tailOffset: number;
  }[];
  /** True when what an earlier message says may name a value of this one. */
  readonly named: boolean;
}

/** With a space between and without, and once more with nothing but the digits that stand at the ends. */
function joinsOf(own: readonly RecentMessage[], text: string): readonly Joined[] {
  if (own.length === 0) return [];
  const whole = own.map((message) => ({ message, text: message.tail, offset: 0 }));
  const joins = [joined(whole, ' ', text, true), joined(whole, '', text, false)];
  const digits = own.flatMap((message) => {
    const last = LAST_NUMBER.exec(message.tail);
    return last === null
      ? []
      : [{ message, text: last[0].trim(), offset: last.index + last[0].indexOf(last[0].trim()) }];
  });
  if (digits.length > 0 && /\d/.test(text)) {
    const start = text.search(/[\p{L}\p{N}]*\p{N}/u);
    joins.push(...[' ', ''].map((separator) => joined(digits, separator, text.slice(start), false, start)));
  }
  const address = addressJoin(own, text);
  return address === undefined ? joins : [...joins, address];
}

/** The halves of an e-mail address, whatever is said around them: "it is ava.stone", "and then @example.com". */
function addressJoin(own: readonly RecentMessage[], text: string): Joined | undefined {
  const second = /\S*[@.]\S*/.exec(text);
  const isHost = !second?.[0].includes('@');
  const message = own.findLast(({ tail }) => LAST_RUN.exec(tail)?.[0].includes('@') === isHost);
  const first = message === undefined ? null : LAST_RUN.exec(message.tail);
  if (second === null || first === null || message === undefined) return undefined;
  if ([...(first[0] + second[0])].filter((character) => character === '@').length !== 1) return undefined;
  const piece = { message, text: first[0], offset: first.index };
  return joined([piece], '', text.slice(second.index), false, second.index);
}

const LAST_RUN = /[\w.+@-]{2,64}$/;

const LAST_NUMBER =
  /\+?(?:[A-Za-z]{0,4}\p{N}[\p{N}A-Za-z]*[ .-]?){1,19}(?:[A-Z]{1,4}(?![\p{L}\p{N}]))?(?=[^\p{N}]*$)/u;

function joined(
  pieces: readonly { readonly message: RecentMessage; readonly text: string; readonly offset: number }[],
  separator: string,
  text: string,
  named: boolean,
  skipped = 0,
): Joined {
  let all = '';
  const starts = pieces.map((piece) => {
    const start = all.length;
    all += piece.text + separator;
    return { message: piece.message, start, tailOffset: piece.offset };
  });
  return { text: all + text, boundary: all.length, skipped, starts, named };
}

/** Over the end of a message only what is proven or named counts: two numbers in a row are not one. */
function isSure({ type, score }: Detection, { named }: Joined): boolean {
  if (type === 'PERSON' || type === 'ADDRESS' || type === 'POSTCODE' || type === 'DOB' || type === 'USERNAME')
    return false;
  return score >= 0.8 || (named && type === 'CREDIT_CARD' && score >= 0.7);
}

/** Largest step of numbers that count messages: two people who take turns count by two. */
const LARGEST_STEP = 10;

/** True for numbers that rise evenly from message to message: they count something, and are no parts of a value. */
function isCount({ start, end }: Detection, { text, starts, boundary }: Joined): boolean {
  const touched = starts.flatMap((piece, index) => {
    const next = starts[index + 1]?.start ?? boundary;
    return piece.start < end && next > start ? [/\d+(?=\D*$)/.exec(text.slice(piece.start, next))?.[0]] : [];
  });
  const numbers = [...touched, /\d+/.exec(text.slice(boundary))?.[0]].map(Number);
  const step = (numbers[1] ?? 0) - (numbers[0] ?? 0);
  if (!(step > 0 && step <= LARGEST_STEP) || (step > 1 && numbers.length < 3)) return false;
  return numbers.every((number, index) => index === 0 || number - (numbers[index - 1] ?? 0) === step);
}

function partsOf(
  span: Detection,
  { starts, boundary }: Joined,
  own: readonly RecentMessage[],
): readonly Redaction[] {
  return starts.flatMap(({ message, start, tailOffset }, index) => {
    const next = starts[index + 1]?.start ?? boundary;
    const from = Math.max(span.start, start);
    const to = Math.min(span.end, next, start + message.tail.length - tailOffset);
    if (from >= to || !own.includes(message)) return [];
    const base = message.tailStart + tailOffset - start;
    return [{ messageId: message.id, start: base + from, end: base + to, type: span.type }];
  });
}

/** Long enough for a date of birth or a password, and too short for a sentence. */
const LONGEST_ANSWER = 32;

function isAnswer(text: string): boolean {
  return text.trim().length <= LONGEST_ANSWER;
}

/**
 * What a short message is after a question: "What is the code on the back?" Undefined when the question tells nothing
 * about it; after a question for an order number, nothing.
 */
function detectAnswer(
  asked: RecentMessage,
  text: string,
  options: DetectOptions,
): readonly Detection[] | undefined {
  const question = `${asked.tail.replace(/[.?!,;]+\s*/g, ' ').trimEnd()}: `;
  const answer = detect(question + text, options)
    .filter(({ start }) => start >= question.length)
    .map((span) => ({ ...span, start: span.start - question.length, end: span.end - question.length }));
  const isOther = wordsBefore(question, question.length).slice(0, 3).some(isIdentifierLabel);
  return answer.length > 0 || isOther ? answer : undefined;
}
