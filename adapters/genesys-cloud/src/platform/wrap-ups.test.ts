import { randomUUID } from 'node:crypto';
import { createMemoryStore, type RemoteWrapUp } from '@throughline/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type WebSocket from 'ws';
import { AGENT, type TestDoor } from '../../test-support/door.js';
import { aGuestOf } from '../../test-support/guest.js';
import { doorAndClient } from '../../test-support/platform.js';
import { WrapUps } from './wrap-ups.js';

const MINUTE = 60_000;
const OURS = 'conversation-1';
const MESSAGES = '/api/v2/conversations/messages';

let door: TestDoor;
let socket: WebSocket | undefined;
let wrapUps: WrapUps;
let requests: string[];
let recorded: { readonly id: string; readonly wrapUp: RemoteWrapUp }[];
let failures: unknown[];
let clock: Awaited<ReturnType<typeof doorAndClient>>['time']['clock'];
beforeEach(async () => {
  const opened = await doorAndClient();
  ({ door } = opened);
  ({ clock } = opened.time);
  requests = [];
  recorded = [];
  failures = [];
  const { awaitedWrapUps: store } = createMemoryStore(randomUUID);
  wrapUps = new WrapUps({ client: opened.client, store, clock, onFailure: (error) => failures.push(error) });
});
afterEach(async () => {
  socket?.terminate();
  await door.stop();
});

/** A guest whom Sam serves; what the door calls the conversation. */
async function served(): Promise<string> {
  await door.contactCenter.setPresence(AGENT.id, true);
  const guest = await aGuestOf(door);
  ({ socket } = guest);
  await door.contactCenter.tick();
  const own = (await door.contactCenter.work(AGENT.id))?.own ?? [];
  for (const offer of own) await door.contactCenter.accept(offer.id, AGENT.id);
  await door.contactCenter.idle();
  return guest.conversationId;
}

/** Sam sums up. */
async function sumUp(remoteId: string): Promise<void> {
  const conversation = await (await door.call('GET', `${MESSAGES}/${remoteId}`)).json();
  const { participants } = conversation as { participants: { id: string; purpose: string }[] };
  const agent = participants.find(({ purpose }) => purpose === 'agent');
  const path = `${MESSAGES}/${remoteId}/participants/${agent?.id}/communications/any/wrapup`;
  expect((await door.call('POST', path, {})).status).toBe(202);
}

/** Time goes on, and what repeats is done; how many requests of the Platform API it took. */
async function pass(ms: number, remoteId: string | null): Promise<number> {
  clock.advance(ms);
  const count = (request: { url?: string }) => requests.push(request.url ?? '');
  const { server } = door.door.app;
  server.prependListener('request', count);
  const before = requests.length;
  await wrapUps.look({
    remoteIdOf: async (id) => (id === OURS ? remoteId : null),
    record: async (id, wrapUp) => {
      recorded.push({ id, wrapUp });
    },
  });
  server.off('request', count);
  return requests.slice(before).filter((url) => url.startsWith('/api/v2/')).length;
}

describe('wrap-ups of conversations that are over', () => {
  it('[WRAPUP-1] are read with one request a look, and recorded once', async () => {
    const remoteId = await served();
    await wrapUps.ended(OURS);
    await wrapUps.ended(OURS);
    expect(await pass(MINUTE, remoteId)).toBe(0);
    expect(await pass(MINUTE, remoteId)).toBe(1);
    expect(recorded).toEqual([]);
    await sumUp(remoteId);
    expect(await pass(8 * MINUTE, remoteId)).toBe(1);
    expect(recorded).toEqual([
      { id: OURS, wrapUp: { remoteId, wrapUp: expect.any(String), agent: expect.any(String) } },
    ]);
    expect(await pass(60 * MINUTE, remoteId)).toBe(0);
    expect(recorded).toHaveLength(1);
    expect(failures).toEqual([]);
  });

  it('[WRAPUP-1] are looked for three times at most, though Genesys fails', async () => {
    const remoteId = await served();
    await wrapUps.ended(OURS);
    await door.fault({ kind: 'http', status: 403, path: MESSAGES, times: 50 });
    for (const minutes of [2, 8, 20]) expect(await pass(minutes * MINUTE, remoteId)).toBeGreaterThan(0);
    expect(failures).toHaveLength(3);
    expect(await pass(60 * MINUTE, remoteId)).toBe(0);
  });

  it('[WRAPUP-1] take no request when no flow has reported the conversation', async () => {
    await wrapUps.ended(OURS);
    expect(await pass(2 * MINUTE, null)).toBe(0);
    expect(await pass(60 * MINUTE, null)).toBe(0);
  });
});
