import type { ContextItem } from '../model/conversation.js';
import type { Customer } from '../model/customer.js';
import { readableId } from './clean-claims.js';
import type { Core } from './core.js';
import { maskOrWithhold } from './mask-or-withhold.js';

/** What the portal page says about an escalation, before masking. */
export interface Escalation {
  readonly intent?: string | undefined;
  readonly page?: { readonly url: string; readonly title: string };
  readonly priority?: 'low' | 'normal' | 'high' | undefined;
  /** By names of fields; those that pages may not set are left out. */
  readonly context?: Readonly<Record<string, string | number | boolean>> | undefined;
}

/** @throws CoreError `masking_failed`: then nothing of the context goes on. */
export function toContextItem(
  core: Pick<Core, 'mask' | 'clock' | 'contextFields'>,
  customer: Customer,
  escalation: Escalation,
): ContextItem {
  const { externalId, displayName, tier } = customer.claims;
  const clean = (text: string) => maskOrWithhold(core.mask, text).text;
  const declared = (core.contextFields ?? []).filter(({ fromPage }) => fromPage);
  const said = declared.flatMap(({ name }) => {
    const value = escalation.context?.[name];
    return value === undefined ? [] : [[name, clean(String(value))] as const];
  });
  return {
    at: core.clock.now(),
    customer: { externalId: readableId(core.mask, externalId), displayName, tier },
    intent: escalation.intent ? clean(escalation.intent) : null,
    page: escalation.page
      ? { url: cleanUrl(core, escalation.page.url), title: clean(escalation.page.title) }
      : null,
    ...(said.length > 0 ? { said: Object.fromEntries(said) } : {}),
  };
}

/** Times that something is encoded over again, at most: a page's address within an address within an address. */
const ENCODINGS = 3;

/** What an address spells with percent signs is looked for as people read it. */
function cleanUrl({ mask }: Pick<Core, 'mask'>, url: string): string {
  const asRead = maskOrWithhold(mask, decoded(url));
  return asRead.maskedTypes.length > 0 ? asRead.text : maskOrWithhold(mask, url).text;
}

function decoded(url: string): string {
  let text = url.replaceAll('+', ' ');
  for (let time = 0; time < ENCODINGS && text.includes('%'); time += 1) {
    text = text.replace(/(?:%[\da-f]{2})+/gi, decodeOrKeep);
  }
  return text;
}

function decodeOrKeep(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}
