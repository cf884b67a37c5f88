import {
  type Conversation,
  type Core,
  CoreError,
  type MessageContent,
  type Party,
  toAnswer,
} from '@throughline/core';
import type { NewContent } from '@throughline/protocol';

/**
 * What a message says beyond its text, checked against what was asked and uploaded.
 * @throws CoreError `bad_request`, `not_found` for files of somebody else, `unavailable`
 */
export async function toContent(
  core: Core,
  conversation: Conversation,
  sender: Party,
  text: string,
  content: NewContent,
): Promise<MessageContent> {
  switch (content.kind) {
    case 'answer':
      return toAnswer(core, conversation, text, content);
    case 'attachments': {
      if (!core.files) throw new CoreError('bad_request', 'No files are taken here.');
      const owner = {
        customerId: conversation.customerId,
        uploader: sender,
        conversationId: conversation.id,
      };
      return { kind: 'attachments', text, files: await core.files.attach(content.ids, owner) };
    }
    default:
      return { ...content, text };
  }
}
