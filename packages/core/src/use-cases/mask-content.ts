import type { AnsweredField, CardAction, MessageContent } from '../model/content.js';
import { toPlainText } from '../model/plain-text.js';
import { isSafeLink } from '../model/safe-link.js';
import type { Masker } from './core.js';

interface MaskedContent {
  /** Undefined when a value lies over several answers of a form: no piece can be told to be harmless then. */
  readonly content: MessageContent | undefined;
  /** All of it in plain text. */
  readonly text: string;
  readonly maskedTypes: readonly string[];
}

/** Strings that are no text of anybody: made by us, or checked to be a time, an id of ours or a media type. */
const NO_TEXT: ReadonlySet<string> = new Set(['kind', 'to', 'at', 'earliest', 'latest', 'mediaType']);

/**
 * Masks every text in it, also ids that others made: a property that is added later is masked unless it is named
 * above. Answers in forms are masked with their label, because "PIN" says what "4711" is. Links that do not survive
 * it, or that lead to no web, mail or phone address, are left out.
 */
export function maskContent(mask: Masker, content: MessageContent): MaskedContent {
  const types = new Set<string>();
  const clean = (text: string): string => {
    const masked = mask(text);
    for (const type of masked.maskedTypes) types.add(type);
    return masked.text;
  };
  const walk = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return NO_TEXT.has(key) ? value : clean(value);
    if (Array.isArray(value)) return value.map((each) => walk(each, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, walk(each, name)]));
  };
  const masked = withOwnIds(walk(prepare(content, clean), '') as MessageContent, content);
  const values = joinedAnswers(masked);
  const joined = clean(values);
  const isWhole = joined === values;
  return {
    content: isWhole ? masked : undefined,
    text: isWhole ? toPlainText(masked) : `${masked.text}\n${joined}`,
    maskedTypes: [...types],
  };
}

/** As if somebody had spread one value over the fields of a form. */
function joinedAnswers(content: MessageContent): string {
  if (content.kind !== 'answer' || content.given.kind !== 'form') return '';
  return content.given.fields.map(({ value }) => value).join(' ');
}

function prepare(content: MessageContent, clean: (text: string) => string): MessageContent {
  if (content.kind === 'cards') {
    return {
      ...content,
      cards: content.cards.map((card) => ({
        ...card,
        actions: card.actions.filter((action) => keepsLink(action, clean)),
      })),
    };
  }
  if (content.kind !== 'answer' || content.given.kind !== 'form') return content;
  const fields = content.given.fields.map((field) => ({ ...field, value: cleanAnswer(field, clean) }));
  return { ...content, given: { kind: 'form', fields } };
}

function keepsLink(action: CardAction, clean: (text: string) => string): boolean {
  return action.kind !== 'link' || (isSafeLink(action.url) && clean(action.url) === action.url);
}

function cleanAnswer({ label, value }: AnsweredField, clean: (text: string) => string): string {
  const prefix = `${label}: `;
  const together = clean(prefix + value);
  return together.startsWith(prefix) ? together.slice(prefix.length) : clean(value);
}

/** Ids of blobs are ours. */
function withOwnIds(masked: MessageContent, content: MessageContent): MessageContent {
  if (masked.kind !== 'attachments' || content.kind !== 'attachments') return masked;
  const files = content.files.map((file, index) => ({ ...file, name: masked.files[index]?.name ?? '' }));
  return { ...masked, files };
}
