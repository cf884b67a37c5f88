import type { CarryOver, Store } from '@throughline/core';
import { expect, it } from 'vitest';
import { anAuditEntry, anId, someBytes } from '../builders.js';
import { MANY, PrivacyLab } from './privacy-lab.js';

const NOW = new Date('2026-03-02T09:00:00.000Z');
const later = (ms: number) => new Date(NOW.getTime() + ms);

/** Registers the tests that every {@link CarryOverStore} passes, on a store of which it is a part. */
export function carryOverStoreContract(store: () => Store): void {
  const lab = new PrivacyLab(store);
  const carryOvers = () => store().carryOvers;
  const aCarryOver = async (expiresAt: Date, customerId?: string): Promise<CarryOver> => ({
    // Two ids are 32 bytes that nobody else has.
    codeHash: Uint8Array.from(Buffer.from((anId() + anId()).replaceAll('-', ''), 'hex')),
    customerId: customerId ?? (await lab.customer()).id,
    sealedContext: someBytes(),
    expiresAt,
  });
  const keep = (carryOver: CarryOver) =>
    carryOvers().keep(carryOver, recorded('carry_over.issued', carryOver.customerId));
  const take = ({ codeHash }: CarryOver, now = NOW) =>
    carryOvers().take(codeHash, now, (customerId) => recorded('carry_over.used', customerId));
  const trail = async ({ customerId }: CarryOver) =>
    (await store().audit.unchained(100_000))
      .filter(({ details }) => Object.values(details ?? {}).some((value) => value === customerId))
      .map(({ action }) => action);

  it('[STORE-165] gives what a code stands for once, whatever runs at once, each with its audit entry', async () => {
    const kept = await aCarryOver(later(1));
    expect(await keep(kept)).toBe(true);
    expect(await trail(kept)).toEqual(['carry_over.issued']);
    const taken = await Promise.all([take(kept), take(kept), take(kept)]);
    expect(taken.filter((each) => each !== null)).toEqual([kept]);
    expect(await take(kept)).toBeNull();
    expect(await trail(kept)).toEqual(['carry_over.issued', 'carry_over.used']);
  });

  it('[STORE-165] gives nothing after its time, nothing that is not there, and keeps a code once', async () => {
    const kept = await aCarryOver(later(1));
    await keep(kept);
    expect(await keep({ ...(await aCarryOver(later(9))), codeHash: kept.codeHash })).toBe(false);
    expect(await take(kept, later(1))).toBeNull();
    expect(await take(await aCarryOver(later(1)))).toBeNull();
    const nobodys = await aCarryOver(later(1), anId());
    expect(await keep(nobodys)).toBe(false);
    expect([await trail(kept), await trail(nobodys)]).toEqual([['carry_over.issued'], []]);
    expect(await take(kept)).toEqual(kept);
  });

  it('[STORE-166] forgets codes whose time is over, and those of an erased customer', async () => {
    const [over, valid] = [await aCarryOver(later(1)), await aCarryOver(later(1_000))];
    await keep(over);
    await keep(valid);
    expect(await carryOvers().purgeExpired(later(1), MANY)).toBeGreaterThan(0);
    expect(await take(over)).toBeNull();

    const request = await store().privacy.request(
      {
        id: anId(),
        kind: 'erasure',
        customerId: valid.customerId,
        subject: null,
        requestedAt: NOW,
        requestedBy: 'olga',
      },
      anAuditEntry(),
    );
    if (typeof request === 'string') throw new Error(`The erasure is ${request}.`);
    const removed = await store().privacy.removeCustomer(request.id, later(2), () => anAuditEntry());
    expect(removed).toMatchObject({ carryOvers: 1 });
    expect(await take(valid)).toBeNull();
  });
}

function recorded(action: 'carry_over.issued' | 'carry_over.used', customerId: string) {
  return anAuditEntry({ action, details: { customerId } });
}
