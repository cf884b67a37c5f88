import type { ChatSnapshot } from '@throughline/chat-client';
import { h } from '../dom.js';
import { laterWords as words } from '../later-words.js';
import { draw } from '../loader/drawing.js';
import { transcriptText } from '../model/transcript-text.js';
import { isMuted, setMuted } from '../preferences.js';
import { createMailOption } from './mail-option.js';

const BELL = 'M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 2h-15ZM10 20.5a2.2 2.2 0 0 0 4 0';
const SAVE = 'M12 4v10.5M7 10l5 5 5-5M4.5 19.5h15';

export interface OptionsState {
  readonly snapshot: ChatSnapshot;
  readonly title: string;
}

/** What can be done about a chat besides chatting. `transcriptsUrl`: where the gateway sends transcripts from. */
export function createOptions(transcriptsUrl: string) {
  const mail = createMailOption(transcriptsUrl);
  let state: OptionsState | undefined;
  const muted = () => {
    setMuted(!isMuted());
    show();
  };
  const sound = h('button', { class: 'quiet', type: 'button', onclick: muted });
  const save = h(
    'button',
    { class: 'quiet', type: 'button', onclick: () => state && download(state) },
    draw(SAVE),
    words.download,
  );
  const show = () => {
    sound.replaceChildren(draw(BELL), isMuted() ? words.soundsOn : words.soundsOff);
    save.hidden = !state?.snapshot.entries.length;
  };
  return {
    node: h('div', { class: 'options', role: 'group', 'aria-label': words.options }, sound, save, mail.node),
    update(next: OptionsState): void {
      state = next;
      mail.update(next.snapshot.conversation?.id);
      show();
    },
    focus: () => sound.focus(),
  };
}

/** The browser makes the file: what is in it has been on the screen, values hidden as they were there. */
function download({ title, snapshot }: OptionsState): void {
  const text = new Blob([transcriptText(title, snapshot)], { type: 'text/plain' });
  const url = URL.createObjectURL(text);
  const day = new Date(snapshot.conversation?.openedAt ?? Date.now()).toISOString().slice(0, 10);
  h('a', { href: url, download: `chat-${day}.txt` }).click();
  // The download has begun by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
