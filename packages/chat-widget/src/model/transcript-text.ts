import type { ChatSnapshot } from '@throughline/chat-client';
import { laterWords as words } from '../later-words.js';
import { locale } from '../locale.js';
import { noteText } from './note-text.js';
import { type NoteRow, rowsOf } from './rows.js';

/** The conversation as a text to keep: what the log shows, day by day. */
export function transcriptText(title: string, snapshot: ChatSnapshot, now = Date.now()): string {
  const lines = rowsOf({ ...snapshot, pending: [] }, now, noteText).map((row) => {
    if (row.kind !== 'message') return noteLine(snapshot, row);
    const files = row.content?.content.kind === 'attachments' ? row.content.content.files : [];
    const said = [row.text, ...files.map(({ name }) => `[${name}]`)].filter((part) => part !== '');
    return `${noteText.timeOf(row.at)}  ${row.author}: ${said.join(' ').replaceAll('\n', '\n       ')}`;
  });
  const hidden = snapshot.entries.some((entry) => entry.kind === 'message' && entry.maskedTypes.length > 0);
  return [title, ...lines, ...(hidden ? ['', words.transcriptHidden] : []), ''].join('\n');
}

function noteLine(snapshot: ChatSnapshot, { kind, key, text }: NoteRow): string {
  return kind === 'day' ? `\n— ${fullDate(snapshot, key) ?? text} —` : `* ${text}`;
}

/** "Today" says nothing in a file. */
function fullDate({ entries }: ChatSnapshot, dayKey: string): string | null {
  const first = entries.find(({ id }) => dayKey === `day ${id}`);
  return first ? new Date(first.at).toLocaleDateString(locale(), { dateStyle: 'full' }) : null;
}
