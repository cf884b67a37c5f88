import { h } from '../dom.js';
import { laterWords } from '../later-words.js';
import { draw } from '../loader/drawing.js';
import type { EndQuestion } from './end-question.js';

const DOTS = 'M11.5 6h1M11.5 12h1M11.5 18h1';

export interface HeaderToolActions {
  askToEnd(question: EndQuestion): void;
  toggleOptions(): void;
}

export interface HeaderToolState {
  readonly canEnd: boolean;
  /** Whether they are shown; undefined while there is nothing to choose. */
  readonly options: boolean | undefined;
}

/** Buttons in the header that end the chat or show what else can be done. */
export function createHeaderTools(actions: HeaderToolActions) {
  const end = h(
    'button',
    { class: 'quiet', type: 'button', onclick: () => use(end, () => actions.askToEnd('asked')) },
    laterWords.endChat,
  );
  const more = h(
    'button',
    {
      class: 'round',
      type: 'button',
      'aria-label': laterWords.options,
      onclick: () => use(more, actions.toggleOptions),
    },
    draw(DOTS),
  );
  let used = end;
  const use = (button: HTMLButtonElement, action: () => void) => {
    used = button;
    action();
  };
  return {
    node: h('div', { class: 'tools' }, end, more),
    update({ canEnd, options }: HeaderToolState): void {
      end.hidden = !canEnd;
      more.hidden = options === undefined;
      more.ariaExpanded = String(options);
    },
    /** On the button that was used last. */
    focus: () => used.focus(),
  };
}
