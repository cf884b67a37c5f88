import {
  CARRY_OVER_PATH,
  type CarryOverRequest,
  type CarryOverResponse,
  CODE_RANDOM_BYTES,
  toReference,
} from '@throughline/protocol/carry-over';
import { h } from '../dom.js';
import { laterWords as words } from '../later-words.js';
import { postJson } from '../post-json.js';

/** How long the gateway may take, in milliseconds. */
const LIMIT_MS = 5_000;

/** The gateway answered, and gives no code. */
const REFUSED = 'refused';

/** A code that is shown this long before its end is another one's turn, in milliseconds. */
const FRESH_MS = 5 * 60_000;
/** Where there was none, the next try has to wait this long, in milliseconds. */
const PAUSE_MS = 60_000;

/**
 * A code with which a call goes on where the chat could not. `otherwise`: what is shown while nothing can be reached; a
 * reference is one for people, under which nothing is stored.
 */
export function createCarryOver(
  basePath: string,
  contextNow: () => CarryOverRequest['context'],
  otherwise: 'reference' | 'nothing',
) {
  const node = h('div', { class: 'carry-over', role: 'status' });
  let owner = '';
  let nextAt = 0;
  const show = (lead: string, code: string, note: string) =>
    node.replaceChildren(
      h('p', {}, lead),
      h('p', {}, h('bdi', { class: 'code', dir: 'ltr' }, code)),
      h('p', { class: 'small' }, note),
    );
  return {
    node,
    /** As often as it is to be seen: a code is asked for when there is none of `whose`, or when it is about to end. */
    async ask(whose: string): Promise<void> {
      if (owner === whose && Date.now() < nextAt) return;
      if (owner !== whose) node.replaceChildren();
      owner = whose;
      nextAt = Date.now() + PAUSE_MS;
      const answer = await askForCode(basePath, { context: contextNow() });
      // What was shown before is as good as it was.
      if (answer === REFUSED || owner !== whose) return;
      if (answer) {
        nextAt = Date.parse(answer.expiresAt) - FRESH_MS;
        show(words.carryOverCode, answer.code, words.carryOverNote);
      } else if (otherwise === 'reference') {
        const random = crypto.getRandomValues(new Uint8Array(CODE_RANDOM_BYTES));
        show(words.reference, toReference(random), words.referenceNote);
      }
    },
  };
}

/** Null when the gateway cannot be reached. */
async function askForCode(
  basePath: string,
  request: CarryOverRequest,
): Promise<CarryOverResponse | typeof REFUSED | null> {
  const response = await postJson(basePath + CARRY_OVER_PATH, request, LIMIT_MS);
  if (!response || response.status >= 500) return null;
  if (!response.ok) return REFUSED;
  // A captive network answers with a page of its own.
  return response.json().catch(() => null);
}
