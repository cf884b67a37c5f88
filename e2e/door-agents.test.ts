/** What agents of the desk get from the Genesys-compatible door beside conversations: callbacks, transfers, presence. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Agent, Door, type Platform } from './support/door.js';
import { differencesFromModel } from './support/sdk-models.js';

let door: Door;
let platform: Platform;
let sam: Agent;
let riley: Agent;
beforeAll(async () => {
  door = await Door.start();
  [sam, riley] = [await door.agent('sam'), await door.agent('riley')];
});
beforeEach(async () => {
  platform = await door.platform();
});
afterAll(async () => {
  sam.close();
  riley.close();
  await door.stop();
});

describe('an agent of the desk', () => {
  it('[DOOR-60] takes a callback that is due, reads whom to call, and ends it', async () => {
    await sam.available();
    const created = await platform.call('POST', '/api/v2/conversations/callbacks', {
      queueId: 'Standard_Queue_Router',
      callbackUserName: 'Ada L',
      callbackNumbers: ['+49301234567'],
      data: { card: '4111 1111 1111 1111' },
    });
    const { id } = created.body.conversation;
    await sam.accept(id);
    sam.frames.send({ type: 'fill', conversationId: id, afterSeq: 0 });
    await sam.frames.next(
      'entries',
      ({ conversationId, entries }) =>
        conversationId === id &&
        entries.some((entry) => entry.kind === 'message' && entry.text.includes('+49301234567')),
    );
    const served = await platform.get(`/api/v2/conversations/callbacks/${id}`);
    expect(differencesFromModel(served.body, 'CallbackConversation')).toEqual([]);
    expect(served.body.participants.at(-1)).toMatchObject({ purpose: 'agent', state: 'connected' });
    expect(JSON.stringify(served.body)).not.toContain('4111 1111');
    await sam.say(id, 'No answer, they asked for tomorrow');
    await sam.end(id);
    const { body } = await platform.get(`/api/v2/conversations/${id}`);
    expect(body.endTime).toMatch(/Z$/);
  });

  it('[DOOR-92] [T6] sees no part of a value that a guest, or they themselves, spread over messages', async () => {
    await sam.available();
    await riley.available(false);
    const guest = await door.guest();
    await guest.say('my card is 4556 7375');
    const id = await platform.conversationOf(guest);
    await sam.accept(id);
    const echo = await guest.say('8689 9855');
    expect(echo.body.text).toMatch(/^\[card/);
    const redactionOf = (kind: string, text: string) =>
      sam.frames.next('entries', (event) =>
        event.entries.some((entry) => entry.kind === kind && 'text' in entry && entry.text.includes(text)),
      );
    await redactionOf('redacted', 'my card is [card');
    await sam.say(id, 'yours is 4556 7375');
    await sam.say(id, '8689 9855');
    await redactionOf('redacted', 'yours is [card');
    sam.frames.received.length = 0;
    sam.frames.send({ type: 'fill', conversationId: id, afterSeq: 0 });
    // Not one of the news, which may still come.
    const { entries } = await sam.frames.next('entries', (event) => event.entries[0]?.seq === 1);
    const { body: view } = await platform.get(`/api/v2/conversations/${id}`);
    const ids = [...JSON.stringify(view).matchAll(/"messageId":"([^"]+)"/g)].map(([, one]) => one);
    const programs = await platform.call(
      'POST',
      `/api/v2/conversations/messages/${id}/messages/bulk?useNormalizedMessage=true`,
      ids,
    );
    const { jwt } = (await guest.request('getJwt')).body;
    const history = await fetch(`${door.url}/api/v2/webmessaging/messages`, {
      headers: { authorization: `Bearer ${jwt}` },
    });
    for (const text of [JSON.stringify(entries), JSON.stringify(programs.body), await history.text()]) {
      expect(text).toContain('is [card');
      expect(text).not.toMatch(/4556|9855/);
    }
    await sam.end(id);
  });

  it('[DOOR-61] gets a conversation that is transferred to them', async () => {
    await sam.available();
    await riley.available(false);
    const guest = await door.guest();
    await guest.say('hello');
    const id = await platform.conversationOf(guest);
    await sam.accept(id);
    await riley.available();
    const { body: users } = await platform.get('/api/v2/users');
    const user = users.entities.find(({ name }: { name: string }) => name === 'Riley');
    const { body } = await platform.get(`/api/v2/conversations/${id}`);
    const { id: participantId } = body.participants.at(-1);
    const replace = (userId: string) =>
      platform.call('POST', `/api/v2/conversations/${id}/participants/${participantId}/replace/agent`, {
        userId,
      });
    expect((await replace('nobody')).status).toBe(404);
    expect((await replace(user.id)).status).toBe(202);
    await riley.accept(id);
    await riley.say(id, 'Riley here');
    expect((await guest.outbound()).body.channel.from.nickname).toBe('Riley');
    await riley.end(id);
    guest.close();
  });

  it('[DOOR-62] is put on and off queue by presence and by routing status', async () => {
    await riley.available(false);
    const { body: users } = await platform.get('/api/v2/users');
    const { id } = users.entities.find(({ name }: { name: string }) => name === 'Riley');
    const presence = `/api/v2/users/${id}/presences/purecloud`;
    const { body: definitions } = await platform.get('/api/v2/presence/definitions');
    expect(differencesFromModel(definitions, 'OrganizationPresenceDefinitionEntityListing')).toEqual([]);
    const onQueue = definitions.entities.find(({ name }: { name: string }) => name === 'On Queue');
    const changed = await platform.call('PATCH', presence, { presenceDefinition: { id: onQueue.id } });
    expect(differencesFromModel(changed.body, 'UserPresence')).toEqual([]);
    expect(changed.body.presenceDefinition.systemPresence).toBe('On Queue');
    const status = `/api/v2/users/${id}/routingstatus`;
    expect((await platform.get(status)).body.status).toBe('IDLE');
    const off = await platform.call('PUT', status, { status: 'OFF_QUEUE' });
    expect(differencesFromModel(off.body, 'RoutingStatus')).toEqual([]);
    expect((await platform.get(presence)).body.presenceDefinition.systemPresence).toBe('Offline');
    const wrong = await platform.call('PATCH', presence, { presenceDefinition: {} });
    expect(wrong).toMatchObject({ status: 400, body: { code: 'invalid.value' } });
  });
});
