import type { ChatSnapshot } from '@throughline/chat-client';

/** Whether what the message with this id asked was answered, or can no longer be. */
export type Answered = (messageId: string) => boolean;

export function answeredIn({ entries, pending, conversation }: ChatSnapshot): Answered {
  if (conversation?.state === 'ended') return () => true;
  const ids = new Set<string>();
  const bySeq = new Map(entries.map(({ seq, id }) => [seq, id]));
  for (const entry of entries) {
    if (entry.kind === 'message' && entry.content?.kind === 'answer') ids.add(entry.content.to);
  }
  for (const { content, status } of pending) {
    if (content?.kind === 'answer' && status !== 'failed') ids.add(bySeq.get(content.toSeq) ?? '');
  }
  return (id) => ids.has(id);
}
