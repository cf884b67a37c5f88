import type { StartChat } from '@throughline/chat-widget/loader';
import { loadScript } from './load-script.js';

/** The element that the gateway's own script puts into the page. */
interface OwnChat extends HTMLElement {
  open(): void;
  close(): void;
  escalate(options: object): void;
}

/** The gateway's own chat in the place of the Messenger, for a customer who has a conversation there. */
export async function loadOwnChat(scriptUrl: string, dataset: DOMStringMap): Promise<StartChat> {
  await loadScript(scriptUrl, dataset);
  const chat = document.querySelector('throughline-chat') as OwnChat | null;
  if (!chat) throw new Error("the gateway's chat did not come");
  return ({ host }) => {
    host.remove();
    return {
      isOpen: false,
      attach: () => undefined,
      detach: () => undefined,
      render: () => undefined,
      open: () => chat.open(),
      close: () => chat.close(),
      escalate: (options) => chat.escalate(options),
    };
  };
}
