import { randomUUID } from 'node:crypto';
import { createMemoryStore, type RemoteCustomerStore } from '@throughline/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type WebSocket from 'ws';
import type { TestDoor } from '../../test-support/door.js';
import { aGuestOf } from '../../test-support/guest.js';
import { doorAndClient } from '../../test-support/platform.js';
import { EntryPoints, type EntryPointsOptions } from './entry-points.js';
import { ExternalContacts } from './external-contacts.js';

const SOURCE = { id: 'source-1', name: 'Portal' };
const AVA = { id: 'customer-1', externalId: 'ava' };

let door: TestDoor;
let store: RemoteCustomerStore;
let options: EntryPointsOptions;
let requests: string[];
const sockets: WebSocket[] = [];
beforeEach(async () => {
  const { client, time, door: opened } = await doorAndClient();
  door = opened;
  requests = [];
  door.door.app.server.prependListener('request', ({ method, url = '' }) => {
    if (url.startsWith('/api/v2/')) requests.push(`${method} ${url}`);
  });
  store = createMemoryStore(randomUUID).remoteCustomers;
  const contacts = new ExternalContacts(client, SOURCE);
  options = { store, clock: time.clock, platform: { client, contacts } };
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await door.stop();
});

/** A guest of the door, whose conversation is the customer's as far as Genesys knows. */
async function guestOf(externalId: string): Promise<string> {
  const { socket, conversationId } = await aGuestOf(door);
  sockets.push(socket);
  const contact = { firstName: 'Ava', externalIds: [{ externalSource: SOURCE, value: externalId }] };
  const created = await door.call('POST', '/api/v2/externalcontacts/contacts', contact);
  const { id: externalContactId } = (await created.json()) as { id: string };
  await door.call('PUT', `/api/v2/externalcontacts/conversations/${conversationId}`, { externalContactId });
  return conversationId;
}

const end = (remoteId: string) =>
  door.call('PATCH', `/api/v2/conversations/messages/${remoteId}`, { state: 'disconnected' });

/** What an escalation finds, and how many requests of the Platform API it took. */
async function escalation(customer = AVA, more: Partial<EntryPointsOptions> = {}) {
  const before = requests.length;
  const found = await new EntryPoints({ ...options, ...more }).findActive(customer);
  return { found, requests: requests.length - before };
}

const tell = (remoteId: string) =>
  store.keepEntry(AVA.id, { remoteId, channel: 'whatsapp', at: options.clock.now() });

describe('other entry points', () => {
  it('[ENTRY-1] [ENTRY-6] are found by the contact of the customer while their conversation is alive', async () => {
    expect(await escalation()).toEqual({ found: null, requests: 1 });
    const remoteId = await guestOf('ava');
    // The contact's id is kept from here on.
    expect(await escalation()).toEqual({ found: 'not asked', requests: 1 });
    const found = { remoteId, channel: 'webmessaging', agentId: null };
    expect(await escalation()).toEqual({ found, requests: 1 });
    expect(await escalation({ id: 'customer-2', externalId: 'ben' })).toEqual({ found: null, requests: 1 });

    await end(remoteId);
    expect(await escalation()).toEqual({ found: null, requests: 1 });
  });

  it('[ENTRY-5] [ENTRY-6] are known from flows first, and looked at as they are', async () => {
    const remoteId = await guestOf('ava');
    await tell(remoteId);
    const found = { remoteId, channel: 'whatsapp', agentId: null };
    expect(await escalation()).toEqual({ found, requests: 1 });
    expect(requests.at(-1)).toBe(`GET /api/v2/conversations/messages/${remoteId}`);

    await end(remoteId);
    expect(await escalation()).toEqual({ found: null, requests: 1 });
    expect(await store.get(AVA.id)).toMatchObject({ entry: null });
  });

  it('[ENTRY-5] are none when Genesys does not know what a flow told', async () => {
    await tell(randomUUID());
    expect(await escalation()).toEqual({ found: null, requests: 1 });
  });

  it('[ENTRY-6] take no request where flows alone are listened to, and one told long ago counts no more', async () => {
    const remoteId = randomUUID();
    await tell(remoteId);
    const without = { platform: null };
    const found = { remoteId, channel: 'whatsapp', agentId: null };
    expect(await escalation(AVA, without)).toEqual({ found, requests: 0 });
    const at = new Date(options.clock.now().getTime() - 73 * 3_600_000);
    await store.keepEntry(AVA.id, { remoteId, channel: 'whatsapp', at });
    expect(await escalation(AVA, without)).toEqual({ found: null, requests: 0 });
    const platform = options.platform && { ...options.platform, contacts: null };
    expect(await escalation(AVA, { platform })).toEqual({ found: null, requests: 0 });
  });
});
