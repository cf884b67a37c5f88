import type { CoreWidget, LoaderParts } from '@throughline/chat-widget/loader';
import type { LoadPhase } from '@throughline/protocol';
import { setPageAttributes } from './attributes.js';
import { command, subscribe } from './genesys.js';

/** How long the Messenger may take to open before the customer is offered other ways, in milliseconds. */
const OPEN_LIMIT_MS = 2_500;

/**
 * Genesys's Messenger behind our launcher. Until its window is there, the customer sees the loader's panel, which becomes
 * the failure card.
 */
export function startMessengerCore(
  { first, launcher, fire }: LoaderParts,
  onFailure: (phase: LoadPhase, ms: number) => void,
): CoreWidget {
  let state: 'closed' | 'opening' | 'open' = 'closed';
  const show = (next: typeof state) => {
    state = next;
    first.node.hidden = state !== 'opening';
    launcher.hidden = state === 'open';
    launcher.ariaExpanded = String(state !== 'closed');
  };
  const left = () => {
    show('closed');
    launcher.focus();
    fire('close');
  };
  const open = async (since = Date.now()) => {
    if (state === 'open') return;
    show('opening');
    const leftMs = since + OPEN_LIMIT_MS - Date.now();
    try {
      // Whoever waited longer than that for the script sees the card already, and keeps it until the Messenger opens.
      await command('Messenger.open', {}, leftMs > 0 ? leftMs : OPEN_LIMIT_MS);
    } catch {
      if (state !== 'opening') return;
      first.fail();
      onFailure('socket', Date.now() - since);
    }
  };
  const close = () => {
    if (state === 'opening') left();
    // Its event does the rest.
    else command('Messenger.close').catch(() => undefined);
  };

  first.node.onkeydown = ({ key }) => key === 'Escape' && close();
  show('closed');
  command('Launcher.hide').catch(() => undefined);
  // Also when it opens later than the limit, or by itself.
  subscribe('Messenger.opened', () => {
    show('open');
    fire('open');
  });
  subscribe('Messenger.closed', () => {
    if (state === 'open') left();
  });
  return {
    get isOpen() {
      return state !== 'closed';
    },
    attach: () => undefined,
    detach: () => undefined,
    render: () => undefined,
    open: (since) => void open(since),
    close,
    escalate: ({ intent }, since) => {
      if (intent) setPageAttributes({ intent });
      void open(since);
    },
  };
}
