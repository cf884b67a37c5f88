import type { Cards, DatePicker, NewAnswer, Option, QuickReplies } from '@throughline/protocol';
import { h } from '../dom.js';
import { locale } from '../locale.js';
import { words } from '../words.js';
import { richWords } from './words.js';

/** Gives what was picked, and says it in words. */
export type Give = (given: NewAnswer['given'], text: string) => void;

export function createQuickReplies({ text, replies }: QuickReplies, give: Give): HTMLElement {
  return h('div', { class: 'replies', role: 'group', 'aria-label': text }, ...replies.map(buttonFor(give)));
}

/** A button that answers with one option. */
function buttonFor(give: Give) {
  return ({ id, label, detail }: Pick<Option, 'id' | 'label' | 'detail'>): HTMLElement =>
    h(
      'button',
      {
        class: 'quiet reply',
        type: 'button',
        dir: 'auto',
        onclick: () => give({ kind: 'picked', ids: [id] }, label),
      },
      label,
      ...(detail === undefined ? [] : [h('small', {}, detail)]),
    );
}

/** One card, or several beside each other to scroll through. `canAnswer` is false when it was answered. */
export function createCards({ cards }: Cards, give: Give, canAnswer: boolean): HTMLElement {
  const several = cards.length > 1;
  return h(
    'ul',
    { class: 'cards', ...(several && { tabindex: '0', 'aria-label': richWords.cards }) },
    ...cards.map(({ title, detail, actions }) =>
      h(
        'li',
        {},
        h('b', { dir: 'auto' }, title),
        ...(detail === undefined ? [] : [h('p', { dir: 'auto' }, detail)]),
        ...actions.flatMap((action) => {
          if (action.kind === 'reply') return canAnswer ? [buttonFor(give)(action)] : [];
          return [linkTo(action.url, action.label)];
        }),
      ),
    ),
  );
}

/** The gateway lets these schemes through alone; a link must not depend on it. */
const SCHEMES = new Set(['https:', 'http:', 'mailto:', 'tel:']);

function linkTo(url: string, label: string): HTMLElement {
  if (!URL.canParse(url) || !SCHEMES.has(new URL(url).protocol)) return h('span', {}, label);
  return h('a', { href: url, target: '_blank', rel: 'noopener noreferrer nofollow', dir: 'auto' }, label);
}

export function createDatePicker({ text, slots, earliest, latest }: DatePicker, give: Give): HTMLElement {
  if (slots.length > 0) {
    const format = new Intl.DateTimeFormat(locale(), {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      hour: 'numeric',
      minute: '2-digit',
    });
    const button = ({ at }: { readonly at: string }) => {
      const label = format.format(new Date(at));
      return h(
        'button',
        { class: 'quiet reply', type: 'button', onclick: () => give({ kind: 'time', at }, label) },
        label,
      );
    };
    return h('div', { class: 'replies', role: 'group', 'aria-label': text }, ...slots.map(button));
  }
  const input = h('input', { type: 'date', required: true, 'aria-label': richWords.chooseDate });
  if (earliest !== undefined) input.min = earliest.slice(0, 10);
  if (latest !== undefined) input.max = latest.slice(0, 10);
  const form = h('form', { class: 'asked' }, input, sendButton(words.send));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const label = new Intl.DateTimeFormat(locale(), { dateStyle: 'full', timeZone: 'UTC' });
    const at = new Date(`${input.value}T00:00:00Z`);
    give({ kind: 'time', at: at.toISOString() }, label.format(at));
  });
  return form;
}

export function sendButton(label: string): HTMLElement {
  return h('button', { class: 'primary', type: 'submit' }, label);
}
