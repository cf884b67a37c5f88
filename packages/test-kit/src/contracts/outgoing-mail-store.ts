import type { NewOutgoingMail, Store } from '@throughline/core';
import { expect, it } from 'vitest';
import { anAuditEntry, anId, someBytes } from '../builders.js';
import { MANY, PrivacyLab } from './privacy-lab.js';

const NOW = new Date('2026-03-02T09:00:00.000Z');
const later = (ms: number) => new Date(NOW.getTime() + ms);

/** Registers the tests that every {@link OutgoingMailStore} passes, on a store of which it is a part. */
export function outgoingMailStoreContract(store: () => Store): void {
  const lab = new PrivacyLab(store);
  const mails = () => store().mails;
  const aMail = async (change: Partial<NewOutgoingMail> = {}): Promise<NewOutgoingMail> => ({
    id: anId(),
    customerId: change.customerId ?? (await lab.customer()).id,
    conversationId: anId(),
    sealed: someBytes(),
    createdAt: NOW,
    ...change,
  });
  const add = (mail: NewOutgoingMail) => mails().add(mail, anAuditEntry({ action: 'transcript.requested' }));
  const finish = (mail: NewOutgoingMail, attempts: number) =>
    mails().finish({ id: mail.id, attempts }, anAuditEntry({ action: 'transcript.sent' }));
  /** Other tests may have left mails of their own. */
  const take = async (now: Date, until: Date, of: NewOutgoingMail) =>
    (await mails().take(now, until, MANY)).filter(({ id }) => id === of.id);

  it('[STORE-180] gives a mail to one at a time, counts attempts, and gives it again when it was not finished', async () => {
    const mail = await aMail();
    expect(await add(mail)).toBe(true);
    expect(await take(later(-1), later(60_000), mail)).toEqual([]);
    const taken = await Promise.all([1, 2, 3].map(() => take(NOW, later(60_000), mail)));
    expect(taken.flat()).toEqual([{ ...mail, attempts: 1 }]);
    expect(await take(later(59_999), later(90_000), mail)).toEqual([]);
    expect(await take(later(60_000), later(90_000), mail)).toMatchObject([{ attempts: 2 }]);
    await mails().postpone({ id: mail.id, attempts: 2 }, later(61_000));
    expect(await take(later(60_999), later(90_000), mail)).toEqual([]);
    expect(await take(later(61_000), later(90_000), mail)).toMatchObject([{ attempts: 3 }]);
    // A late word of an attempt that was given up for dead.
    await mails().postpone({ id: mail.id, attempts: 2 }, NOW);
    expect(await finish(mail, 2)).toBe(false);
    expect(await take(later(89_999), later(99_000), mail)).toEqual([]);
    const finished = await Promise.all([finish(mail, 3), finish(mail, 3)]);
    expect(finished.filter(Boolean)).toHaveLength(1);
    expect(await take(later(1_000_000), later(2_000_000), mail)).toEqual([]);
  });

  it('[STORE-180] tells how many wait, and since when the oldest does', async () => {
    const before = await mails().waiting();
    const oldest = await aMail({ createdAt: new Date('2020-01-01T00:00:00.000Z') });
    await add(oldest);
    await add(await aMail());
    expect(await mails().waiting()).toEqual({ count: before.count + 2, oldestAt: oldest.createdAt });
    await finish(oldest, 0);
    expect((await mails().waiting()).count).toBe(before.count + 1);
  });

  it('[STORE-180] keeps one mail of a conversation at a time, and none of nobody', async () => {
    const mail = await aMail();
    const again = await aMail({ customerId: mail.customerId, conversationId: mail.conversationId });
    expect(await add(mail)).toBe(true);
    expect(await add(again)).toBe(false);
    await finish(mail, 0);
    expect(await add(again)).toBe(true);
    expect(await add(await aMail({ customerId: anId() }))).toBe(false);
  });

  it('[STORE-180] forgets the mails of an erased customer', async () => {
    const mail = await aMail();
    await add(mail);
    const request = await store().privacy.request(
      {
        id: anId(),
        kind: 'erasure',
        customerId: mail.customerId,
        subject: null,
        requestedAt: NOW,
        requestedBy: 'olga',
      },
      anAuditEntry(),
    );
    if (typeof request === 'string') throw new Error(`The erasure is ${request}.`);
    const removed = await store().privacy.removeCustomer(request.id, later(2), () => anAuditEntry());
    expect(removed).toMatchObject({ mails: 1 });
    expect(await take(later(1_000_000), later(2_000_000), mail)).toEqual([]);
  });
}
