import { h, setText } from '../dom.js';
import type { NoteRow } from '../model/rows.js';

/** A line between messages. */
export function createNoteRow() {
  const text = h('span', { dir: 'auto' });
  const node = h('p', { class: 'note', tabindex: '-1' }, text);
  return {
    node,
    update(row: NoteRow): void {
      node.className = `note ${row.kind}`;
      setText(text, row.text);
    },
  };
}
