import type { Form, FormField, NewFieldAnswer } from '@throughline/protocol';
import { h, setText } from '../dom.js';
import { words } from '../words.js';
import { createOptions } from './choices.js';
import type { Give } from './picks.js';
import { richWords } from './words.js';

interface Field {
  readonly node: HTMLElement;
  /** In words, and as it is sent; null while it is empty. */
  read(): { readonly text: string; readonly answer: NewFieldAnswer } | null;
}

/** Questions, a page at a time. What was filled in stays while the customer goes back and forth. */
export function createForm({ text, pages }: Form, give: Give): HTMLElement {
  const fields = pages.map((page) => page.fields.map(fieldOf));
  const sheets = pages.map(({ title }, index) =>
    h(
      'div',
      { class: 'sheet' },
      h('b', { dir: 'auto' }, title),
      ...(fields[index] ?? []).map(({ node }) => node),
    ),
  );
  const where = h('small', { 'aria-live': 'polite' });
  const back = h('button', { class: 'quiet', type: 'button' }, richWords.back);
  const onward = h('button', { class: 'primary', type: 'submit' });
  const form = h(
    'form',
    { class: 'asked', 'aria-label': text },
    ...sheets,
    h('div', { class: 'buttons' }, back, onward, where),
  );
  let current = 0;
  const show = (page: number) => {
    current = page;
    for (const [index, sheet] of sheets.entries()) {
      sheet.hidden = index !== page;
      // What is not on screen is not checked by the browser.
      for (const input of sheet.querySelectorAll('input, textarea')) {
        (input as HTMLInputElement).disabled = index !== page;
      }
    }
    back.hidden = page === 0;
    setText(onward, page === sheets.length - 1 ? words.send : richWords.next);
    setText(where, sheets.length > 1 ? richWords.page(String(page + 1), String(sheets.length)) : '');
  };
  back.addEventListener('click', () => show(current - 1));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (current < sheets.length - 1) return show(current + 1);
    const given = fields.flat().flatMap((field) => field.read() ?? []);
    give(
      { kind: 'form', fields: given.map(({ answer }) => answer) },
      given.map((each) => each.text).join('\n') || richWords.answerSent,
    );
  });
  show(0);
  return form;
}

function fieldOf(field: FormField): Field {
  return field.kind === 'choice' ? choiceOf(field) : writtenOf(field);
}

function choiceOf(field: Extract<FormField, { kind: 'choice' }>): Field {
  const { id, label, required, multiple } = field;
  const { node, picked } = createOptions(titleOf(field), field.options, { multiple, required });
  return {
    node,
    read: () => {
      const options = picked();
      if (options.length === 0) return null;
      const labels = options.map((option) => option.label).join(', ');
      return { text: `${label}: ${labels}`, answer: { id, picked: options.map((option) => option.id) } };
    },
  };
}

function writtenOf(field: Exclude<FormField, { kind: 'choice' }>): Field {
  const { id, label, required } = field;
  const input = field.kind === 'lines' ? h('textarea', { rows: '3' }) : h('input');
  input.required = required;
  if (field.kind === 'date' && input instanceof HTMLInputElement) {
    input.type = 'date';
    input.min = field.earliest?.slice(0, 10) ?? '';
    input.max = field.latest?.slice(0, 10) ?? '';
  }
  return {
    node: h('label', { dir: 'auto' }, titleOf(field), input),
    read: () => {
      const value = input.value.trim();
      return value === '' ? null : { text: `${label}: ${value}`, answer: { id, value } };
    },
  };
}

function titleOf({ label, required }: FormField): string {
  return required ? `${label} (${richWords.required})` : label;
}
