import { expect, it } from 'vitest';
import { aContextItem, aConversation, aDecision, anAuditEntry, anId } from '../builders.js';
import type { ConversationLab } from './conversation-lab.js';

export function openingContract(lab: ConversationLab): void {
  it('[T1] opens a conversation in state routing, with nothing in it', async () => {
    const conversation = aConversation(await lab.newCustomerId());

    const result = await lab.tryOpen(conversation);

    expect(result).toEqual({
      joined: false,
      conversation: {
        ...conversation,
        state: 'routing',
        endedAt: null,
        headSeq: 0,
        agentId: null,
        customerReceipts: { deliveredSeq: 0, readSeq: 0 },
        agentReceipts: { deliveredSeq: 0, readSeq: 0 },
      },
    });
    expect(await lab.store.get(conversation.id)).toEqual(result.conversation);
  });

  it('[T1] joins the live conversation and writes nothing of the second', async () => {
    const first = await lab.open();
    const second = aConversation(first.customerId);

    const result = await lab.tryOpen(second);

    expect(result).toMatchObject({ joined: true, conversation: { id: first.id } });
    expect(await lab.store.get(second.id)).toBeNull();
    expect(await lab.store.decision(second.id)).toBeNull();
    expect(await lab.store.context(first.id)).toHaveLength(1);
  });

  it('[T1] gives one conversation to any number of simultaneous calls for one customer', async () => {
    const customerId = await lab.newCustomerId();
    const attempts = Array.from({ length: 50 }, () => aConversation(customerId));

    const results = await Promise.all(attempts.map((attempt) => lab.tryOpen(attempt)));

    expect(results.filter((result) => !result.joined)).toHaveLength(1);
    expect(new Set(results.map((result) => result.conversation.id)).size).toBe(1);
    const stored = await Promise.all(attempts.map((attempt) => lab.store.get(attempt.id)));
    expect(stored.filter((conversation) => conversation !== null)).toHaveLength(1);
  });

  it('[T1] opens a new conversation once the last has ended', async () => {
    const first = await lab.open();
    await lab.end(first);
    const second = aConversation(first.customerId, { previousConversationId: first.id });

    expect(await lab.tryOpen(second)).toMatchObject({
      joined: false,
      conversation: { id: second.id, previousConversationId: first.id },
    });
    expect(await lab.store.findLive(first.customerId)).toMatchObject({ id: second.id });
  });

  it('[STORE-1] keeps the context and the decision that the conversation was opened with', async () => {
    const conversation = aConversation(await lab.newCustomerId());
    const context = aContextItem();
    const decision = aDecision(conversation.id);

    await lab.store.open(conversation, context, decision, anAuditEntry());

    expect(await lab.store.context(conversation.id)).toEqual([context]);
    expect(await lab.store.decision(conversation.id)).toEqual(decision);
  });

  it('[STORE-2] adds context items in the order of the calls', async () => {
    const conversation = await lab.open();
    const added = [aContextItem(), aContextItem(), aContextItem()];

    for (const item of added) await lab.store.addContext(conversation.id, item, anAuditEntry());

    expect((await lab.store.context(conversation.id)).slice(1)).toEqual(added);
  });

  it('[STORE-2] refuses context for an unknown conversation', async () => {
    await expect(lab.store.addContext(anId(), aContextItem(), anAuditEntry())).rejects.toMatchObject({
      name: 'CoreError',
      code: 'not_found',
    });
  });
}
