import { type FileRules, LIMITS } from '@throughline/protocol';
import { h, setAttribute } from '../dom.js';
import { later } from '../fetch-later.js';
import { words } from '../words.js';
import { icon } from './icons.js';
import type { PanelActions } from './panel-state.js';

/**
 * The text box and its button. It shows the draft that it is given, and tells of every change. `scrollLog`: PageUp or
 * PageDown in an empty box; -1 is up.
 */
export function createComposer({ client, filesUrl }: PanelActions, scrollLog: (direction: 1 | -1) => void) {
  const box = h('textarea', {
    'aria-label': words.message,
    rows: '1',
    maxlength: String(LIMITS.textLength),
    enterkeyhint: sendsByEnter() ? 'send' : 'enter',
  });
  const button = h('button', { class: 'send', type: 'submit', 'aria-label': words.send }, icon('send'));
  const row = h('div', { class: 'composer' }, box, button);
  const node = h('form', {}, row);
  let attach: ReturnType<NonNullable<typeof later>['createAttach']> | undefined;
  const fit = () => {
    // An empty box follows the page, so that its placeholder stands on the page's side.
    setAttribute(box, 'dir', box.value === '' ? null : 'auto');
    box.style.removeProperty('height');
    if (box.value !== '') box.style.setProperty('height', `${box.scrollHeight}px`);
  };
  const set = (text: string) => {
    box.value = text;
    fit();
  };
  node.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = box.value.trim();
    box.focus();
    if (attach?.awaitUploads(() => node.requestSubmit())) return;
    if (text === '' && (attach?.isEmpty ?? true)) return;
    set('');
    client.setDraft('');
    client.send(text, attach?.take());
  });
  box.addEventListener('input', () => {
    fit();
    client.setDraft(box.value);
    if (box.value.trim() !== '') client.typing();
  });
  box.addEventListener('keydown', (event) => {
    if (isSendKey(event)) {
      event.preventDefault();
      node.requestSubmit();
    } else if (box.value === '' && (event.key === 'PageUp' || event.key === 'PageDown')) {
      event.preventDefault();
      scrollLog(event.key === 'PageUp' ? -1 : 1);
    }
  });
  return {
    node,
    update(draft: string, ended: boolean, files: FileRules | null): void {
      if (files) attach ??= later?.createAttach(filesUrl, row);
      attach?.update(files);
      if (box.value !== draft) set(draft);
      setAttribute(box, 'placeholder', (ended && later?.laterWords.writeToStartAgain) || words.writeMessage);
    },
    focus: () => box.focus(),
    /** To be called when it has come on screen: what is hidden has no height. */
    fit,
  };
}

/** While an input method composes, Enter belongs to it; Safari tells so only by the key code 229. */
function isSendKey(event: KeyboardEvent): boolean {
  const composing = event.isComposing || event.keyCode === 229;
  return event.key === 'Enter' && !event.shiftKey && !composing && sendsByEnter();
}

/** On a phone's keyboard Enter breaks the line and the button sends. */
function sendsByEnter(): boolean {
  return !matchMedia('(hover: none) and (pointer: coarse)').matches;
}
