import type { MessageContent } from '@throughline/guest-api';

/** Content as a line of the desk's transcript. */
export function describeContent(content: MessageContent): string {
  switch (content.contentType) {
    case 'Attachment':
      return `[File] ${content.attachment.filename}`;
    case 'ButtonResponse':
      return `[${content.buttonResponse.type}] ${content.buttonResponse.text}`;
    default:
      return `[${content.contentType}]`;
  }
}
