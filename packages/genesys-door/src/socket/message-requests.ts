import {
  byteLength,
  CODE,
  customAttributesOf,
  type GuestMessage,
  type GuestRequestOf,
  type MessageContent,
} from '@throughline/guest-api';
import type { DoorState } from '../door-state.js';
import { cleanText } from '../guests/clean-text.js';
import type { GuestSession } from '../guests/model.js';
import { takeEvents } from './event-requests.js';
import type { GuestCaller } from './guest-caller.js';
import { GuestError } from './guest-error.js';
import { requireWritable } from './session-checks.js';

/** A text, an answer to a button, attachments, or events. @throws GuestError, AttachmentError, CoreError */
export async function takeMessage(
  state: DoorState,
  session: GuestSession,
  request: GuestRequestOf<'onMessage'>,
  caller: GuestCaller,
): Promise<void> {
  const { message, tracingId } = request;
  const attributes = customAttributesOf(request);
  checkSizes(state, message, attributes);
  if (message.type === 'Message' || message.type === 'Receipt') {
    throw new GuestError(CODE.badRequest, 'Messages of this type are not accepted from guests.');
  }
  if (message.type === 'Event' || message.events) {
    return takeEvents(state, session, request, attributes, caller);
  }
  requireWritable(session);
  const content = toContent(state, session, message, caller.baseUrl);
  const hasText = message.text !== undefined && message.text !== '';
  if (!hasText && content.length === 0) throw new GuestError(CODE.badRequest, 'The message is empty.');
  await state.guests.messages.inbound(
    session,
    {
      // A message that only brings attachments comes back as text; answers to buttons are structured.
      type: content.every(({ contentType }) => contentType === 'Attachment') ? 'Text' : 'Structured',
      ...(message.text === undefined ? {} : { text: message.text }),
      content,
      metadata: message.metadata ?? {},
      attributes,
    },
    tracingId,
  );
}

function checkSizes({ limits }: DoorState, { text }: GuestMessage, attributes: object): void {
  if (byteLength(JSON.stringify(attributes)) > limits.customAttributesBytes) {
    throw new GuestError(
      CODE.customAttributesTooLarge,
      `Custom attributes are too large: at most ${limits.customAttributesBytes} bytes.`,
    );
  }
  if (byteLength(text ?? '') > limits.textBytes) {
    throw new GuestError(CODE.messageTooLong, `Message too long: at most ${limits.textBytes} bytes.`);
  }
}

function toContent(
  { attachments, options }: DoorState,
  session: GuestSession,
  { content = [] }: GuestMessage,
  baseUrl: string,
): MessageContent[] {
  const button = <Button extends { text: string; payload: string }>(buttonResponse: Button) => ({
    contentType: 'ButtonResponse' as const,
    buttonResponse: {
      ...offeredBy(session),
      ...buttonResponse,
      text: cleanText(options.mask, buttonResponse.text).text,
      payload: cleanText(options.mask, buttonResponse.payload).text,
    },
  });
  return content.flatMap((item): MessageContent[] => {
    if (item.contentType === 'Attachment') {
      const stored = attachments.of(session, item.attachment.id);
      return [{ contentType: 'Attachment', attachment: attachments.describe(stored, baseUrl) }];
    }
    if (item.contentType === 'ButtonResponse') return [button(item.buttonResponse)];
    return item.form.response.map(({ component }) => button(component.buttonResponse));
  });
}

/** Answers to buttons name the message that offered them; of clients that do not say it, the last one that could. */
function offeredBy({ history }: GuestSession): { originatingMessageId?: string } {
  const offer = history.findLast(({ type, direction }) => type === 'Structured' && direction === 'Outbound');
  return offer ? { originatingMessageId: offer.id } : {};
}
