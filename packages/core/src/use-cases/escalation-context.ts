import type { ContextItem } from '../model/conversation.js';
import type { Customer } from '../model/customer.js';
import { CoreError } from '../model/errors.js';
import type { Core } from './core.js';

/** What the portal page says about an escalation, before masking. */
export interface Escalation {
  readonly intent?: string;
  readonly page?: { readonly url: string; readonly title: string };
}

/** @throws CoreError `masking_failed`: then nothing of the context goes on. */
export function toContextItem(core: Core, customer: Customer, escalation: Escalation): ContextItem {
  const { externalId, displayName, tier } = customer.claims;
  const clean = (text: string) => maskOrWithhold(core.mask, text).text;
  return {
    at: core.clock.now(),
    customer: { externalId, displayName: clean(displayName), tier },
    intent: escalation.intent === undefined ? null : clean(escalation.intent),
    page: escalation.page ? { url: clean(escalation.page.url), title: clean(escalation.page.title) } : null,
  };
}

/**
 * Fails closed (T6): when the masker throws, the text goes nowhere. Its error is not passed on as a cause, because a
 * masker's error can quote what it was working on.
 */
export function maskOrWithhold<Unmasked, Masked>(mask: (input: Unmasked) => Masked, input: Unmasked): Masked {
  try {
    return mask(input);
  } catch {
    throw new CoreError(
      'masking_failed',
      'The text could not be checked for sensitive data, so it was not passed on. Try again, or write it differently.',
    );
  }
}
