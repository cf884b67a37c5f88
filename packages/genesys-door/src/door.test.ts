import { once } from 'node:events';
import { EmbeddedContactCenter } from '@throughline/contact-center';
import { createMemoryStore, MemoryBus } from '@throughline/core';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { createGenesysDoor, DEFAULT_DEPLOYMENT, type GenesysDoor, type GenesysDoorOptions } from './index.js';

const DEPLOYMENT = 'd-1';
let door: GenesysDoor;
let now: number;
const sockets: WebSocket[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await door.close();
});

async function startDoor(more: Partial<GenesysDoorOptions> = {}): Promise<string> {
  now = Date.parse('2026-11-22T10:00:00Z');
  const bus = new MemoryBus();
  const clock = { now: () => new Date(now) };
  const { interactions: store } = createMemoryStore(uuidv7);
  const contactCenter = new EmbeddedContactCenter({ store, bus, clock, newId: uuidv7 });
  await contactCenter.configure([{ id: 'q', displayName: 'Q' }], []);
  door = await createGenesysDoor({
    contactCenter,
    bus,
    clock,
    mask: (text) => ({ text, maskedTypes: [] }),
    maskMessage: ({ text }) => ({ text, maskedTypes: [], redacted: [] }),
    newId: uuidv7,
    deployments: [{ ...DEFAULT_DEPLOYMENT, id: DEPLOYMENT, queueId: 'q' }],
    clients: [{ id: 'c', secret: 's' }],
    production: false,
    onFailure: () => undefined,
    ...more,
  });
  contactCenter.onChange(async (interaction) => {
    await door.guests.follow(interaction);
  });
  await door.app.listen({ host: '127.0.0.1', port: 0 });
  const address = door.app.server.address();
  return `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}

async function connect(host: string, headers: Record<string, string> = {}) {
  const socket = new WebSocket(`ws://${host}/v1?deploymentId=${DEPLOYMENT}`, { headers });
  sockets.push(socket);
  socket.on('error', () => undefined);
  const [event] = await Promise.race([
    once(socket, 'open').then(() => ['open']),
    once(socket, 'unexpected-response').then(([, { statusCode }]) => [statusCode]),
  ]);
  return { socket, event };
}

async function ask(
  socket: WebSocket,
  frame: object,
): Promise<{ class: string; code: number; body: { jwt: string } }> {
  socket.send(JSON.stringify({ token: 't', deploymentId: DEPLOYMENT, ...frame }));
  const [data] = await once(socket, 'message');
  return JSON.parse(String(data));
}

async function bearer(): Promise<Record<string, string>> {
  const answer = await door.app.inject({
    method: 'POST',
    url: '/oauth/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'grant_type=client_credentials&client_id=c&client_secret=s',
  });
  return { authorization: `Bearer ${answer.json().access_token}` };
}

describe('the door', () => {
  it('[DOOR-57] refuses faults and made-up data in production', async () => {
    await startDoor({ production: true });
    const headers = await bearer();
    for (const [url, payload] of [
      ['/emulator/v1/faults', { kind: 'expire-jwt' }],
      ['/emulator/v1/authorization-codes', { sub: 'x' }],
      ['/emulator/v1/conversations/x/messages', { text: 'x' }],
    ] as const) {
      const answer = await door.app.inject({ method: 'POST', url, headers, payload });
      expect(answer.statusCode).toBe(403);
      expect(answer.json()).toMatchObject({ code: 'fault.injection.refused', status: 403 });
    }
  });

  it.each([
    ['https://shop.example', 'open'],
    ['https://help.shop.example:8443', 'open'],
    ['shop.example', 'open'],
    ['https://evil.example', 403],
    ['https://notshop.example', 403],
  ])('[DOOR-2] answers a page of %s with %s', async (origin, expected) => {
    const deployment = {
      ...DEFAULT_DEPLOYMENT,
      id: DEPLOYMENT,
      queueId: 'q',
      allowedDomains: ['shop.example'],
    };
    const host = await startDoor({ deployments: [deployment] });
    expect((await connect(host, { origin })).event).toBe(expected);
  });

  it('[DOOR-19] lets a JWT for the history expire after a minute', async () => {
    const host = await startDoor();
    const { socket } = await connect(host);
    await ask(socket, { action: 'configureSession' });
    const { body } = await ask(socket, { action: 'getJwt' });
    const read = async () => {
      const headers = { authorization: `bearer ${body.jwt}` };
      return (await door.app.inject({ url: '/api/v2/webmessaging/messages', headers })).statusCode;
    };
    expect(await read()).toBe(200);
    now += 61_000;
    expect(await read()).toBe(401);
  });

  it('[DOOR-6] lets an idle session expire', async () => {
    const host = await startDoor();
    const { socket } = await connect(host);
    await ask(socket, { action: 'configureSession' });
    now += 259_201_000;
    const expired = once(socket, 'message');
    socket.send(JSON.stringify({ action: 'getJwt', token: 't' }));
    expect(JSON.parse(String((await expired)[0]))).toMatchObject({ class: 'SessionExpiredEvent' });
    expect(await ask(socket, { action: 'getJwt' })).toMatchObject({ code: 4006 });
  });

  it('[DOOR-34] lets the JWT of a signed-in guest expire after 15 minutes', async () => {
    const host = await startDoor();
    const headers = await bearer();
    const post = async (url: string, payload: object, more: Record<string, string> = {}) =>
      (await door.app.inject({ method: 'POST', url, payload, headers: more })).json();
    const { code } = await post('/emulator/v1/authorization-codes', { sub: 'ann' }, headers);
    const { jwt, refreshToken } = await post('/api/v2/webdeployments/token/oauthcodegrantjwtexchange', {
      deploymentId: DEPLOYMENT,
      oauth: { code },
    });
    now += 901_000;
    const { socket } = await connect(host);
    const configure = (data: string) =>
      ask(socket, { action: 'configureAuthenticatedSession', data: { code: data } });
    expect(await configure(jwt)).toMatchObject({ class: 'string', code: 401 });
    const refreshed = await post('/api/v2/webdeployments/token/refresh', { refreshToken });
    expect(await configure(refreshed.jwt)).toMatchObject({ class: 'SessionResponse', code: 200 });
  });

  it('[DOOR-60] looks for an agent when a callback is due, and not before', async () => {
    await startDoor();
    const headers = await bearer();
    const post = async (url: string, payload: object) =>
      (await door.app.inject({ method: 'POST', url, payload, headers })).json();
    const { conversation } = await post('/api/v2/conversations/callbacks', {
      queueId: 'q',
      callbackNumbers: ['+49301234567'],
      callbackScheduledTime: new Date(now + 3_600_000).toISOString(),
    });
    const stateOf = async () => (await door.guests.get(conversation.id))?.state;
    const waiting = async () => {
      const predicates = [{ dimension: 'queueId', value: 'q' }];
      const query = { filter: { type: 'or', predicates }, metrics: ['oWaiting'] };
      return (await post('/api/v2/analytics/queues/observations/query', query)).results;
    };
    expect(await waiting()).toEqual([]);
    now += 3_600_000;
    await expect.poll(stateOf).toBe('queued');
    await expect
      .poll(waiting)
      .toMatchObject([
        { group: { mediaType: 'callback' }, data: [{ metric: 'oWaiting', stats: { count: 1 } }] },
      ]);
  });

  it('[DOOR-72] tells a channel a minute before its day is over, and then closes it', async () => {
    const host = await startDoor();
    const headers = await bearer();
    const channel = (
      await door.app.inject({ method: 'POST', url: '/api/v2/notifications/channels', headers })
    ).json();
    expect(Date.parse(channel.expires) - now).toBe(86_400_000);
    const socket = new WebSocket(`ws://${host}/channels/${channel.id}`);
    sockets.push(socket);
    await once(socket, 'open');
    const warned = once(socket, 'message');
    now += 86_400_000 - 59_000;
    expect(JSON.parse(String((await warned)[0]))).toMatchObject({ topicName: 'v2.system.socket_closing' });
    now += 60_000;
    await once(socket, 'close');
    const url = `/api/v2/notifications/channels/${channel.id}`;
    // The client's token has lived no longer.
    const again = await bearer();
    expect((await door.app.inject({ method: 'HEAD', url, headers: again })).statusCode).toBe(404);
  });

  it('[DOOR-73] lets pages of every origin read the Platform API, and of allowed ones what guests call', async () => {
    const deployment = {
      ...DEFAULT_DEPLOYMENT,
      id: DEPLOYMENT,
      queueId: 'q',
      allowedDomains: ['shop.example'],
    };
    await startDoor({ deployments: [deployment] });
    const allowed = async (method: 'GET' | 'OPTIONS', url: string, origin: string) =>
      (await door.app.inject({ method, url, headers: { origin } })).headers['access-control-allow-origin'];
    expect(await allowed('OPTIONS', '/api/v2/conversations/x', 'https://any.example')).toBe('*');
    const history = '/api/v2/webmessaging/messages';
    expect(await allowed('OPTIONS', history, 'https://shop.example')).toBe('https://shop.example');
    expect(await allowed('GET', history, 'https://evil.example')).toBeUndefined();
    expect(await allowed('OPTIONS', '/emulator/v1/faults', 'https://any.example')).toBeUndefined();
    expect(await allowed('OPTIONS', '/oauth/token', 'https://any.example')).toBeUndefined();
  });

  it('[DOOR-43] lets a client token expire', async () => {
    await startDoor({ limits: { platformTokenSeconds: 5 } });
    const headers = await bearer();
    const read = async () => (await door.app.inject({ url: '/api/v2/tokens/me', headers })).statusCode;
    expect(await read()).toBe(200);
    now += 5_000;
    expect(await read()).toBe(401);
  });
});
