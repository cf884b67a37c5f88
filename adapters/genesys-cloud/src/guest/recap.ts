import type { Conversation, ConversationLink, Entry } from '@throughline/core';
import { byteLength, GUEST_LIMITS } from '@throughline/guest-api';

const PAGE = 200;
const HEADING = 'Earlier in this conversation:';

/**
 * What was said up to an entry, as one message: its end, when all of it is too long. Null when nothing was said.
 */
export async function recapOf(
  link: ConversationLink,
  conversation: Conversation,
  untilSeq: number,
): Promise<string | null> {
  const entries: Entry[] = [];
  for (let after = 0; after < untilSeq; ) {
    const page = await link.read(conversation, after, PAGE);
    entries.push(...page.filter(({ seq, kind }) => seq <= untilSeq && kind === 'message'));
    after = page.at(-1)?.seq ?? untilSeq;
  }
  const lines: string[] = [];
  let room = GUEST_LIMITS.textBytes - byteLength(HEADING);
  for (const { body } of entries.toReversed()) {
    const line = `\n${body.displayName}: ${body.text ?? ''}`;
    room -= byteLength(line);
    if (room < 0) break;
    lines.unshift(line);
  }
  return lines.length > 0 ? HEADING + lines.join('') : null;
}
