/** Validation of content that clients send; see `schemas.ts`. */
import { z } from 'zod';
import type { NewContent } from './content.js';
import { LIMITS } from './limits.js';

const label = z.string().min(1).max(LIMITS.labelLength);
const detail = z.string().min(1).max(LIMITS.noteLength).exactOptional();
const optionId = z.string().min(1).max(LIMITS.labelLength);
const time = z.iso.datetime();
const date = z.iso.date();
const some = <T extends z.ZodType>(item: T) => z.array(item).min(1).max(LIMITS.contentItems);
const uniqueIds = (items: readonly { readonly id: string }[]) =>
  new Set(items.map(({ id }) => id)).size === items.length;

const option = z.strictObject({ id: optionId, label, detail });
const options = some(option).refine(uniqueIds);

const quickReplies = z.strictObject({ kind: z.literal('quick-replies'), replies: options });

const cardAction = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('reply'), id: optionId, label }),
  z.strictObject({ kind: z.literal('link'), label, url: z.url().max(2_000) }),
]);
const card = z.strictObject({ title: label, detail, actions: z.array(cardAction).max(LIMITS.contentItems) });
const cards = z.strictObject({ kind: z.literal('cards'), cards: some(card) });

const datePicker = z.strictObject({
  kind: z.literal('date-picker'),
  detail,
  earliest: time.exactOptional(),
  latest: time.exactOptional(),
  slots: z
    .array(
      z.strictObject({
        at: time,
        minutes: z
          .int()
          .min(0)
          .max(24 * 60),
      }),
    )
    .max(LIMITS.contentItems),
});

const listPicker = z.strictObject({
  kind: z.literal('list-picker'),
  sections: some(z.strictObject({ title: label, multiple: z.boolean(), options: some(option) })).refine(
    (sections) => uniqueIds(sections.flatMap((section) => section.options)),
  ),
});

const field = { id: optionId, label, required: z.boolean() };
const formField = z.discriminatedUnion('kind', [
  z.strictObject({ ...field, kind: z.enum(['line', 'lines']) }),
  z.strictObject({ ...field, kind: z.literal('choice'), multiple: z.boolean(), options }),
  z.strictObject({
    ...field,
    kind: z.literal('date'),
    earliest: date.exactOptional(),
    latest: date.exactOptional(),
  }),
]);
const form = z.strictObject({
  kind: z.literal('form'),
  detail,
  pages: some(z.strictObject({ title: z.string().max(LIMITS.labelLength), fields: some(formField) })).refine(
    (pages) => uniqueIds(pages.flatMap((page) => page.fields)),
  ),
});

const ids = z.array(optionId).min(1).max(LIMITS.contentItems);
const answer = z.strictObject({
  kind: z.literal('answer'),
  toSeq: z.int().min(1).max(Number.MAX_SAFE_INTEGER),
  given: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('picked'), ids }),
    z.strictObject({ kind: z.literal('time'), at: time }),
    z.strictObject({
      kind: z.literal('form'),
      fields: z
        .array(
          z.strictObject({
            id: optionId,
            value: z.string().max(LIMITS.textLength).exactOptional(),
            picked: ids.exactOptional(),
          }),
        )
        .max(LIMITS.contentItems),
    }),
  ]),
});

const attachments = z.strictObject({ kind: z.literal('attachments'), ids: z.array(z.uuid()).min(1).max(10) });

const isShort = (content: unknown) => JSON.stringify(content).length <= LIMITS.contentLength;

export const customerContentSchema = z.discriminatedUnion('kind', [answer, attachments]).refine(isShort);

export const agentContentSchema: z.ZodType<NewContent> = z
  .discriminatedUnion('kind', [quickReplies, cards, datePicker, listPicker, form, attachments])
  .refine(isShort);
