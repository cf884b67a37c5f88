import type { Answer, Conversation, ConversationLink, Entry, MessageContent } from '@throughline/core';
import type { GuestContent } from '@throughline/guest-api';
import { payloadOf } from './content-in.js';
import type { SessionRecord } from './record.js';

type ButtonType = Extract<GuestContent, { contentType: 'ButtonResponse' }>['buttonResponse']['type'];

const BUTTONS: Partial<Record<MessageContent['kind'], ButtonType>> = {
  'quick-replies': 'QuickReply',
  cards: 'Button',
  'list-picker': 'ListPicker',
};
const PAGE = 200;

/** What the customer answered to something that the other side offered, as guests answer it. */
export async function toGuestAnswer(
  link: ConversationLink,
  { conversation, state: { forms = {} } }: Pick<SessionRecord, 'conversation' | 'state'>,
  { to, given }: Answer,
): Promise<GuestContent[]> {
  const button = (type: ButtonType, text: string, payload: string): GuestContent => ({
    contentType: 'ButtonResponse',
    buttonResponse: { type, text, payload, originatingMessageId: to },
  });
  switch (given.kind) {
    case 'time':
      return [button('DatePicker', given.at, given.at)];
    case 'picked': {
      const asked = await findMessage(link, conversation, to);
      const type = BUTTONS[asked?.body.content?.kind ?? 'quick-replies'] ?? 'QuickReply';
      // Clients of the other side give the titles of list items back, and not their ids.
      return given.options.map((option) =>
        button(type, option.label, type === 'ListPicker' ? option.label : payloadOf(option)),
      );
    }
    case 'form':
      return [
        {
          contentType: 'Form',
          form: {
            originatingMessageId: to,
            ...(forms[to] === undefined ? {} : { cannedResponseId: forms[to] }),
            response: given.fields.map(({ id, value }) => ({
              id,
              component: {
                contentType: 'ButtonResponse',
                buttonResponse: { type: 'Form', text: value, payload: value },
              },
            })),
          },
        },
      ];
  }
}

async function findMessage(
  link: ConversationLink,
  conversation: Conversation,
  id: string,
): Promise<Entry | null> {
  for (let after = 0; ; ) {
    const page = await link.read(conversation, after, PAGE);
    const found = page.find((entry) => entry.id === id);
    if (found || page.length < PAGE) return found ?? null;
    after = page.at(-1)?.seq ?? after;
  }
}
