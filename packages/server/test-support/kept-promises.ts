import type { Conversation } from '@throughline/core';
import { expect } from 'vitest';
import type { Kept, ScheduledWorld } from './scheduled-world.js';

/** Why a message may be refused for good, by the role of its writer. */
const REFUSALS = {
  customer: new Set(['conversation_ended']),
  /** An agent may write to a conversation that went to somebody else meanwhile. */
  agent: new Set(['conversation_ended', 'not_found']),
};
/** An earlier conversation that ended less long ago is continued, in milliseconds. */
const CONTINUE_MS = 5 * 60_000;

/** What holds at every moment, whatever goes wrong. */
export async function expectAtEveryMoment(world: ScheduledWorld): Promise<void> {
  const kept = await world.kept();
  const stored = new Set(kept.flatMap(({ entries }) => entries.map(({ id }) => id)));
  for (const peer of world.peers) {
    expect(peer.acknowledged().filter((id) => !stored.has(id))).toEqual([]);
    for (const { error } of peer.failed()) expect(REFUSALS[peer.role]).toContain(error);
  }
  expect(kept.filter(({ conversation }) => conversation.state !== 'ended').length).toBeLessThanOrEqual(1);
  expectTypingBeforeMessages(world);
}

/** Nobody is shown as typing what is there already. */
function expectTypingBeforeMessages(world: ScheduledWorld): void {
  for (const peer of world.peers) {
    const others = world.peers.filter(({ role }) => role !== peer.role);
    for (const { entries, typing } of peer.shown()) {
      const ids = entries.map(({ id }) => id);
      if (typing) expect(others.some((other) => world.deeds.hasTypedAfter(other, ids))).toBe(true);
    }
  }
}

/** What holds once everything works again and is quiet. */
export async function expectInTheEnd(world: ScheduledWorld): Promise<void> {
  await expectAtEveryMoment(world);
  const kept = await world.kept();
  expectEachMessageOnce(world, kept);
  expectShownAsStored(world, kept);
  for (const { conversation, entries } of kept) {
    expectOneAgentAtATime(entries);
    expect(conversation.agentId).toEqual(await world.assignedTo(conversation.id));
    const ends = entries.filter(({ kind }) => kind === 'ended');
    expect(ends).toEqual(conversation.state === 'ended' ? entries.slice(-1) : []);
  }
  // A message that was left is kept, once.
  const left = world.left();
  expect(left).toEqual([...new Set(left)]);
  for (const tab of world.tabs) expect([...tab.left].filter((id) => !left.includes(id))).toEqual([]);
  expectContinued(kept.map(({ conversation }) => conversation));
}

/** Each continues the one that ended last, or at the same moment: time often stands still here. */
function expectContinued(conversations: readonly Conversation[]): void {
  for (const [index, { openedAt, previousConversationId }] of conversations.entries()) {
    const before = conversations[index - 1];
    const goneMs = openedAt.getTime() - (before?.endedAt?.getTime() ?? 0);
    if (!before || goneMs >= CONTINUE_MS) continue;
    const continued = conversations.find(({ id }) => id === previousConversationId);
    expect(continued?.endedAt).toEqual(before.endedAt);
  }
}

/** What was sent is stored once, in the order of writing, but for what its writer sees as not sent. */
function expectEachMessageOnce(world: ScheduledWorld, kept: readonly Kept[]): void {
  const said = kept.flatMap(({ entries }) =>
    entries.filter(({ kind }) => kind === 'message').map(({ id }) => id),
  );
  const all = world.peers.flatMap((peer) => {
    const failed = new Set(peer.failed().map(({ id }) => id));
    return peer.sent.filter((id) => !failed.has(id));
  });
  expect(said.toSorted()).toEqual(all.toSorted());
  for (const { sent } of world.peers) {
    const own = new Set(sent);
    const stored = new Set(said);
    expect(said.filter((id) => own.has(id))).toEqual(sent.filter((id) => stored.has(id)));
  }
}

/** Tabs show the live conversation, or one that has ended; desks the ones that they have. No more and no less. */
function expectShownAsStored(world: ScheduledWorld, kept: readonly Kept[]): void {
  const live = kept.find(({ conversation }) => conversation.state !== 'ended');
  for (const peer of world.peers) {
    for (const { conversationId, entries, typing } of peer.shown()) {
      if (live || peer.role === 'agent') expect(conversationId).toBe(live?.conversation.id);
      const stored = kept.find(({ conversation }) => conversation.id === conversationId);
      expect(entries.map(({ id }) => id)).toEqual(stored?.entries.map(({ id }) => id));
      expect(typing).toBe(false);
    }
  }
  for (const tab of world.tabs) {
    if (live) expect(tab.shown()).toHaveLength(1);
    for (const entry of tab.shown().flatMap(({ entries }) => entries)) {
      if (entry.kind !== 'message' || entry.content?.kind !== 'answer') continue;
      const asked = world.tabs.map(({ answered }) => answered.get(entry.id)).find((to) => to !== undefined);
      expect(entry.content).toMatchObject({ to: asked, given: { options: [{ id: 'yes', label: 'Yes' }] } });
    }
  }
}

function expectOneAgentAtATime(entries: Kept['entries']): void {
  const hands = entries.filter(({ kind }) => kind === 'joined' || kind === 'left').map(({ kind }) => kind);
  expect(hands).toEqual(hands.map((_, index) => (index % 2 === 0 ? 'joined' : 'left')));
}
