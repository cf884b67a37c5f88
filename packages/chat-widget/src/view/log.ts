import { h, setAttribute } from '../dom.js';
import { later } from '../fetch-later.js';
import type { Row } from '../model/rows.js';
import { words } from '../words.js';
import { createMessageRow } from './message-row.js';
import { createNoteRow } from './note-row.js';
import type { PanelActions } from './panel-state.js';
import { createStickiness } from './stickiness.js';

/** The conversation: one tab stop, arrow keys between its rows, patched row by row. */
export function createLog(actions: PanelActions, leave: () => void) {
  const node = h('div', {
    class: 'log',
    role: 'log',
    tabindex: '0',
    'aria-label': words.log,
    'aria-live': 'off',
    'aria-busy': 'true',
  });
  node.addEventListener('keydown', (event) => later?.moveByKey(node, event, leave));
  const pill = h('button', { class: 'pill', type: 'button', hidden: true });
  const reachedEnd = () => {
    pill.hidden = true;
    actions.reachedEnd();
  };
  const stickiness = createStickiness(node, reachedEnd);
  const toEnd = () => {
    pill.hidden = true;
    stickiness.toEnd();
  };
  pill.addEventListener('click', () => {
    node.focus();
    stickiness.toEnd();
    reachedEnd();
  });
  const shown = new Map<string, ShownRow>();
  return {
    node,
    pill,
    update(rows: readonly Row[]): void {
      stickiness.look();
      const added = patch(node, shown, rows, actions);
      const messages = added.filter((row) => row.kind === 'message');
      if (messages.some((row) => row.own)) toEnd();
      else if (messages.length > 0 && !stickiness.atEnd() && later) {
        pill.textContent = later.laterWords.newMessages;
        pill.hidden = false;
      }
      stickiness.keep();
    },
    /** From now on additions are spoken, or not. Before the first time the log counts as loading. */
    speak(on: boolean): void {
      setAttribute(node, 'aria-live', on ? 'polite' : 'off');
      if (on) node.removeAttribute('aria-busy');
    },
    /** Scrolls by a screenful; -1 is up. */
    page(direction: 1 | -1): void {
      node.scrollBy({ top: direction * node.clientHeight * 0.9 });
    },
    atEnd: stickiness.atEnd,
    toEnd,
  };
}

/** A row of a key always is of the same kind. */
interface ShownRow {
  readonly node: HTMLElement;
  update(row: Row): void;
}

/** Makes the children of `parent` equal to `rows`, touching only what differs. Returns the rows that are new. */
function patch(
  parent: HTMLElement,
  shown: Map<string, ShownRow>,
  rows: readonly Row[],
  actions: PanelActions,
): readonly Row[] {
  const keys = new Set(rows.map((row) => row.key));
  for (const [key, { node }] of shown) {
    if (keys.has(key)) continue;
    node.remove();
    shown.delete(key);
  }
  const added: Row[] = [];
  let cursor = parent.firstElementChild;
  for (const row of rows) {
    const known = shown.get(row.key);
    const item = known ?? createRow(row, actions);
    if (known === undefined) {
      shown.set(row.key, item);
      added.push(row);
    }
    item.update(row);
    if (item.node === cursor) cursor = cursor.nextElementSibling;
    else parent.insertBefore(item.node, cursor);
  }
  return added;
}

function createRow(row: Row, actions: PanelActions): ShownRow {
  return (row.kind === 'message' ? createMessageRow(row.key, actions) : createNoteRow()) as ShownRow;
}
