import type { FileRules, NewContent } from '@throughline/protocol';
import { adoptStyles } from '../adopt-styles.js';
import { h } from '../dom.js';
import { fetchRich } from '../fetch-rich.js';
import { laterWords } from '../later-words.js';
import { draw } from '../loader/drawing.js';

const CLIP = 'M8 12.5l6.6-6.6a3 3 0 0 1 4.2 4.2l-8.6 8.6a5 5 0 0 1-7-7L11 3.9';

type Tray = ReturnType<Awaited<ReturnType<typeof fetchRich>>['createFileTray']>;

/** Adds a button that picks files to the composer, and the place above it where they wait. The rest is fetched with the first file. */
export function createAttach(filesUrl: string, composer: HTMLElement) {
  const input = h('input', { type: 'file', multiple: true, hidden: true, tabindex: '-1' });
  const button = h(
    'button',
    {
      class: 'send attach',
      type: 'button',
      hidden: true,
      'aria-label': laterWords.attach,
      onclick: () => input.click(),
    },
    draw(CLIP),
  );
  const place = h('div');
  let rules: FileRules | null = null;
  let tray: Tray | undefined;
  /** Files that the tray does not have yet. */
  let arriving = 0;
  let afterUpload: (() => void) | null = null;
  const isBusy = () => arriving > 0 || (tray?.isBusy ?? false);
  const onChange = () => {
    if (isBusy()) return;
    afterUpload?.();
    afterUpload = null;
  };
  const add = async (files: readonly File[]) => {
    if (files.length === 0) return;
    arriving += files.length;
    try {
      const { createFileTray, RICH_CSS } = await fetchRich();
      if (!tray) {
        adoptStyles(place.getRootNode() as ShadowRoot, RICH_CSS);
        tray = createFileTray(filesUrl, onChange, button);
        place.append(...tray.nodes);
      }
      if (rules) tray.add(files, rules);
    } finally {
      arriving -= files.length;
      onChange();
    }
  };
  input.addEventListener('change', () => {
    const files = [...(input.files ?? [])];
    input.value = '';
    void add(files).catch(() => undefined);
  });
  composer.prepend(button, input);
  composer.before(place);
  const take = (event: Event, data: DataTransfer | null) => {
    if (!data || data.files.length === 0) return;
    event.preventDefault();
    if (rules) void add([...data.files]).catch(() => undefined);
  };
  composer.addEventListener('paste', (event) => take(event, event.clipboardData));
  // Beside the text box, too: there the browser would leave the page for the file.
  const panel = composer.closest<HTMLElement>('.panel') ?? composer;
  panel.addEventListener('drop', (event) => take(event, event.dataTransfer));
  panel.addEventListener('dragover', (event) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  });
  return {
    update(next: FileRules | null): void {
      rules = next;
      button.hidden = !next;
      input.accept = next?.types.join() ?? '';
    },
    /** Calls back once all files are with the gateway; false when they are already. */
    awaitUploads(then: () => void): boolean {
      if (!isBusy()) return false;
      afterUpload = then;
      return true;
    },
    /** What goes with the message that is sent now. */
    take(): NewContent | undefined {
      const ids = tray?.take() ?? [];
      return ids.length > 0 ? { kind: 'attachments', ids } : undefined;
    },
    get isEmpty(): boolean {
      return tray?.isEmpty ?? true;
    },
  };
}
