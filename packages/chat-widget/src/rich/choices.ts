import type { ListPicker, Option } from '@throughline/protocol';
import { h } from '../dom.js';
import { words } from '../words.js';
import { type Give, sendButton } from './picks.js';

let groups = 0;

/** Options to tick, one or several, under a heading. */
export function createOptions(
  title: string,
  options: readonly Option[],
  { multiple, required = false }: { readonly multiple: boolean; readonly required?: boolean },
) {
  groups += 1;
  const inputs = options.map(({ id }) =>
    h('input', {
      type: multiple ? 'checkbox' : 'radio',
      name: `options-${groups}`,
      value: id,
      required: required && !multiple,
    }),
  );
  const labels = options.map(({ label, detail }, index) =>
    h(
      'label',
      {},
      inputs[index] ?? '',
      h('span', { dir: 'auto' }, label, ...(detail === undefined ? [] : [h('small', {}, detail)])),
    ),
  );
  return {
    node: h('fieldset', {}, h('legend', { dir: 'auto' }, title), ...labels),
    picked: (): Option[] => options.filter((_, index) => inputs[index]?.checked),
  };
}

export function createListPicker({ sections }: ListPicker, give: Give): HTMLElement {
  const parts = sections.map(({ title, options, multiple }) => createOptions(title, options, { multiple }));
  const form = h('form', { class: 'asked' }, ...parts.map(({ node }) => node), sendButton(words.send));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const picked = parts.flatMap((part) => part.picked());
    if (picked.length === 0) return;
    const text = picked.map(({ label }) => label).join(', ');
    give({ kind: 'picked', ids: picked.map(({ id }) => id) }, text);
  });
  return form;
}
