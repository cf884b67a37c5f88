import { type FileUpload, startUpload, UploadError } from '@throughline/chat-client/files';
import type { Attachment, FileRules } from '@throughline/protocol';
import { h, setText } from '../dom.js';
import { focusedIn } from '../view/focus.js';
import { sizeOf } from './sizes.js';
import { richWords } from './words.js';

/** Most files of one message; the gateway takes no more. */
const MOST_FILES = 10;

interface Chosen {
  readonly node: HTMLElement;
  readonly upload: FileUpload;
  sent: Attachment | null;
}

/**
 * The files that go with the next message, each on its way to the gateway already. `changed` follows every change; `home`
 * takes the focus over from the last one that is removed.
 */
export function createFileTray(filesUrl: string, changed: () => void, home: HTMLElement) {
  const node = h('ul', { class: 'tray' });
  const status = h('p', { class: 'unseen', role: 'status' });
  const chosen = new Set<Chosen>();
  const takeAway = (row: HTMLElement) => {
    const hadFocus = focusedIn(row) !== null;
    const beside = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    if (hadFocus) (beside?.querySelector('button') ?? home).focus();
  };
  const complain = (text: string, name: string) => {
    const row = h('li', { class: 'refused' }, h('span', { role: 'alert' }, text));
    row.append(removeButton(name, () => takeAway(row)));
    node.append(row);
  };
  const add = (file: File, { maxBytes, types }: FileRules) => {
    if (chosen.size >= MOST_FILES) return complain(richWords.tooManyFiles(MOST_FILES), file.name);
    if (!types.includes(file.type)) return complain(richWords.wrongType(file.name), file.name);
    // An image may become smaller on its way; the gateway has the last word.
    if (file.size > maxBytes && !file.type.startsWith('image/')) {
      return complain(richWords.tooLarge(file.name, sizeOf(maxBytes)), file.name);
    }
    const name = h('span', {}, h('bdi', {}, file.name));
    const bar = h('progress', { max: '1', value: '0', 'aria-label': file.name });
    const upload = startUpload(file, { url: filesUrl, crossOrigin: isForeign(filesUrl) }, (part) => {
      bar.value = part;
    });
    const row = h('li', {}, name, bar);
    const entry: Chosen = { node: row, upload, sent: null };
    const drop = () => {
      chosen.delete(entry);
      takeAway(row);
      changed();
    };
    row.append(
      removeButton(file.name, () => {
        upload.cancel();
        drop();
      }),
    );
    chosen.add(entry);
    node.append(row);
    changed();
    upload.done.then(
      (attachment) => {
        entry.sent = attachment;
        bar.replaceWith(h('small', {}, sizeOf(attachment.bytes)));
        setText(status, richWords.ready(file.name));
        changed();
      },
      (error: unknown) => {
        if (!(error instanceof UploadError && error.code === 'cancelled')) {
          complain(reasonOf(error, file.name, maxBytes), file.name);
        }
        drop();
      },
    );
  };
  return {
    nodes: [node, status],
    add(files: Iterable<File>, rules: FileRules): void {
      for (const file of files) add(file, rules);
    },
    get isBusy(): boolean {
      return [...chosen].some(({ sent }) => sent === null);
    },
    /** What is ready; it is sent now and shown here no more. */
    take(): string[] {
      const ids = [...chosen].flatMap(({ sent }) => sent?.id ?? []);
      chosen.clear();
      node.replaceChildren();
      setText(status, '');
      return ids;
    },
    get isEmpty(): boolean {
      return chosen.size === 0;
    },
  };
}

function removeButton(name: string, onclick: () => void): HTMLElement {
  return h('button', { type: 'button', 'aria-label': richWords.remove(name), onclick }, '✕');
}

function reasonOf(error: unknown, name: string, maxBytes: number): string {
  const code = error instanceof UploadError ? error.code : 'internal';
  if (code === 'too_large') return richWords.tooLarge(name, sizeOf(maxBytes));
  if (code === 'file_refused') return richWords.wrongType(name);
  return code === 'file_infected' ? richWords.infected(name) : richWords.fileFailed(name);
}

function isForeign(url: string): boolean {
  return new URL(url, location.href).origin !== location.origin;
}
