import type { PrivacyRequest, RemovedCounts } from '../model/privacy.js';
import type { PrivacyParts } from './erase-customer.js';

const exportBinding = (requestId: string) => `contact-center-export:${requestId}`;

/**
 * Asks the contact center to do its part of a request, or how far it is. Safe to repeat.
 * @returns whether it is done
 */
export async function askContactCenter(
  { core, privacy }: Pick<PrivacyParts, 'core' | 'privacy'>,
  request: PrivacyRequest,
): Promise<boolean> {
  const { id: requestId, kind, customerId, customer, conversationIds, reference } = request;
  if (request.contactCenter || !customer) return true;
  const question = { requestId, reference, customer, conversationIds };
  const answer =
    kind === 'erasure'
      ? await core.contactCenter.eraseCustomer(question)
      : await core.contactCenter.exportCustomer(question);
  if (answer.state === 'pending') {
    await privacy.contactCenterPending(requestId, answer.reference);
    return false;
  }
  const at = core.clock.now();
  const counts = countsOf(answer.result);
  const sealedData =
    kind === 'export'
      ? await core.sealer.seal(customerId, exportBinding(requestId), JSON.stringify(answer.result))
      : null;
  await privacy.contactCenterDone(
    requestId,
    { at, counts, sealedData },
    {
      at,
      action: 'privacy.contact_center_done',
      actor: { kind: 'system', id: 'privacy' },
      details: { requestId, customerId, kind, ...counts },
    },
  );
  return true;
}

/** What the contact center gave for an export; null while it has not. */
export async function readContactCenterData(
  { sealer }: Pick<PrivacyParts['core'], 'sealer'>,
  { id, customerId, contactCenter }: PrivacyRequest,
): Promise<unknown> {
  const sealed = contactCenter?.sealedData;
  return sealed ? JSON.parse(await sealer.open(customerId, exportBinding(id), sealed)) : null;
}

function countsOf(result: Readonly<Record<string, number | readonly unknown[]>>): RemovedCounts {
  return Object.fromEntries(
    Object.entries(result).map(([kind, of]) => [kind, typeof of === 'number' ? of : of.length]),
  );
}
