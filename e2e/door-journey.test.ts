/** A day of a portal's gateway: the vendor's SDK on the server's side, a raw guest, and an agent at the desk. */
import { once } from 'node:events';
import sdk from 'purecloud-platform-client-v2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { type Agent, CLIENT, DEPLOYMENT, Door, type Guest, type Platform } from './support/door.js';

const [CLIENT_ID = '', CLIENT_SECRET = ''] = CLIENT.split(':');

let door: Door;
let platform: Platform;
let client: InstanceType<typeof sdk.ApiClientClass>;
let conversations: InstanceType<typeof sdk.ConversationsApi>;
let agent: Agent;
let guest: Guest;
let queueId: string;
let id: string;

beforeAll(async () => {
  door = await Door.start();
  platform = await door.platform();
  client = new sdk.ApiClientClass();
  // Otherwise it watches a file and keeps the process alive.
  client.config.live_reload_config = false;
  const { hostname, port } = new URL(door.url);
  client.setGateway({ protocol: 'http', host: hostname, port: Number(port) });
  await client.loginClientCredentialsGrant(CLIENT_ID, CLIENT_SECRET);
  conversations = new sdk.ConversationsApi(client);
  const { entities = [] } = await new sdk.RoutingApi(client).getRoutingQueues({ name: 'Standard*' });
  queueId = entities[0]?.id ?? '';
  agent = await (await door.agent()).available();
});
afterAll(async () => {
  expect(guest.misfits).toEqual([]);
  guest.close();
  agent.close();
  await door.stop();
});

/** What a notification socket brings. */
async function listen(topics: readonly string[]) {
  const api = new sdk.NotificationsApi(client);
  const channel = await api.postNotificationsChannels();
  await api.putNotificationsChannelSubscriptions(
    channel.id ?? '',
    topics.map((topic) => ({ id: topic })),
  );
  const socket = new WebSocket(channel.connectUri ?? '');
  const told = new Map<string, { id?: string; attributes?: object }>();
  const waiting = new Set<() => void>();
  socket.on('message', (data) => {
    const { topicName, eventBody } = JSON.parse(String(data));
    told.set(topicName, eventBody);
    for (const wake of waiting) wake();
  });
  await once(socket, 'open');
  return {
    close: () => socket.close(),
    next: (topic: string) =>
      new Promise<{ id?: string; attributes?: object }>((resolve) => {
        const look = () => {
          const body = told.get(topic);
          if (body) resolve(body);
        };
        waiting.add(look);
        look();
      }),
  };
}

const participant = async (purpose: string) =>
  (await conversations.getConversation(id)).participants.findLast((one) => one.purpose === purpose);

describe("a gateway's day", () => {
  it('[DOOR-15] [DOOR-9] [DOOR-52] begins with a guest who joins, and the queue is told', async () => {
    const topic = `v2.routing.queues.${queueId}.conversations.messages`;
    const notifications = await listen([topic]);
    guest = await door.guest();
    await guest.request('onMessage', {
      message: {
        type: 'Event',
        events: [{ eventType: 'Presence', presence: { type: 'Join' } }],
        channel: { metadata: { customAttributes: { portalRef: 'K-7' } } },
      },
    });
    id = await platform.conversationOf(guest);
    expect((await notifications.next(topic)).id).toBe(id);
    notifications.close();
    await guest.say('I need help', { metadata: { customMessageId: 'local-1' } });
    await agent.accept(id);
  });

  it('[DOOR-14] [DOOR-12] goes on with an agent, who types and answers', async () => {
    guest.send({
      action: 'onMessage',
      token: guest.token,
      message: { type: 'Event', events: [{ eventType: 'Typing', typing: { type: 'On' } }] },
    });
    await agent.frames.next('typing', (frame) => frame.conversationId === id);
    agent.frames.send({ type: 'typing', conversationId: id, on: true });
    await guest.event('Typing', 'On');
    await agent.say(id, 'Hello, shall I call you?');
    expect((await guest.outbound()).body).toMatchObject({
      originatingEntity: 'Human',
      text: 'Hello, shall I call you?',
    });
  });

  it('[DOOR-13] takes an answer by quick reply', async () => {
    const quickReply = { text: 'Yes', payload: 'yes', action: 'Message' };
    await platform.call('POST', `/emulator/v1/conversations/${id}/messages`, {
      text: 'Call you?',
      content: [{ contentType: 'QuickReply', quickReply }],
    });
    await guest.next((frame) => frame.body?.type === 'Structured' && frame.body.direction === 'Outbound');
    const buttonResponse = { text: 'Yes', payload: 'yes', type: 'QuickReply' };
    const echo = await guest.request('onMessage', {
      message: { type: 'Text', text: '', content: [{ contentType: 'ButtonResponse', buttonResponse }] },
    });
    expect(echo).toMatchObject({ code: 200, body: { content: [{ buttonResponse }] } });
    await agent.frames.next('entries', ({ entries }) =>
      entries.some((entry) => entry.kind === 'message' && entry.text.includes('[QuickReply] Yes')),
    );
  });

  it('[DOOR-45] [DOOR-52] [DOOR-67] writes attributes, which are announced and found', async () => {
    const topic = `v2.detail.events.conversation.${id}.attributes`;
    const notifications = await listen([topic]);
    const customer = await participant('customer');
    await conversations.patchConversationParticipantAttributes(id, customer?.id ?? '', {
      attributes: { tier: 'PREMIUM' },
    });
    expect((await notifications.next(topic)).attributes).toEqual({ portalRef: 'K-7', tier: 'PREMIUM' });
    notifications.close();
    const found = await new sdk.SearchApi(client).postConversationsParticipantsAttributesSearch({
      query: [{ type: 'EXACT', fields: ['portalRef'], value: 'K-7' }],
    });
    expect(JSON.stringify(found.results)).toContain(id);
  });

  it('[DOOR-64] [DOOR-65] ties a contact to the conversation, and finds it by that', async () => {
    const contacts = new sdk.ExternalContactsApi(client);
    const source = await contacts.postExternalcontactsExternalsources({ name: `Portal ${id}`, active: true });
    const externalSource = { id: source.id ?? '', name: `Portal ${id}` };
    const identifier = { type: 'ExternalId', value: `user-${id}`, externalSource };
    await expect(contacts.postExternalcontactsIdentifierlookupContacts(identifier)).rejects.toMatchObject({
      status: 404,
    });
    const contact = await contacts.postExternalcontactsContacts({
      firstName: 'Ada',
      externalIds: [{ externalSource, value: identifier.value }],
    });
    const customer = await participant('customer');
    await contacts.putExternalcontactsConversation(id, {
      conversationId: id,
      communicationId: customer?.messages?.[0]?.id ?? '',
      externalContactId: contact.id ?? '',
      mediaType: 'MESSAGE',
    });
    const now = Date.now();
    const details = await new sdk.AnalyticsApi(client).postAnalyticsConversationsDetailsQuery({
      interval: `${new Date(now - 300_000).toISOString()}/${new Date(now + 60_000).toISOString()}`,
      segmentFilters: [
        {
          type: 'and',
          predicates: [{ type: 'dimension', dimension: 'externalContactId', value: contact.id ?? '' }],
        },
      ],
    });
    expect(details.conversations?.map(({ conversationId }) => conversationId)).toEqual([id]);
  });

  it('[DOOR-51] [DOOR-60] books the callback, which the agent takes too', async () => {
    const { conversation } = await conversations.postConversationsCallbacks({
      routingData: { queueId },
      callbackUserName: 'Ada',
      callbackNumbers: ['+49301234567'],
      data: { chatConversationId: id },
    });
    const callbackId = conversation.id ?? '';
    await agent.accept(callbackId);
    const taken = await conversations.getConversationsCallback(callbackId);
    expect(taken.participants?.at(-1)).toMatchObject({ purpose: 'agent', state: 'connected' });
    await agent.end(callbackId);
  });

  it('[DOOR-47] [DOOR-26] ends, is wrapped up, and is read-only for the guest', async () => {
    const served = await participant('agent');
    await conversations.patchConversationsMessageParticipant(id, served?.id ?? '', {
      body: { state: 'disconnected' },
    });
    const [communication] = served?.messages ?? [];
    await conversations.postConversationsMessageParticipantCommunicationWrapup(
      id,
      served?.id ?? '',
      communication?.id ?? '',
      { body: { code: 'resolved', notes: 'will call' } },
    );
    expect((await guest.event('Presence', 'Disconnect')).body.metadata.readOnly).toBe('true');
    // The day has five messages, as many as may come within a second: writing on is tested elsewhere.
    expect((await guest.configure()).body).toMatchObject({ newSession: false, readOnly: true });
    const history = await guest.request('getJwt');
    const reader = new sdk.ApiClientClass();
    reader.config.live_reload_config = false;
    const { hostname, port } = new URL(door.url);
    reader.setGateway({ protocol: 'http', host: hostname, port: Number(port) });
    reader.setAccessToken(history.body.jwt);
    const page = await new sdk.WebMessagingApi(reader).getWebmessagingMessages({ pageSize: 100 });
    expect(page.entities?.map(({ events }) => events?.[0]?.presence?.type).filter(Boolean)).toEqual([
      'Disconnect',
      'Join',
    ]);
  });

  it('[DOOR-27] [DOOR-4] begins anew', async () => {
    const closed = await guest.request('closeSession', { closeAllConnections: true });
    expect(closed.body).toMatchObject({ connected: false, readOnly: true });
    const { body } = await guest.request('configureSession', { deploymentId: DEPLOYMENT, startNew: true });
    expect(body).toMatchObject({ connected: true, newSession: true, readOnly: false });
    expect((await guest.say('hello again')).code).toBe(200);
    expect(await platform.conversationOf(guest)).not.toBe(id);
  });
});
