import type {
  Answer,
  AnsweredField,
  DatePicker,
  Form,
  FormField,
  GivenAnswer,
  MessageContent,
  Option,
} from '../model/content.js';
import type { Conversation } from '../model/conversation.js';
import { CoreError } from '../model/errors.js';
import type { Core } from './core.js';
import { openEntry } from './sealing.js';

/** An answer as a client gives it: by the ids of what was offered. */
export interface NewAnswer {
  /** Place of the entry that asked. */
  readonly toSeq: number;
  readonly given:
    | { readonly kind: 'picked'; readonly ids: readonly string[] }
    | { readonly kind: 'time'; readonly at: string }
    | { readonly kind: 'form'; readonly fields: readonly NewFieldAnswer[] };
}

interface NewFieldAnswer {
  readonly id: string;
  readonly value?: string;
  readonly picked?: readonly string[];
}

/**
 * The answer with what it answers: labels come from the question, never from the client.
 * @throws CoreError `bad_request` when nothing was asked there, or this is no answer to it; `unavailable`
 */
export async function toAnswer(
  core: Core,
  { id, customerId }: Conversation,
  text: string,
  { toSeq, given }: NewAnswer,
): Promise<Answer> {
  const [stored] = await core.conversations.read(id, toSeq - 1, 1);
  const asked = stored && (await openEntry(core.sealer, customerId, stored));
  const fitting = asked?.body.content && fit(asked.body.content, given);
  if (!fitting) throw new CoreError('bad_request', 'This is no answer to what was asked there.');
  return { kind: 'answer', text, to: asked.id, given: fitting };
}

/** Null when it does not fit. */
function fit(asked: MessageContent, given: NewAnswer['given']): GivenAnswer | null {
  if (given.kind === 'time') return asked.kind === 'date-picker' && isOffered(asked, given.at) ? given : null;
  if (given.kind === 'form') return asked.kind === 'form' ? fitForm(asked, given.fields) : null;
  const options = pick(offered(asked), given.ids, asked.kind === 'list-picker');
  if (!options || (asked.kind === 'list-picker' && !keepsSections(asked.sections, given.ids))) return null;
  return { kind: 'picked', options };
}

function offered(asked: MessageContent): readonly Option[] {
  switch (asked.kind) {
    case 'quick-replies':
      return asked.replies;
    case 'cards':
      return asked.cards.flatMap(({ actions }) =>
        actions.flatMap((action) =>
          action.kind === 'reply' ? [{ id: action.id, label: action.label }] : [],
        ),
      );
    case 'list-picker':
      return asked.sections.flatMap(({ options }) => options);
    default:
      return [];
  }
}

/** In the order of the question; null when something was not offered, or too much was picked. */
function pick(
  options: readonly Option[],
  ids: readonly string[],
  multiple: boolean,
): readonly Option[] | null {
  const picked = options.filter(({ id }) => ids.includes(id));
  if (picked.length === 0 || picked.length !== new Set(ids).size) return null;
  return multiple || picked.length === 1 ? picked : null;
}

function keepsSections(
  sections: readonly { readonly multiple: boolean; readonly options: readonly Option[] }[],
  ids: readonly string[],
): boolean {
  return sections.every(
    ({ multiple, options }) => multiple || options.filter(({ id }) => ids.includes(id)).length <= 1,
  );
}

function isOffered({ slots, earliest, latest }: DatePicker, at: string): boolean {
  const time = Date.parse(at);
  if (slots.length > 0) return slots.some((slot) => Date.parse(slot.at) === time);
  return !(time < Date.parse(earliest ?? '') || time > Date.parse(latest ?? ''));
}

function fitForm({ pages }: Form, given: readonly NewFieldAnswer[]): GivenAnswer | null {
  const fields = pages.flatMap((page) => page.fields);
  if (given.some(({ id }) => !fields.some((field) => field.id === id))) return null;
  const answered: AnsweredField[] = [];
  for (const field of fields) {
    const answer = given.find(({ id }) => id === field.id);
    const fitting = answer && fitField(field, answer);
    if (fitting) answered.push(fitting);
    else if (field.required || fitting === null) return null;
  }
  return { kind: 'form', fields: answered };
}

/** Undefined when nothing was answered; null when it does not fit. */
function fitField(
  field: FormField,
  { value = '', picked }: NewFieldAnswer,
): AnsweredField | null | undefined {
  const { id, label } = field;
  if (field.kind === 'choice') {
    if (picked === undefined) return undefined;
    const options = pick(field.options, picked, field.multiple);
    return options && { id, label, value: options.map((option) => option.label).join(', '), picked };
  }
  if (value === '') return undefined;
  const isTooEarlyOrLate =
    field.kind === 'date' && (value < (field.earliest ?? '') || value > (field.latest ?? '9999'));
  return isTooEarlyOrLate ? null : { id, label, value };
}
