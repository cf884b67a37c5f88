import type { Store } from '@throughline/core';
import { expect, it } from 'vitest';
import { anAuditEntry, anId, someBytes } from '../builders.js';
import { daysAfter, MANY, PrivacyLab } from './privacy-lab.js';

const NOW = new Date('2026-03-02T09:00:00.000Z');
const later = (ms: number) => new Date(NOW.getTime() + ms);

/** Registers the tests that every {@link RevealStore} passes, on a store of which it is a part. */
export function revealStoreContract(store: () => Store): void {
  const lab = new PrivacyLab(store);
  const reveals = () => store().reveals;
  const aMessage = async () => {
    const { id: customerId } = await lab.customer();
    const conversation = await lab.live(customerId);
    return { conversationId: conversation.id, customerId, entryId: anId() };
  };
  const looks = async (conversationId: string) => {
    const entries = await store().audit.unchained(100_000);
    return entries.filter(
      (entry) => entry.action === 'value.revealed' && entry.conversationId === conversationId,
    );
  };
  const aLook = (conversationId: string) => anAuditEntry({ action: 'value.revealed', conversationId });

  it('[STORE-150] keeps originals as they came first, and gives one with its audit entry', async () => {
    const message = await aMessage();
    const { conversationId, entryId } = message;
    const sealed = [someBytes(), someBytes()];
    await reveals().keep(message, sealed, later(1));
    await reveals().keep(message, [someBytes(), someBytes(), someBytes()], later(1_000));

    expect(await reveals().take({ conversationId, entryId, index: 1 }, NOW, aLook(conversationId))).toEqual(
      sealed[1],
    );
    expect(await looks(conversationId)).toHaveLength(1);
    expect(await reveals().take({ conversationId, entryId, index: 0 }, NOW, aLook(conversationId))).toEqual(
      sealed[0],
    );
    expect(await looks(conversationId)).toHaveLength(2);
  });

  it('[STORE-150] gives nothing and records nothing where there is nothing, or its time is over', async () => {
    const message = await aMessage();
    const { conversationId, entryId } = message;
    await reveals().keep(message, [someBytes()], later(1));

    for (const [place, at] of [
      [{ conversationId, entryId, index: 1 }, NOW],
      [{ conversationId, entryId: anId(), index: 0 }, NOW],
      [{ conversationId: anId(), entryId, index: 0 }, NOW],
      [{ conversationId, entryId, index: 0 }, later(1)],
    ] as const) {
      expect(await reveals().take(place, at, aLook(conversationId))).toBeNull();
    }
    expect(await looks(conversationId)).toEqual([]);
  });

  it('[STORE-150] keeps nothing for a conversation of somebody else', async () => {
    const message = await aMessage();
    const { conversationId, entryId } = message;
    await reveals().keep({ ...message, customerId: anId() }, [someBytes()], later(1));
    await reveals().keep({ ...message, conversationId: anId() }, [someBytes()], later(1));
    expect(await reveals().take({ conversationId, entryId, index: 0 }, NOW, anAuditEntry())).toBeNull();
  });

  it('[STORE-151] keeps what is past its time while its customer is under a legal hold', async () => {
    const message = await aMessage();
    const { conversationId, entryId, customerId } = message;
    await reveals().keep(message, [someBytes()], later(1));
    await store().privacy.placeHold({ customerId, placedAt: NOW, placedBy: 'ops' }, anAuditEntry());
    const isThere = async () =>
      (await reveals().take({ conversationId, entryId, index: 0 }, NOW, anAuditEntry())) !== null;

    await reveals().purgeExpired(later(1), MANY);
    expect(await isThere()).toBe(true);
    await store().privacy.liftHold(customerId, anAuditEntry());
    await reveals().purgeExpired(later(1), MANY);
    expect(await isThere()).toBe(false);
  });

  it('[STORE-151] forgets what a message held, what is past its time, and what is of a removed conversation', async () => {
    const [told, over] = [await aMessage(), await aMessage()];
    const { id: customerId } = await lab.customer();
    const { id: conversationId } = await lab.ended(customerId);
    const gone = { conversationId, customerId, entryId: anId() };
    await reveals().purgeExpired(later(1_000), MANY);
    await reveals().keep(told, [someBytes()], later(1));
    await reveals().keep(over, [someBytes(), someBytes()], later(1));
    await reveals().keep(gone, [someBytes()], later(1_000));

    await reveals().forget(told.conversationId, [told.entryId]);
    let purged = 0;
    for (
      let count = await reveals().purgeExpired(later(1), 1);
      count > 0;
      count = await reveals().purgeExpired(later(1), 1)
    ) {
      purged += count;
    }
    expect(purged).toBe(2);
    await store().privacy.purge('conversations', daysAfter(1), MANY, () => anAuditEntry());

    for (const { conversationId, entryId } of [told, over, gone]) {
      expect(await reveals().take({ conversationId, entryId, index: 0 }, NOW, anAuditEntry())).toBeNull();
    }
  });
}
