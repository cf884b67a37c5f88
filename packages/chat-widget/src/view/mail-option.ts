import type { TranscriptAddress, TranscriptRequest } from '@throughline/protocol/transcript-mail';
import { h } from '../dom.js';
import { laterWords as words } from '../later-words.js';
import { draw } from '../loader/drawing.js';
import { locale } from '../locale.js';
import { postJson } from '../post-json.js';

const LETTER = 'M4 6.5h16v11H4ZM4.5 7l7.5 6 7.5-6';
/** How long the gateway may take, in milliseconds. */
const LIMIT_MS = 15_000;

/** Has the transcript sent to the customer's own address, where the gateway knows one. `url`: of the transcripts. */
export function createMailOption(url: string) {
  const send = h('button', { class: 'quiet', type: 'button' });
  const outcome = h('p', { class: 'small', role: 'status' });
  const node = h('div', { hidden: true }, send, outcome);
  let conversationId: string | undefined;
  let address = '';
  let isAsked = false;
  send.addEventListener('click', async () => {
    if (conversationId === undefined || send.ariaDisabled === 'true') return;
    // Not disabled: the focus would be lost.
    send.ariaDisabled = 'true';
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const request: TranscriptRequest = { conversationId, language: locale(), timeZone };
    const response = await postJson(url, request, LIMIT_MS);
    send.ariaDisabled = null;
    outcome.textContent = response?.ok ? words.mailed(address) : await reasonOf(response);
  });
  return {
    node,
    /** `id`: of the conversation that is shown. */
    update(id: string | undefined): void {
      if (id !== conversationId) outcome.textContent = '';
      conversationId = id;
      if (isAsked) return;
      isAsked = true;
      void fetchAddress(url).then((to) => {
        node.hidden = to === null;
        address = to ?? '';
        if (to !== null) send.replaceChildren(draw(LETTER), words.mailTo(to));
      });
    },
  };
}

async function reasonOf(response: Response | null): Promise<string> {
  const answer = await response?.json().catch(() => null);
  const code: unknown = answer?.error?.code;
  if (code === 'rate_limited') return words.mailTooOften;
  return code === 'no_verified_email' ? words.mailNoAddress : words.notDone;
}

async function fetchAddress(url: string): Promise<string | null> {
  try {
    const response = await fetch(url, { credentials: 'include', signal: AbortSignal.timeout(LIMIT_MS) });
    const { to }: TranscriptAddress = await response.json();
    return response.ok ? to : null;
  } catch {
    return null;
  }
}
