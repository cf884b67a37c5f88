import type { Attachment, Conversation, ConversationLink } from '@throughline/core';
import type { MessageAttachment, StructuredMessage } from '@throughline/guest-api';
import type { RemoteAgent } from './agents.js';
import { fileAddress } from './file-address.js';

const PATIENCE_MS = 30_000;
/** Larger than any file of Web Messaging, in bytes. */
const MOST_BYTES = 25 * 1024 * 1024;

export interface Downloading {
  readonly link: ConversationLink;
  readonly conversation: Conversation;
  /** A fresh address of a file; addresses are short-lived. Null when there is none to be had. */
  readonly freshUrl: (attachmentId: string) => Promise<string | null>;
  /** Whose addresses may be plain HTTP: a server of one's own. */
  readonly apiUrl: string;
  readonly onFailure: (error: unknown, where: string) => void;
}

export function attachmentsIn({ content = [] }: StructuredMessage): readonly MessageAttachment[] {
  return content.flatMap((each) => (each.contentType === 'Attachment' ? [each.attachment] : []));
}

/** Fetches and keeps what an agent sent. What cannot be had, or may not be kept, is left out. */
export async function keepFiles(
  attachments: readonly MessageAttachment[],
  agent: RemoteAgent,
  downloading: Downloading,
): Promise<readonly Attachment[]> {
  const kept: Attachment[] = [];
  for (const attachment of attachments) {
    try {
      const file = await keepFile(attachment, agent, downloading);
      if (file) kept.push(file);
    } catch (error) {
      downloading.onFailure(error, 'file of an agent');
    }
  }
  return kept;
}

async function keepFile(
  { id, filename, mime, url }: MessageAttachment,
  { id: agentId }: RemoteAgent,
  { link, conversation, freshUrl, apiUrl }: Downloading,
): Promise<Attachment | null> {
  if (!link.files) return null;
  const content = (await fetchFile(url, apiUrl)) ?? (await fetchFile(await freshUrl(id), apiUrl));
  if (!content) throw new Error('The file cannot be fetched.');
  const mediaType = mime ?? 'application/octet-stream';
  return link.files.keep(conversation, agentId, { name: filename, mediaType, content });
}

async function fetchFile(address: string | null, apiUrl: string): Promise<Uint8Array | null> {
  const url = fileAddress(address, apiUrl);
  if (!url) return null;
  const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS) }).catch(
    () => null,
  );
  if (!answer?.ok || !answer.body) {
    await answer?.body?.cancel();
    return null;
  }
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of answer.body) {
    bytes += piece.length;
    // Ends the transfer as well.
    if (bytes > MOST_BYTES) return null;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
