import {
  type CardAction,
  type FormField,
  isSafeLink,
  type MessageContent,
  type Option,
} from '@throughline/core';
import type { MessageContent as GuestContent, StructuredMessage } from '@throughline/guest-api';
import { z } from 'zod';

type Content<Type extends GuestContent['contentType']> = Extract<GuestContent, { contentType: Type }>;
type Card = Content<'Card'>['card'];

/** Id of an option whose payload cannot be its id: its place among the options. */
const PLACE = /^#\d+$/;
const MAX_ID = 100;

/** The part of forms whose shape is known. */
const formSchema = z.looseObject({
  introduction: z.looseObject({ title: z.string().nullish(), subtitle: z.string().nullish() }).nullish(),
  formPages: z.array(
    z.looseObject({
      title: z.string().nullish(),
      pageComponents: z.array(
        z.looseObject({
          formComponentType: z.literal('Input'),
          input: z.looseObject({
            id: z.string(),
            title: z.string(),
            isMultipleLine: z.boolean().nullish(),
            isRequired: z.boolean().nullish(),
          }),
        }),
      ),
    }),
  ),
});

/**
 * What a message of the other side offers to its reader; null when it is text alone, files alone, or of a kind that is
 * not known. Files beside what it offers are named in its text.
 */
export function toContent({ text: said = '', content = [] }: StructuredMessage): MessageContent | null {
  const names = content.flatMap((each) =>
    each.contentType === 'Attachment' ? [`[${each.attachment.filename}]`] : [],
  );
  const text = [said, ...names].filter((line) => line !== '').join('\n');
  const replies = content.filter((each) => each.contentType === 'QuickReply');
  if (replies.length > 0) {
    return { kind: 'quick-replies', text, replies: toOptions(replies.map(({ quickReply }) => quickReply)) };
  }
  const cards = content.flatMap(cardsOf);
  if (cards.length > 0) return { kind: 'cards', text, cards: toCards(cards) };
  for (const each of content) {
    if (each.contentType === 'DatePicker') return toDatePicker(text, each.datePicker);
    if (each.contentType === 'ListPicker') return toListPicker(text, each.listPicker);
    if (each.contentType === 'Form') return toForm(text, each.form);
  }
  return null;
}

/** Names the prepared answer that a form is; null when it is none. */
export function cannedResponseOf({ content = [] }: StructuredMessage): string | null {
  const asked = content.find((each) => each.contentType === 'Form')?.form;
  return typeof asked?.cannedResponseId === 'string' ? asked.cannedResponseId : null;
}

/** What is sent back when an option is picked. */
export function payloadOf({ id, label }: Option): string {
  return PLACE.test(id) ? label : id;
}

function toOptions(items: readonly { readonly text: string; readonly payload: string }[]): Option[] {
  const ids = idsOf(items.map(({ payload }) => payload));
  return items.map(({ text }, index) => ({ id: ids[index] ?? '', label: text }));
}

/** Payloads are ids as long as they tell the options apart; the place does otherwise. */
function idsOf(payloads: readonly string[]): readonly string[] {
  const areIds =
    new Set(payloads).size === payloads.length &&
    payloads.every((payload) => payload !== '' && payload.length <= MAX_ID && !PLACE.test(payload));
  return payloads.map((payload, index) => (areIds ? payload : `#${index}`));
}

function cardsOf(content: GuestContent): readonly Card[] {
  if (content.contentType === 'Card') return [content.card];
  return content.contentType === 'Carousel' ? content.carousel.cards : [];
}

function toCards(cards: readonly Card[]) {
  const postbacks = cards.flatMap(({ actions }) => actions.filter(({ type }) => type === 'Postback'));
  const ids = idsOf(postbacks.map(({ payload, text }) => payload ?? text));
  const toAction = (action: Card['actions'][number]): CardAction[] => {
    if (action.type === 'Postback') {
      return [{ kind: 'reply', id: ids[postbacks.indexOf(action)] ?? '', label: action.text }];
    }
    return toLink(action.text, action.url);
  };
  return cards.map(({ title, description, actions, defaultAction }) => ({
    title,
    ...(description ? { detail: description } : {}),
    actions: [
      ...actions.flatMap(toAction),
      ...(actions.length === 0 ? toLink(defaultAction?.text ?? title, defaultAction?.url) : []),
    ],
  }));
}

function toLink(label: string, url: string | undefined): CardAction[] {
  return url !== undefined && isSafeLink(url) ? [{ kind: 'link', label, url }] : [];
}

function toDatePicker(text: string, picker: Content<'DatePicker'>['datePicker']): MessageContent {
  const { title = '', subtitle, dateMinimum, dateMaximum, availableTimes = [] } = picker;
  const [earliest, latest] = [toUtc(dateMinimum), toUtc(dateMaximum)];
  return {
    kind: 'date-picker',
    text: text || title,
    ...(subtitle ? { detail: subtitle } : {}),
    ...(earliest === null ? {} : { earliest }),
    ...(latest === null ? {} : { latest }),
    slots: availableTimes.flatMap(({ dateTime, duration = 0 }) => {
      const at = toUtc(dateTime);
      return at === null ? [] : [{ at, minutes: Math.round(duration / 60) }];
    }),
  };
}

function toUtc(time: string | undefined): string | null {
  const at = Date.parse(time ?? '');
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

function toListPicker(text: string, picker: Content<'ListPicker'>['listPicker']): MessageContent {
  const { sections, receivedMessage } = picker;
  const ids = idsOf(sections.flatMap(({ items }) => items.map(({ id }) => id)));
  let next = 0;
  return {
    kind: 'list-picker',
    text: text || (receivedMessage?.title ?? ''),
    sections: sections.map(({ title = '', multipleSelection = false, items }) => ({
      title,
      multiple: multipleSelection,
      options: items.map((item) => ({ id: ids[next++] ?? '', label: item.title })),
    })),
  };
}

/** Null when it asks for something that is not known here: half a form cannot be sent. */
function toForm(text: string, form: object): MessageContent | null {
  const parsed = formSchema.safeParse(form);
  if (!parsed.success) return null;
  const { introduction, formPages } = parsed.data;
  return {
    kind: 'form',
    text: text || introduction?.title || '',
    ...(introduction?.subtitle ? { detail: introduction.subtitle } : {}),
    pages: formPages.map(({ title, pageComponents }) => ({
      title: title ?? '',
      fields: pageComponents.map(
        ({ input }): FormField => ({
          id: input.id,
          label: input.title,
          required: input.isRequired === true,
          kind: input.isMultipleLine === true ? 'lines' : 'line',
        }),
      ),
    })),
  };
}
