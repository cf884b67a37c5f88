import type { QueueTarget } from '@throughline/flow';
import type { Customer } from '../model/customer.js';
import type { Core } from './core.js';
import { beginRun } from './flow-run.js';
import { toFacts } from './open-conversation.js';

/**
 * The queue that the customer would come to if they asked now; null when that is none. Nothing is stored or asked of
 * other systems: it is what customers are told before they commit.
 */
export async function previewQueue(core: Core, customer: Customer): Promise<QueueTarget | null> {
  const { lookups: _, ...withoutLookups } = core;
  const facts = toFacts(customer, { intent: null, page: null }, null);
  const { state } = await beginRun(withoutLookups, { customerId: customer.id }, core.flows.current, facts);
  return state.target?.kind === 'queue' ? state.target : null;
}
