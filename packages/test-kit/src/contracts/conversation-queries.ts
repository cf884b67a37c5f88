import { expect, it } from 'vitest';
import { aConversation, aNewEntry, anAuditEntry, anId, someBytes } from '../builders.js';
import type { ConversationLab } from './conversation-lab.js';

const MANY = 10_000;
const OPENED_AT = new Date('2026-03-02T09:00:00.000Z');
const after = (ms: number) => new Date(OPENED_AT.getTime() + ms);

export function conversationQueriesContract(lab: ConversationLab): void {
  reading(lab);
  receipts(lab);
  surveys(lab);
  sweeps(lab);
}

function reading(lab: ConversationLab): void {
  it('[STORE-6] reads a page of entries after a number', async () => {
    const conversation = await lab.open();
    await lab.store.append(Array.from({ length: 6 }, () => aNewEntry(conversation)));

    const page = await lab.store.read(conversation.id, 2, 3);

    expect(page.map((entry) => entry.seq)).toEqual([3, 4, 5]);
    expect(await lab.store.read(conversation.id, 6, 3)).toEqual([]);
  });

  it('[STORE-6] answers with nothing for what it does not know', async () => {
    const conversation = await lab.open();
    const unknown = 'not an id of ours';

    expect(await lab.store.get(unknown)).toBeNull();
    expect(await lab.store.read(unknown, 0, 10)).toEqual([]);
    expect(await lab.store.context(unknown)).toEqual([]);
    expect(await lab.store.decision(unknown)).toBeNull();
    expect(await lab.store.findLive(unknown)).toBeNull();
    expect(await lab.store.heads([unknown, conversation.id])).toEqual(new Map([[conversation.id, 0]]));
    expect(await lab.store.heads([])).toEqual(new Map());
  });

  it('[STORE-6] finds the live conversation and the one that ended last', async () => {
    const first = await lab.open();
    expect(await lab.store.findLastEnded(first.customerId)).toBeNull();
    await lab.end(first, after(1_000));
    const second = aConversation(first.customerId);
    await lab.tryOpen(second);
    await lab.end(second, after(2_000));
    const third = aConversation(first.customerId);
    await lab.tryOpen(third);

    expect(await lab.store.findLastEnded(first.customerId)).toMatchObject({ id: second.id });
    expect(await lab.store.findLive(first.customerId)).toMatchObject({ id: third.id, state: 'routing' });
  });
}

function surveys(lab: ConversationLab): void {
  it('[STORE-164] keeps the first thing that is said about an ended conversation, and nothing about a live one', async () => {
    const conversation = await lab.open();
    const { id } = conversation;
    const audit = anAuditEntry({ action: 'survey.answered', conversationId: id });
    const first = { score: 2, at: after(2_000), sealedComment: someBytes() } as const;
    expect(await lab.store.keepSurvey(id, first, audit)).toBe(false);
    await lab.end(conversation, after(1_000));

    const both = await Promise.all([
      lab.store.keepSurvey(id, first, audit),
      lab.store.keepSurvey(id, { ...first, score: 5, sealedComment: null }, audit),
    ]);

    expect(both.toSorted()).toEqual([false, true]);
    expect(await lab.store.survey(id)).toEqual(both[0] ? first : { ...first, score: 5, sealedComment: null });
    expect(await lab.store.survey('not an id of ours')).toBeNull();
  });
}

function receipts(lab: ConversationLab): void {
  it('[STORE-7] raises receipts of one side, never down and never above the head', async () => {
    const { id, ...conversation } = await lab.open();
    await lab.store.append(Array.from({ length: 3 }, () => aNewEntry({ id, ...conversation })));

    const raised = await lab.store.raiseReceipts(id, 'customer', { deliveredSeq: 2, readSeq: 1 });
    expect(raised?.customerReceipts).toEqual({ deliveredSeq: 2, readSeq: 1 });
    expect(raised?.agentReceipts).toEqual({ deliveredSeq: 0, readSeq: 0 });

    const capped = await lab.store.raiseReceipts(id, 'customer', { deliveredSeq: 99, readSeq: 0 });
    expect(capped?.customerReceipts).toEqual({ deliveredSeq: 3, readSeq: 1 });

    const agent = await lab.store.raiseReceipts(id, 'agent', { deliveredSeq: 1, readSeq: 1 });
    expect(agent?.agentReceipts).toEqual({ deliveredSeq: 1, readSeq: 1 });
  });

  it('[STORE-7] says when no receipt rose', async () => {
    const conversation = await lab.open();
    await lab.store.append([aNewEntry(conversation)]);
    await lab.store.raiseReceipts(conversation.id, 'agent', { deliveredSeq: 1, readSeq: 1 });

    expect(
      await lab.store.raiseReceipts(conversation.id, 'agent', { deliveredSeq: 5, readSeq: 0 }),
    ).toBeNull();
    expect(await lab.store.raiseReceipts(anId(), 'agent', { deliveredSeq: 1, readSeq: 1 })).toBeNull();
  });
}

function sweeps(lab: ConversationLab): void {
  const ids = (conversations: readonly { readonly id: string }[]) => conversations.map(({ id }) => id);

  it('[STORE-8] finds live conversations whose customer is away, counted from the opening', async () => {
    const [away, present, ended] = [await lab.open(), await lab.open(), await lab.open()];
    await lab.end(ended);

    await lab.store.markPresent([present.customerId, ended.customerId], after(60_000));
    await lab.store.markPresent([], after(60_000));

    const absent = ids(await lab.store.absent(after(60_000), MANY));
    expect(absent).toContain(away.id);
    expect(absent).not.toContain(present.id);
    expect(absent).not.toContain(ended.id);
    expect(ids(await lab.store.absent(after(0), MANY))).not.toContain(away.id);
    expect(ids(await lab.store.absent(after(60_001), MANY))).toContain(present.id);
    expect(await lab.store.absent(after(60_001), 1)).toHaveLength(1);
  });

  it('[STORE-8] never moves presence back', async () => {
    const conversation = await lab.open();
    await lab.store.markPresent([conversation.customerId], after(60_000));
    await lab.store.markPresent([conversation.customerId], after(30_000));

    expect(ids(await lab.store.absent(after(60_000), MANY))).not.toContain(conversation.id);
  });

  it('[STORE-56] takes a run further from the version that it follows, once', async () => {
    const run = { sealed: someBytes(), timerAt: after(5), pending: true, version: 1 };
    const { id } = await lab.openRunning(run);
    const update = {
      at: after(10),
      path: ['later'],
      reasons: ['nobody was free'],
      target: { kind: 'callback', queueId: 'premium' },
      run: { sealed: someBytes(), timerAt: null, pending: false, version: 2 },
    } as const;
    expect(await lab.store.decision(id)).toMatchObject({ run });
    const saved = await Promise.all([lab.store.saveRun(id, 1, update), lab.store.saveRun(id, 1, update)]);
    expect(saved.toSorted()).toEqual([false, true]);
    const { at: _, ...changes } = update;
    expect(await lab.store.decision(id)).toMatchObject(changes);
    expect(await lab.store.saveRun(anId(), 1, update)).toBe(false);
  });

  it('[STORE-56] lists runs whose time has come, and those with something left to do', async () => {
    const open = async (timerAt: Date | null, pending: boolean) =>
      lab.openRunning({ sealed: someBytes(), timerAt, pending, version: 1 });
    const timed = await open(after(60_000), false);
    const unfinished = await open(null, true);
    const waiting = await open(null, false);
    const due = async (ms: number) => ids(await lab.store.dueRuns(after(ms), after(ms - 10_000), MANY));
    expect(await due(9_000)).not.toContain(unfinished.id);
    expect(await due(11_000)).toContain(unfinished.id);
    expect(await due(11_000)).not.toContain(timed.id);
    expect(await due(60_000)).toEqual(expect.arrayContaining([timed.id, unfinished.id]));
    expect(await due(60_000)).not.toContain(waiting.id);
    await lab.end(timed);
    expect(await due(60_000)).not.toContain(timed.id);
  });

  it('[STORE-8] lists ended conversations until they are settled', async () => {
    const [ended, live] = [await lab.open(), await lab.open()];
    await lab.store.markSettled(live.id);
    await lab.end(live);
    await lab.end(ended);
    expect(ids(await lab.store.unsettled(MANY))).toEqual(expect.arrayContaining([ended.id, live.id]));

    await lab.store.markSettled(ended.id);
    await lab.store.markSettled(ended.id);

    expect(ids(await lab.store.unsettled(MANY))).not.toContain(ended.id);
  });
}
