import { type Conversation, type Core, CoreError, type MessageContent, toAnswer } from '@throughline/core';
import type { NewContent } from '@throughline/protocol';

/**
 * What a message says beyond its text, checked against what was asked.
 * @throws CoreError `bad_request`, `unavailable`
 */
export async function toContent(
  core: Core,
  conversation: Conversation,
  text: string,
  content: NewContent,
): Promise<MessageContent> {
  switch (content.kind) {
    case 'answer':
      return toAnswer(core, conversation, text, content);
    case 'attachments':
      throw new CoreError('bad_request', 'There is no such file for this conversation.');
    default:
      return { ...content, text };
  }
}
