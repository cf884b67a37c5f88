import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { DEPLOYMENT_ID, type TestDoor } from '../../test-support/door.js';
import { doorAndClient } from '../../test-support/platform.js';
import { EntryPoints } from './entry-points.js';
import { ExternalContacts } from './external-contacts.js';

const SOURCE = { id: 'source-1', name: 'Portal' };

let door: TestDoor | undefined;
let socket: WebSocket | undefined;
afterEach(async () => {
  socket?.terminate();
  await door?.stop();
});

/** A guest of the door, whose conversation is the customer's as far as Genesys knows. */
async function guestOf(door: TestDoor, externalId: string): Promise<string> {
  socket = new WebSocket(`${door.url.replace('http', 'ws')}/v1?deploymentId=${DEPLOYMENT_ID}`);
  await once(socket, 'open');
  const token = randomUUID();
  for (const more of [
    { action: 'configureSession', deploymentId: DEPLOYMENT_ID },
    { action: 'onMessage', message: { type: 'Text', text: 'hello' } },
  ]) {
    socket.send(JSON.stringify({ token, tracingId: randomUUID(), ...more }));
    await once(socket, 'message');
  }
  const session = await door.call('GET', `/emulator/v1/sessions/${token}`);
  const { conversationId } = (await session.json()) as { conversationId: string };
  const contact = { firstName: 'Ava', externalIds: [{ externalSource: SOURCE, value: externalId }] };
  const created = await door.call('POST', '/api/v2/externalcontacts/contacts', contact);
  const { id: externalContactId } = (await created.json()) as { id: string };
  await door.call('PUT', `/api/v2/externalcontacts/conversations/${conversationId}`, { externalContactId });
  return conversationId;
}

describe('other entry points', () => {
  it('[ENTRY-1] are found by the contact of the customer while their conversation is alive', async () => {
    const { client, time, door: opened } = await doorAndClient();
    door = opened;
    const contacts = new ExternalContacts(client, time.clock, SOURCE);
    const entries = new EntryPoints({ client, contacts, clock: time.clock });
    expect(await entries.findActive('ava')).toBeNull();
    const remoteId = await guestOf(opened, 'ava');

    expect(await entries.findActive('ava')).toEqual({ remoteId, channel: 'webmessaging', agentId: null });
    expect(await entries.findActive('ben')).toBeNull();

    await opened.call('PATCH', `/api/v2/conversations/messages/${remoteId}`, { state: 'disconnected' });
    expect(await entries.findActive('ava')).toBeNull();
  });
});
