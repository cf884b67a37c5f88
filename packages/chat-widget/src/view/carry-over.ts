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

/** A code with which a call goes on where the chat could not begin; a mere reference while nothing can be reached. */
export function createCarryOver(
  { dataset }: HTMLElement,
  basePath: string,
  contextNow: () => CarryOverRequest['context'],
) {
  const node = h('div', { class: 'carry-over', role: 'status' });
  let isUnderWay = false;
  const show = (lead: string, code: string, note: string) =>
    node.replaceChildren(
      h('p', {}, lead),
      h('p', { class: 'code', dir: 'ltr' }, code),
      h('p', { class: 'small' }, note),
    );
  return {
    node,
    async ask(): Promise<void> {
      // Without a number to call, there is nobody to say it to.
      if (isUnderWay || !dataset.phone) return;
      isUnderWay = true;
      const answer = await askForCode(basePath, { context: contextNow() });
      isUnderWay = false;
      // What was shown before is as good as it was.
      if (answer === REFUSED) return;
      if (answer) show(words.carryOverCode, answer.code, words.carryOverNote);
      else {
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
