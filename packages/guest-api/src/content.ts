import { z } from 'zod';

const BUTTON_RESPONSE_TYPES = ['Button', 'QuickReply', 'DatePicker', 'ListPicker', 'Form'] as const;

const text = z.string();

const buttonResponseSchema = z.looseObject({
  type: z.enum(BUTTON_RESPONSE_TYPES),
  text,
  payload: text,
  originatingMessageId: text.exactOptional(),
});

/** What a guest sends beside text. */
export const guestContentSchema = z.discriminatedUnion('contentType', [
  z.looseObject({ contentType: z.literal('Attachment'), attachment: z.looseObject({ id: text.min(1) }) }),
  z.looseObject({ contentType: z.literal('ButtonResponse'), buttonResponse: buttonResponseSchema }),
  z.looseObject({
    contentType: z.literal('Form'),
    form: z.looseObject({
      originatingMessageId: text.exactOptional(),
      cannedResponseId: text.exactOptional(),
      response: z.array(
        z.looseObject({
          id: text,
          component: z.looseObject({
            contentType: z.literal('ButtonResponse'),
            buttonResponse: buttonResponseSchema,
          }),
        }),
      ),
    }),
  }),
]);
export type GuestContent = z.infer<typeof guestContentSchema>;

const cardAction = z.looseObject({
  type: z.enum(['Link', 'Postback']),
  text,
  payload: text.exactOptional(),
  url: text.exactOptional(),
});
const cardSchema = z.looseObject({
  title: text,
  description: text.exactOptional(),
  image: text.exactOptional(),
  video: text.exactOptional(),
  defaultAction: z
    .looseObject({ type: text, text: text.exactOptional(), url: text.exactOptional() })
    .exactOptional(),
  actions: z.array(cardAction),
});

/** A file as a received message names it; `url` is short-lived. */
export const attachmentSchema = z.looseObject({
  id: text,
  filename: text,
  mediaType: z.enum(['Image', 'Video', 'Audio', 'File', 'Link']),
  url: text,
  fileSize: z.number().exactOptional(),
  mime: text.exactOptional(),
  sha256: text.exactOptional(),
  text: text.exactOptional(),
});
export type MessageAttachment = z.infer<typeof attachmentSchema>;

/** What a guest receives: rich content of agents and bots, and the guest's own content coming back. */
export const messageContentSchema = z.discriminatedUnion('contentType', [
  z.looseObject({ contentType: z.literal('Attachment'), attachment: attachmentSchema }),
  z.looseObject({ contentType: z.literal('ButtonResponse'), buttonResponse: buttonResponseSchema }),
  z.looseObject({
    contentType: z.literal('QuickReply'),
    quickReply: z.looseObject({
      text,
      payload: text,
      action: z.literal('Message').exactOptional(),
      image: text.exactOptional(),
    }),
  }),
  z.looseObject({ contentType: z.literal('Card'), card: cardSchema }),
  z.looseObject({
    contentType: z.literal('Carousel'),
    carousel: z.looseObject({ cards: z.array(cardSchema) }),
  }),
  z.looseObject({
    contentType: z.literal('DatePicker'),
    datePicker: z.looseObject({
      title: text.exactOptional(),
      subtitle: text.exactOptional(),
      imageUrl: text.exactOptional(),
      dateMinimum: text.exactOptional(),
      dateMaximum: text.exactOptional(),
      availableTimes: z
        .array(z.looseObject({ dateTime: text, duration: z.number().exactOptional() }))
        .exactOptional(),
    }),
  }),
  z.looseObject({
    contentType: z.literal('ListPicker'),
    listPicker: z.looseObject({
      id: text.exactOptional(),
      receivedMessage: z.looseObject({ title: text.exactOptional() }).exactOptional(),
      sections: z.array(
        z.looseObject({
          title: text.exactOptional(),
          multipleSelection: z.boolean().exactOptional(),
          items: z.array(z.looseObject({ id: text, title: text })),
        }),
      ),
    }),
  }),
  z.looseObject({ contentType: z.literal('Form'), form: z.looseObject({}) }),
]);
export type MessageContent = z.infer<typeof messageContentSchema>;
