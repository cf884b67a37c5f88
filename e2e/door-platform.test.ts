/** The Platform API of the Genesys-compatible door. Every answer is checked against the models of the vendor's SDK. */
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { type Agent, type Answer, CLIENT, call, Door, type Guest, type Platform } from './support/door.js';
import { differencesFromModel } from './support/sdk-models.js';

let door: Door;
let platform: Platform;
let agent: Agent;
beforeAll(async () => {
  door = await Door.start();
  agent = await door.agent();
});
// A token each: tests together need more requests a minute than one token has.
const fresh = async () => {
  platform = await door.platform();
  return platform;
};
afterAll(async () => {
  agent.close();
  await door.stop();
});

function fits({ body }: Answer, model: string): void {
  expect(differencesFromModel(body, model)).toEqual([]);
}

/** A guest whose conversation the agent has. */
async function served(): Promise<{ guest: Guest; id: string }> {
  await fresh();
  await agent.available();
  const guest = await door.guest();
  await guest.say('I need help');
  const id = await platform.conversationOf(guest);
  await agent.accept(id);
  return { guest, id };
}

async function participantOf(
  id: string,
  purpose: string,
): Promise<{ id: string; messages: { id: string }[] }> {
  const { body } = await platform.get(`/api/v2/conversations/${id}`);
  return body.participants.findLast((one: { purpose: string }) => one.purpose === purpose);
}

describe('tokens', () => {
  it('[DOOR-42] are given to clients, by Basic or by form', async () => {
    const ask = async (form: Record<string, string>, basic?: string) => {
      const answer = await fetch(`${door.url}/oauth/token`, {
        method: 'POST',
        headers: basic ? { authorization: `Basic ${btoa(basic)}` } : {},
        body: new URLSearchParams({ grant_type: 'client_credentials', ...form }),
      });
      return { status: answer.status, body: await answer.json() };
    };
    const expected = { access_token: expect.any(String), token_type: 'bearer', expires_in: 86_399 };
    const [id = '', secret = ''] = CLIENT.split(':');
    expect(await ask({}, CLIENT)).toEqual({ status: 200, body: expected });
    expect(await ask({ client_id: id, client_secret: secret })).toEqual({
      status: 200,
      body: expected,
    });
    const error = { error: 'invalid_client', error_description: 'authentication failed' };
    expect(await ask({}, `${id}:wrong`)).toMatchObject({ status: 400, body: error });
    expect(await ask({}, 'nobody:x')).toMatchObject({
      status: 400,
      body: { error: 'invalid_client', description: 'client not found' },
    });
  });

  it('[DOOR-43] are required, and errors have the shape of ErrorBody', async () => {
    const without = await call(door.url, 'GET', '/api/v2/routing/queues');
    expect(without).toMatchObject({ status: 401, body: { code: 'authentication.required', status: 401 } });
    const wrong = await call(door.url, 'GET', '/api/v2/routing/queues', { authorization: 'Bearer x' });
    expect(wrong).toMatchObject({ status: 401, body: { code: 'bad.credentials' } });
    expect(wrong.headers.get('inin-correlation-id')).toBe(wrong.body.contextId);
    await fresh();
    const missing = await platform.get('/api/v2/conversations/nothing');
    expect(missing).toMatchObject({ status: 404, body: { code: 'not.found' } });
    for (const answer of [without, wrong, missing]) fits(answer, 'ErrorBody');
    expect((await platform.get('/api/v2/users/me')).status).toBe(400);
    fits(await platform.get('/api/v2/tokens/me'), 'TokenInfo');
    fits(await platform.get('/api/v2/organizations/me'), 'Organization');
    fits(await platform.get('/api/v2/organizations/limits/namespaces/platform.api'), 'LimitsEntityListing');
  });
});

describe('conversations', () => {
  it('[DOOR-44] [DOOR-12] [DOOR-58] [DOOR-46] are served by an agent of the desk', async () => {
    const { guest, id } = await served();
    await agent.say(id, 'Hi, this is Sam');
    const outbound = await guest.outbound();
    expect(outbound.tracingId).toBeUndefined();
    expect(outbound.body).toMatchObject({
      type: 'Text',
      text: 'Hi, this is Sam',
      originatingEntity: 'Human',
      channel: { from: { nickname: 'Sam' } },
    });
    await guest.say('Thank you');
    await agent.frames.next('entries', ({ entries }) =>
      entries.some((entry) => entry.kind === 'message' && entry.text === 'Thank you'),
    );

    const generic = await platform.get(`/api/v2/conversations/${id}`);
    fits(generic, 'Conversation');
    const states = generic.body.participants.map(
      ({ purpose, messages }: { purpose: string; messages: { state: string }[] }) => [
        purpose,
        messages[0]?.state,
      ],
    );
    expect(states).toEqual([
      ['customer', 'connected'],
      ['workflow', 'disconnected'],
      ['acd', 'disconnected'],
      ['agent', 'connected'],
    ]);
    const view = await platform.get(`/api/v2/conversations/messages/${id}`);
    fits(view, 'MessageConversation');
    expect(JSON.stringify([generic.body, view.body])).not.toContain('Thank you');

    const stubs = generic.body.participants.flatMap(
      ({ messages }: { messages: { messages: { messageId: string }[] }[] }) => messages[0]?.messages ?? [],
    );
    const ids = stubs.map(({ messageId }: { messageId: string }) => messageId);
    const bulk = await platform.call(
      'POST',
      `/api/v2/conversations/messages/${id}/messages/bulk?useNormalizedMessage=true`,
      ids,
    );
    fits(bulk, 'TextMessageListing');
    expect(
      bulk.body.entities.map((one: { normalizedMessage: { text: string } }) => one.normalizedMessage.text),
    ).toEqual(['I need help', 'Hi, this is Sam', 'Thank you']);
    const single = await platform.get(`/api/v2/conversations/messages/${id}/messages/${ids[0]}`);
    fits(single, 'MessageData');
    await agent.end(id);
  });

  it('[DOOR-14] carry typing both ways', async () => {
    const { guest, id } = await served();
    guest.send({
      action: 'onMessage',
      token: guest.token,
      message: { type: 'Event', events: [{ eventType: 'Typing', typing: { type: 'On' } }] },
    });
    await agent.frames.next('typing', (typing) => typing.conversationId === id && typing.on);
    agent.frames.send({ type: 'typing', conversationId: id, on: true });
    const typing = await guest.event('Typing', 'On');
    expect(typing.body).toMatchObject({ type: 'Event', direction: 'Outbound' });
    expect(guest.received.filter((frame) => frame.class === 'string')).toEqual([]);
    await agent.end(id);
  });

  it('[DOOR-26] [DOOR-58] end at the desk: read-only for the guest, then a new session', async () => {
    const { guest, id } = await served();
    await agent.end(id);
    const left = await guest.event('Presence', 'Disconnect');
    expect(left.body).toMatchObject({ direction: 'Outbound', metadata: { readOnly: 'true' } });
    expect(await guest.say('hello?')).toMatchObject({ class: 'string', code: 409 });
    const again = await door.guest({ token: guest.token, startNew: false });
    expect(again.received[0]?.body).toMatchObject({ newSession: false, readOnly: true });
    await again.request('closeSession', { closeAllConnections: true });
    await again.configure({ startNew: true });
    expect((await again.say('new topic')).code).toBe(200);
    expect(await platform.conversationOf(again)).not.toBe(id);
  });

  it('[DOOR-45] [DOOR-53] have attributes that merge', async () => {
    const { guest, id } = await served();
    const customer = await participantOf(id, 'customer');
    const path = `/participants/${customer.id}/attributes`;
    const patched = await platform.call('PATCH', `/api/v2/conversations/messages/${id}${path}`, {
      attributes: { topic: 'billing', a: '1' },
    });
    expect(patched).toMatchObject({ status: 202, body: { attributes: { topic: 'billing', a: '1' } } });
    const generic = await platform.call('PATCH', `/api/v2/conversations/${id}${path}`, {
      attributes: { a: '2' },
    });
    expect(generic).toMatchObject({ status: 202, body: undefined });
    const alias = await platform.call('PATCH', `/api/v2/chat/conversations/${id}`, {
      context: { order: { id: 'O-7' }, tier: 'PREMIUM' },
    });
    expect(alias.status).toBe(200);
    for (const context of [
      { a: 'x'.repeat(257) },
      Object.fromEntries([...Array(51).keys()].map((n) => [n, 'x'])),
    ]) {
      const tooMuch = await platform.call('PATCH', `/api/v2/chat/conversations/${id}`, { context });
      expect(tooMuch).toMatchObject({ status: 400, body: { code: 'bad.request' } });
    }
    const { body } = await platform.get(`/api/v2/conversations/${id}`);
    expect(body.participants[0].attributes).toEqual({
      topic: 'billing',
      a: '2',
      'order.id': 'O-7',
      tier: 'PREMIUM',
    });
    const missing = await platform.call(
      'PATCH',
      `/api/v2/conversations/messages/${id}/participants/x/attributes`,
      {
        attributes: {},
      },
    );
    expect(missing.body.code).toBe('conversation.error.participant.not.found');
    await agent.end(id);
    guest.close();
  });

  it('[DOOR-47] are disconnected and wrapped up', async () => {
    const { guest, id } = await served();
    const { id: participantId, messages } = await participantOf(id, 'agent');
    const base = `/api/v2/conversations/messages/${id}`;
    const codes = await platform.get(`${base}/participants/${participantId}/wrapupcodes`);
    expect(differencesFromModel(codes.body[0], 'WrapupCode')).toEqual([]);
    const code = codes.body[0].id as string;
    const wrapped = await platform.call(
      'POST',
      `${base}/participants/${participantId}/communications/${messages[0]?.id}/wrapup`,
      { code, notes: 'done' },
    );
    expect(wrapped.status).toBe(202);
    const ended = await platform.call('PATCH', base, { state: 'disconnected' });
    fits(ended, 'Conversation');
    expect(ended.body.endTime).toMatch(/Z$/);
    await guest.event('Presence', 'Disconnect');
    await agent.frames.next(
      'entries',
      ({ entries, conversationId }) => conversationId === id && entries.some(({ kind }) => kind === 'ended'),
    );
    const wrapup = await platform.get(`${base}/participants/${participantId}/wrapup`);
    fits(wrapup, 'AssignedWrapupCode');
    expect(wrapup.body).toMatchObject({ code, notes: 'done' });
  });

  it('[DOOR-48] [DOOR-54] are transferred and re-prioritized', async () => {
    const { id } = await served();
    await agent.available(false);
    const { id: participantId } = await participantOf(id, 'agent');
    const replace = (queueId: string) =>
      platform.call('POST', `/api/v2/conversations/messages/${id}/participants/${participantId}/replace`, {
        transferType: 'Unattended',
        queueId,
      });
    const priority = (value: number) =>
      platform.call('PATCH', `/api/v2/routing/conversations/${id}`, { priority: value });
    expect(await priority(5)).toMatchObject({ status: 404 });
    expect(await replace('nowhere')).toMatchObject({
      status: 400,
      body: { code: 'conversations.error.queue.not.found' },
    });
    const { body: queues } = await platform.get('/api/v2/routing/queues?name=premium*');
    expect((await replace(queues.entities[0].id)).status).toBe(202);
    const after = await platform.get(`/api/v2/conversations/${id}`);
    expect(after.body.participants.at(-1)).toMatchObject({
      purpose: 'acd',
      queueName: 'Premium_Queue_Router',
    });
    expect(await priority(60)).toMatchObject({ status: 200, body: { priority: 60 } });
    expect((await platform.get(`/api/v2/conversations/${id}`)).body.participants.at(-1)).toMatchObject({
      conversationRoutingData: { priority: 60 },
    });
    await platform.call('POST', `/api/v2/conversations/${id}/disconnect`);
  });
});

describe('queues', () => {
  it('[DOOR-49] are listed with members', async () => {
    await fresh();
    const all = await platform.get('/api/v2/routing/queues?pageSize=1');
    fits(all, 'QueueEntityListing');
    expect(all.body).toMatchObject({ total: 2, pageCount: 2, pageSize: 1, pageNumber: 1 });
    const named = await platform.get('/api/v2/routing/queues?name=Standard*Router');
    expect(named.body.entities).toHaveLength(1);
    const { id } = named.body.entities[0];
    fits(await platform.get(`/api/v2/routing/queues/${id}`), 'Queue');
    await agent.available();
    const members = await platform.get(`/api/v2/routing/queues/${id}/members`);
    fits(members, 'QueueMemberEntityListing');
    expect(members.body.entities.map((one: { name: string }) => one.name)).toEqual(['Riley', 'Sam']);
    const user = members.body.entities[1].id as string;
    fits(await platform.get(`/api/v2/users/${user}`), 'User');
    fits(await platform.get(`/api/v2/users/${user}/routingstatus`), 'RoutingStatus');
    fits(await platform.get(`/api/v2/users/${user}/queues`), 'UserQueueEntityListing');
    fits(await platform.get(`/api/v2/users/${user}/presences/purecloud`), 'UserPresence');
    fits(await platform.get('/api/v2/routing/wrapupcodes'), 'WrapupCodeEntityListing');
    fits(await platform.get('/api/v2/webdeployments/deployments'), 'ExpandableWebDeploymentEntityListing');
  });

  it('[DOOR-50] are observed', async () => {
    await fresh();
    await agent.available(false);
    const { body: queues } = await platform.get('/api/v2/routing/queues?name=Standard*');
    const queueId = queues.entities[0].id as string;
    const observe = async () => {
      const answer = await platform.call('POST', '/api/v2/analytics/queues/observations/query', {
        filter: {
          type: 'or',
          predicates: [{ type: 'dimension', dimension: 'queueId', operator: 'matches', value: queueId }],
        },
        metrics: ['oOnQueueUsers', 'oWaiting', 'oInteracting', 'oMemberUsers'],
        detailMetrics: ['oWaiting'],
      });
      fits(answer, 'QueueObservationQueryResponse');
      const rows = answer.body.results.flatMap((one: { data: object[] }) => one.data);
      return Object.fromEntries(
        rows.map((row: { metric: string; qualifier?: string; stats: { count: number } }) => [
          row.qualifier ? `${row.metric} ${row.qualifier}` : row.metric,
          row.stats.count,
        ]),
      ) as Record<string, number>;
    };
    const estimate = () =>
      platform.get(`/api/v2/routing/queues/${queueId}/mediatypes/message/estimatedwaittime`);
    const before = await observe();
    expect(before).not.toHaveProperty('oOnQueueUsers IDLE');
    expect((await estimate()).body).toEqual({ results: [] });
    const guest = await door.guest();
    await guest.say('waiting');
    expect((await observe()).oWaiting).toBe((before.oWaiting ?? 0) + 1);
    await agent.available();
    await agent.accept(await platform.conversationOf(guest));
    expect((await observe()).oInteracting).toBeGreaterThanOrEqual(1);
    const staffed = await estimate();
    fits(staffed, 'EstimatedWaitTimePredictions');
    expect(staffed.body.results[0]).toMatchObject({ intent: 'MESSAGE' });
    await agent.end(await platform.conversationOf(guest));
  });
});

describe('callbacks', () => {
  it('[DOOR-51] are created, read and cancelled', async () => {
    await fresh();
    const create = (body: object) => platform.call('POST', '/api/v2/conversations/callbacks', body);
    const good = {
      routingData: { queueId: 'Standard_Queue_Router', priority: 10 },
      callbackUserName: 'Ada L',
      callbackNumbers: ['+49301234567'],
      callbackScheduledTime: new Date(Date.now() + 3_600_000).toISOString(),
      data: { portalRef: 'K-1' },
    };
    const created = await create(good);
    fits(created, 'CreateCallbackResponse');
    const path = `/api/v2/conversations/callbacks/${created.body.conversation.id}`;
    const read = await platform.get(path);
    fits(read, 'CallbackConversation');
    expect(read.body.participants[0]).toMatchObject({
      attributes: { portalRef: 'K-1' },
      callbackNumbers: ['+49301234567'],
      state: 'connected',
    });
    const generic = await platform.get(`/api/v2/conversations/${created.body.conversation.id}`);
    fits(generic, 'Conversation');
    expect(generic.body.participants[0].callbacks[0].state).toBe('scheduled');
    const attributes = `${path}/participants/${read.body.participants[0].id}/attributes`;
    const patched = await platform.call('PATCH', attributes, { attributes: { note: 'after five' } });
    expect(patched).toMatchObject({ status: 202, body: { attributes: { note: 'after five' } } });
    const cancelled = await platform.call('PATCH', path, { state: 'disconnected' });
    fits(cancelled, 'Conversation');
    expect(cancelled.body.participants[0]).toMatchObject({
      attributes: { portalRef: 'K-1', note: 'after five' },
      callbacks: [{ state: 'disconnected' }],
    });
    const { callbackNumbers: _, ...numberless } = good;
    expect((await create(numberless)).body.code).toBe('callback.error.missing.callback.numbers');
    expect((await create({ ...good, routingData: {} })).body.code).toBe('callback.error.missing.queue.id');
    const far = new Date(Date.now() + 400 * 86_400_000).toISOString();
    expect((await create({ ...good, callbackScheduledTime: far })).body.code).toBe(
      'callback.error.scheduled.time.too.far.in.future',
    );
  });
});

describe('notifications', () => {
  it('[DOOR-52] bring what was subscribed to', async () => {
    await fresh();
    const { body: queues } = await platform.get('/api/v2/routing/queues?name=Standard*');
    const topic = `v2.routing.queues.${queues.entities[0].id}.conversations.messages`;
    const channel = await platform.call('POST', '/api/v2/notifications/channels');
    fits(channel, 'Channel');
    const subscriptions = `/api/v2/notifications/channels/${channel.body.id}/subscriptions`;
    const refused = await platform.call('PUT', subscriptions, [{ id: topic }, { id: 'v2.nothing' }]);
    expect(refused).toMatchObject({ status: 400, body: { code: 'notification.invalid.topic' } });
    const some = await platform.call('PUT', `${subscriptions}?ignoreErrors=true`, [
      { id: topic },
      { id: 'v2.nothing' },
    ]);
    fits(some, 'ChannelTopicEntityListing');
    expect(some.body.entities.map((one: { state: string }) => one.state)).toEqual(['Permitted', 'Rejected']);

    const socket = new WebSocket(channel.body.connectUri);
    const frames: { topicName: string; eventBody: { id?: string; message?: string } }[] = [];
    await once(socket, 'open');
    socket.on('message', (data) => frames.push(JSON.parse(data.toString())));
    socket.send(JSON.stringify({ message: 'ping' }));
    await expect.poll(() => frames.map(({ topicName }) => topicName)).toContain('channel.metadata');
    const guest = await door.guest();
    await guest.say('hello');
    const id = await platform.conversationOf(guest);
    // The queue may still tell of an earlier one.
    const told = () =>
      frames.filter(({ topicName }) => topicName === topic).map(({ eventBody }) => eventBody.id);
    await expect.poll(told).toContain(id);
    expect(JSON.stringify(frames)).not.toContain('hello');
    socket.close();
    expect((await platform.call('HEAD', `/api/v2/notifications/channels/${channel.body.id}`)).status).toBe(
      200,
    );
  });
});

describe('limits and faults', () => {
  it('[DOOR-55] refuse the 301st request of a token in a minute', async () => {
    await fresh();
    let last = await platform.get('/api/v2/tokens/me');
    for (let sent = 1; sent < 301; sent += 1) last = await platform.get('/api/v2/tokens/me');
    expect(last).toMatchObject({ status: 429, body: { code: 'too.many.requests.retry.after' } });
    const seconds = last.headers.get('retry-after');
    expect(last.body.message).toContain(`[${seconds}] seconds`);
  });

  it('[DOOR-56] happen when asked for', async () => {
    await fresh();
    const path = '/api/v2/organizations/me';
    await platform.fault({ kind: 'http', status: 429, path, retryAfterSeconds: 7 });
    const limited = await platform.get(path);
    expect(limited).toMatchObject({ status: 429, body: { status: 429 } });
    expect(limited.headers.get('retry-after')).toBe('7');
    await platform.fault({ kind: 'http', status: 503, path, emptyBody: true, times: 2 });
    const statuses = [await platform.get(path), await platform.get(path), await platform.get(path)];
    expect(statuses.map(({ status, body }) => [status, body === undefined])).toEqual([
      [503, true],
      [503, true],
      [200, false],
    ]);
    const startedAt = performance.now();
    await platform.fault({ kind: 'delay', ms: 300, path });
    await platform.get(path);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(295);

    const guest = await door.guest();
    await platform.fault({ kind: 'rate-limit', retryAfterSeconds: 9 });
    expect((await guest.say('x')).body).toMatchObject({ retryAfter: 9, errorCode: 4029 });
    await platform.fault({ kind: 'malformed-frame' });
    guest.send({ action: 'getJwt', token: guest.token });
    await guest.say('after the broken one');
    expect(guest.misfits).toHaveLength(1);
    await platform.fault({ kind: 'read-only', token: guest.token });
    expect(await guest.say('x')).toMatchObject({ code: 409 });
    const other = await door.guest();
    await platform.fault({ kind: 'signed-in', token: other.token });
    expect((await other.of('ConnectionClosedEvent')).body.reason).toBe('signedIn');
    await platform.fault({ kind: 'drop-socket', token: guest.token });
    await guest.hasClosed();
    expect(await platform.fault({ kind: 'earthquake' })).toMatchObject({ status: 400 });
  });
});
