import { h } from '../dom.js';
import { laterWords } from '../later-words.js';
import { draw } from '../loader/drawing.js';
import { isLive } from '../model/status.js';
import type { Asking, PanelActions, PanelState } from './panel-state.js';

const DOTS = 'M11.5 6h1M11.5 12h1M11.5 18h1';

/** Buttons in the header that end the chat or show what else can be done. */
export function createHeaderTools({ ask }: PanelActions) {
  const end = h(
    'button',
    { class: 'quiet', type: 'button', onclick: () => use(end, 'end') },
    laterWords.endChat,
  );
  const more = h(
    'button',
    {
      class: 'round',
      type: 'button',
      'aria-label': laterWords.options,
      onclick: () => use(more, more.ariaExpanded === 'true' ? '' : 'options'),
    },
    draw(DOTS),
  );
  let used = end;
  const use = (button: HTMLButtonElement, asking: Asking) => {
    used = button;
    ask(asking);
  };
  return {
    node: h('div', { class: 'tools' }, end, more),
    update({ snapshot, screen, asking }: PanelState, empty: boolean): void {
      const canAsk = screen === 'chat' && (asking === '' || asking === 'options');
      end.hidden = !canAsk || !isLive(snapshot);
      more.hidden = !canAsk || empty;
      more.ariaExpanded = String(asking === 'options');
    },
    /** On the button that was used last. */
    focus: () => used.focus(),
  };
}
