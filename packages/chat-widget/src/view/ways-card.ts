import type { ChatSnapshot, WayTaken } from '@throughline/chat-client';
import type { CallbackWish, WayView } from '@throughline/protocol';
import { h, setText } from '../dom.js';
import { laterWords } from '../later-words.js';
import { addressOf, hrefOf, labelOf, toFieldTime } from '../model/ways.js';

export interface WaysActions {
  /** Rejects when the gateway does not carry it out. */
  choose(way: WayTaken): Promise<void>;
}

/** Other ways than to wait: shown while the conversation offers them. */
export function createWaysCard(actions: WaysActions) {
  const text = h('p', { id: 'ways', dir: 'auto' });
  const list = h('div', { class: 'ways-list' });
  const node = h('div', { class: 'ways', role: 'group', 'aria-labelledby': 'ways' }, text, list);
  let shown = '';

  const choose = async (taken: WayTaken, problem: HTMLElement) => {
    setText(problem, '');
    await actions.choose(taken).catch((error: { code?: string }) => {
      setText(problem, error.code === 'bad_request' ? laterWords.checkPhone : laterWords.notDone);
    });
  };
  const show = (...children: readonly Node[]) => list.replaceChildren(...children);
  const showForm = (form: HTMLFormElement, field: HTMLElement) => {
    show(form);
    field.focus();
  };

  return {
    node,
    update({ conversation }: ChatSnapshot): void {
      const ways = conversation?.ways;
      node.hidden = !ways;
      // An open form stays while the same ways are offered.
      const key = JSON.stringify(ways ?? null);
      if (key === shown) return;
      shown = key;
      setText(
        text,
        ways?.text ?? (conversation?.state === 'fallback' ? laterWords.otherWays : laterWords.orElse),
      );
      const showButtons = () => show(...(ways?.ways ?? []).map(toButton));
      const toButton = (way: WayView, index: number): HTMLElement => {
        const back = () => {
          showButtons();
          list.children[index]?.querySelector('button')?.focus();
        };
        const href = hrefOf(way);
        if (href !== null) return toLink(way, href);
        const problem = h('p', { class: 'problem', role: 'alert' });
        const onclick = () => {
          if (way.kind === 'callback') openForm(toCallbackForm(way, back));
          else if (way.kind === 'message') openForm(createMessageForm(way, choose, back));
          else void choose({ choice: way.choice }, problem);
        };
        return h('div', {}, h('button', { class: 'quiet', type: 'button', onclick }, labelOf(way)), problem);
      };
      const openForm = ({ form, field }: WayForm) => showForm(form, field);
      const toCallbackForm = (
        { choice, earliestAt }: Extract<WayView, { kind: 'callback' }>,
        back: () => void,
      ) => createCallbackForm(earliestAt, (callback, shown) => choose({ choice, callback }, shown), back);
      showButtons();
    },
  };
}

function toLink(way: WayView, href: string): HTMLElement {
  const link = h('a', { class: 'quiet', href }, labelOf(way));
  if (way.kind === 'link') link.target = '_blank';
  link.rel = 'noopener';
  return h('div', {}, link, h('span', { dir: 'auto' }, addressOf(way)));
}

interface WayForm {
  readonly form: HTMLFormElement;
  /** Where the customer begins. */
  readonly field: HTMLElement;
}

type Choose = (taken: WayTaken, problem: HTMLElement) => Promise<void>;

/** `earliestAt`: ISO 8601 UTC; null when somebody can call at once. */
export function createCallbackForm(
  earliestAt: string | null,
  submit: (wish: CallbackWish, problem: HTMLElement) => Promise<void>,
  cancel: () => void,
): WayForm {
  const earliest = new Date(earliestAt ?? Date.now());
  const phone = h('input', { type: 'tel', autocomplete: 'tel', required: true, maxlength: '40' });
  const time = h('input', { type: 'datetime-local', min: toFieldTime(earliest) });
  const note = h('input', { type: 'text', maxlength: '500' });
  const toWish = (): CallbackWish => ({
    phone: phone.value,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    ...(time.value === '' ? {} : { at: new Date(time.value).toISOString() }),
    ...(note.value.trim() === '' ? {} : { note: note.value.trim() }),
  });
  return createForm(
    [
      [laterWords.phoneNumber, phone],
      [earliestAt === null ? laterWords.callWhen : laterWords.callWhenOpen, time],
      [laterWords.callAbout, note],
    ],
    laterWords.callMe,
    (problem) => submit(toWish(), problem),
    cancel,
  );
}

function createMessageForm(way: WayView, choose: Choose, cancel: () => void): WayForm {
  const message = h('textarea', { rows: '4', required: true, maxlength: '4000' });
  const submit = (problem: HTMLElement) => choose({ choice: way.choice, message: message.value }, problem);
  return createForm([[laterWords.yourMessage, message]], laterWords.leaveMessage, submit, cancel);
}

function createForm(
  fields: readonly (readonly [label: string, field: HTMLInputElement | HTMLTextAreaElement])[],
  submitWords: string,
  submit: (problem: HTMLElement) => Promise<void>,
  cancel: () => void,
): WayForm {
  const problem = h('p', { class: 'problem', role: 'alert' });
  const send = h('button', { class: 'primary', type: 'submit' }, submitWords);
  const back = h('button', { class: 'quiet', type: 'button', onclick: cancel }, laterWords.keepWaiting);
  const labels = fields.map(([label, field]) => h('label', {}, label, field));
  const form = h('form', {}, ...labels, problem, h('p', { class: 'buttons' }, back, send));
  let isUnderWay = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (isUnderWay) return;
    // Not disabled: the focus would be lost.
    isUnderWay = true;
    await submit(problem);
    isUnderWay = false;
  });
  return { form, field: fields[0]?.[1] ?? send };
}
