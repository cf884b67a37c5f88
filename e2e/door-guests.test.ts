/** The Guest API of the Genesys-compatible door, through a raw client. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { call, DEPLOYMENT, Door, type Guest, type Platform } from './support/door.js';

let door: Door;
let platform: Platform;
const guests: Guest[] = [];

beforeAll(async () => {
  door = await Door.start();
  platform = await door.platform();
});
afterEach(() => {
  // Whatever a test was about: every frame fits the documented schemas.
  expect(guests.flatMap(({ misfits }) => misfits)).toEqual([]);
  for (const guest of guests.splice(0)) guest.close();
});
afterAll(() => door.stop());

async function aGuest(more?: Parameters<Door['guest']>[0]): Promise<Guest> {
  const guest = await door.guest(more);
  guests.push(guest);
  return guest;
}

async function history(guest: Guest, query = ''): Promise<Awaited<ReturnType<typeof call>>> {
  const { body } = await guest.request('getJwt');
  return call(door.url, 'GET', `/api/v2/webmessaging/messages${query}`, {
    authorization: `bearer ${body.jwt}`,
  });
}

describe('opening the socket', () => {
  it.each([undefined, 'https://shop.example', '127.0.0.1'])(
    '[DOOR-1] accepts the origin %s',
    async (origin) => {
      const guest = await door.connect(undefined, origin === undefined ? {} : { headers: { origin } });
      guests.push(guest);
      expect((await guest.configure()).code).toBe(200);
    },
  );

  it('[DOOR-2] refuses an unknown deployment with 403', async () => {
    expect(await door.refusedStatus(`deploymentId=${randomUUID()}&application=x`)).toBe(403);
  });

  it('[DOOR-3] [DOOR-5] configures without tracingId and says what is allowed', async () => {
    const guest = await door.connect();
    guests.push(guest);
    guest.send({ action: 'configureSession', token: guest.token, deploymentId: DEPLOYMENT });
    const { type, code, body } = await guest.of('SessionResponse');
    expect({ type, code }).toEqual({ type: 'response', code: 200 });
    expect(body).toMatchObject({
      connected: true,
      newSession: true,
      readOnly: false,
      clearedExistingSession: false,
      maxCustomDataBytes: 2048,
      durationSeconds: 259_200,
    });
    expect(body.allowedMedia.inbound.fileTypes[0]).toEqual({ type: '*/*' });
    expect(body.blockedExtensions).toContain('.exe');
    expect(body.expirationDate - Date.now() / 1000).toBeGreaterThan(259_000);
    expect(body.expirationDate - Date.now() / 1000).toBeLessThan(259_300);
  });

  it('[DOOR-4] resumes the session of a token, or starts afresh', async () => {
    const guest = await aGuest();
    await guest.say('before');
    const again = await door.connect(guest.token);
    guests.push(again);
    expect((await again.configure({ startNew: false })).body.newSession).toBe(false);
    expect((await history(again)).body.total).toBe(1);
    expect((await again.configure({ startNew: true })).body.newSession).toBe(true);
    expect((await history(again)).body.total).toBe(0);
  });

  it('[DOOR-6] knows no session before it is configured, and says when it expired', async () => {
    const stranger = await door.connect();
    guests.push(stranger);
    expect(await stranger.say('hello')).toMatchObject({ class: 'string', code: 4007 });
    const guest = await aGuest();
    await platform.fault({ kind: 'expire-session', token: guest.token });
    await guest.of('SessionExpiredEvent');
    expect(await guest.say('hello')).toMatchObject({ class: 'string', code: 4006 });
    expect((await guest.configure()).body.newSession).toBe(true);
  });
});

describe('messages', () => {
  it('[DOOR-7] echoes a text with tracingId and metadata', async () => {
    const guest = await aGuest();
    const {
      type,
      class: name,
      code,
      body,
    } = await guest.say('Hello', { metadata: { customMessageId: 'local-17' } });
    expect({ type, name, code }).toEqual({ type: 'message', name: 'StructuredMessage', code: 200 });
    expect(body).toMatchObject({ type: 'Text', text: 'Hello', direction: 'Inbound' });
    expect(body.metadata.customMessageId).toBe('local-17');
    for (const value of Object.values(body.metadata)) expect(value).toBeTypeOf('string');
  });

  it('[DOOR-8] gives every message its own id and a later time', async () => {
    const guest = await aGuest();
    const echoes = await Promise.all(['a', 'b', 'c', 'd'].map((text) => guest.say(text)));
    const bodies = echoes.map(({ body }) => body);
    for (const { id } of bodies) expect(id).toMatch(/^[0-9a-f]{32}$/);
    const times = bodies.map(({ channel }) => channel.time as string);
    for (const time of times) expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(new Set(times).size).toBe(4);
    expect([...times].sort()).toEqual(times);
  });

  it.each(['channel', 'message.channel'])('[DOOR-9] takes custom attributes from %s', async (place) => {
    const guest = await aGuest();
    const channel = { metadata: { customAttributes: { plan: 'gold' } } };
    const message = { type: 'Text', text: 'hi' };
    await guest.request(
      'onMessage',
      place === 'channel' ? { message, channel } : { message: { ...message, channel } },
    );
    const id = await platform.conversationOf(guest);
    const { body } = await platform.get(`/api/v2/conversations/${id}`);
    expect(body.participants[0]).toMatchObject({ purpose: 'customer', attributes: { plan: 'gold' } });
  });

  it('[DOOR-10] refuses what is too long or empty', async () => {
    const guest = await aGuest();
    expect(await guest.say('x'.repeat(4097))).toMatchObject({ class: 'string', code: 4011 });
    expect(await guest.say('ü'.repeat(2049))).toMatchObject({ code: 4011 });
    expect(await guest.say('x'.repeat(4096))).toMatchObject({ code: 200 });
    const channel = { metadata: { customAttributes: { a: 'x'.repeat(2049) } } };
    expect(await guest.say('x', { channel })).toMatchObject({ class: 'string', code: 4013 });
    expect(await guest.say('')).toMatchObject({ class: 'string', code: 400 });
  });

  it('[DOOR-11] answers an echo and does not keep it', async () => {
    const guest = await aGuest();
    const tracingId = 'SGVhbHRoQ2hlY2tNZXNzYWdlSWQ=';
    const message = { type: 'Text', text: 'ping' };
    guest.send({ action: 'echo', token: guest.token, tracingId, message });
    const { type, class: name, body } = await guest.next((frame) => frame.tracingId === tracingId);
    expect({ type, name }).toEqual({ type: 'response', name: 'StructuredMessage' });
    expect(body).toMatchObject({
      text: 'ping',
      direction: 'Inbound',
      metadata: { durationSeconds: '259200' },
    });
    expect(body.metadata.expirationDate).toMatch(/^\d{10}$/);
    expect((await history(guest)).body.total).toBe(0);
  });

  it('[DOOR-13] carries quick replies and their answer', async () => {
    const guest = await aGuest();
    await guest.say('hi');
    const id = await platform.conversationOf(guest);
    const quickReply = { text: 'Yes', payload: 'yes', action: 'Message' };
    await platform.call('POST', `/emulator/v1/conversations/${id}/messages`, {
      text: 'Shall we?',
      content: [{ contentType: 'QuickReply', quickReply }],
    });
    const offered = await guest.outbound();
    expect(offered.tracingId).toBeUndefined();
    expect(offered.body).toMatchObject({
      type: 'Structured',
      originatingEntity: 'Bot',
      content: [{ contentType: 'QuickReply', quickReply }],
    });
    const buttonResponse = { text: 'Yes', payload: 'yes', type: 'QuickReply' };
    const content = [{ contentType: 'ButtonResponse', buttonResponse }];
    for (const message of [
      { type: 'Text', text: '', content },
      { type: 'Structured', text: 'Yes', content },
    ]) {
      const echo = await guest.request('onMessage', { message });
      expect(echo).toMatchObject({ code: 200, body: { direction: 'Inbound', type: 'Structured' } });
      expect(echo.body.content[0].buttonResponse).toEqual({
        ...buttonResponse,
        originatingMessageId: offered.body.id,
      });
    }
  });

  it('[DOOR-15] opens a conversation on Presence Join', async () => {
    const guest = await aGuest();
    expect(await platform.conversationOf(guest)).toBeNull();
    await guest.request('onMessage', {
      message: {
        type: 'Event',
        events: [{ eventType: 'Presence', presence: { type: 'Join' } }],
        channel: { metadata: { customAttributes: { a: 'b' } } },
      },
    });
    const id = await platform.conversationOf(guest);
    const { body } = await platform.get(`/api/v2/conversations/${id}`);
    expect(body.participants[0].attributes).toEqual({ a: 'b' });
    expect((await history(guest)).body.entities[0].events[0].presence.type).toBe('Join');
  });

  it('[DOOR-16] [T6] masks what guests write before anyone sees it', async () => {
    const guest = await aGuest();
    const card = '4111 1111 1111 1111';
    const echo = await guest.say(`my card is ${card}`, {
      channel: { metadata: { customAttributes: { note: card } } },
    });
    expect(echo.body.text).toContain('my card is ');
    const id = await platform.conversationOf(guest);
    const stored = await platform.get(`/api/v2/conversations/messages/${id}/messages/${echo.body.id}`);
    const seen = JSON.stringify([
      guest.received,
      (await history(guest)).body,
      stored.body,
      (await platform.get(`/api/v2/conversations/${id}`)).body,
    ]);
    expect(seen).not.toContain('4111 1111');
  });
});

describe('the history', () => {
  it('[DOOR-17] [DOOR-18] comes newest first, in pages', async () => {
    const guest = await aGuest();
    for (const text of ['one', 'two', 'three']) await guest.say(text);
    const jwt = await guest.request('getJwt');
    expect(jwt).toMatchObject({ type: 'response', class: 'JwtResponse', code: 200 });
    expect(jwt.body.exp - Date.now() / 1000).toBeGreaterThan(50);
    expect(jwt.body.exp - Date.now() / 1000).toBeLessThan(61);
    const first = await history(guest, '?pageSize=2&pageNumber=1');
    expect(first.body).toMatchObject({ pageSize: 2, pageNumber: 1, total: 3, pageCount: 2 });
    expect(first.body.entities.map(({ text }: { text: string }) => text)).toEqual(['three', 'two']);
    const second = await history(guest, '?pageSize=2&pageNumber=2');
    expect(second.body.entities.map(({ text }: { text: string }) => text)).toEqual(['one']);
    expect((await history(guest)).body).toMatchObject({ pageSize: 25, pageNumber: 1, pageCount: 1 });
  });

  it('[DOOR-19] opens to its own JWT only', async () => {
    const path = '/api/v2/webmessaging/messages';
    const { jwt } = await platform.signIn('history-reader');
    expect(await call(door.url, 'GET', path)).toMatchObject({ status: 401 });
    for (const token of ['nonsense', jwt, platform.token]) {
      const answer = await call(door.url, 'GET', path, { authorization: `bearer ${token}` });
      expect(answer).toMatchObject({ status: 401, body: { code: 'bad.credentials' } });
    }
  });
});

describe('attachments', () => {
  const file = { fileName: 'a.png', fileType: 'image/png', fileSize: 5 };

  async function upload(guest: Guest, attachmentId: string): Promise<void> {
    const { class: name, body } = await guest.request('onAttachment', {
      ...file,
      attachmentId,
      errorsAsJson: true,
    });
    expect(name).toBe('PresignedUrlResponse');
    expect(body.attachmentId).toBe(attachmentId);
    expect(Object.keys(body.headers).length).toBeGreaterThan(0);
    const put = await fetch(body.url, {
      method: 'PUT',
      headers: { ...body.headers, 'content-type': 'image/png' },
      body: 'bytes',
    });
    expect(put.status).toBe(200);
    const done = await guest.of('UploadSuccessEvent');
    expect(done).toMatchObject({ type: 'message', body: { attachmentId } });
  }

  it('[DOOR-20] [DOOR-21] [DOOR-22] go up, are sent, and come down again', async () => {
    const guest = await aGuest();
    const id = randomUUID();
    await upload(guest, id);
    const content = [{ contentType: 'Attachment', attachment: { id } }];
    const echo = await guest.request('onMessage', { message: { content } });
    expect(echo.body).toMatchObject({
      type: 'Text',
      direction: 'Inbound',
      content: [
        { attachment: { id, filename: 'a.png', mediaType: 'Image', mime: 'image/png', fileSize: 5 } },
      ],
    });
    const again = await guest.request('getAttachment', { attachmentId: id });
    expect(again.body).toMatchObject({ attachmentId: id, headers: {}, fileSize: 5 });
    expect(await (await fetch(again.body.url)).text()).toBe('bytes');
    expect(await (await fetch(echo.body.content[0].attachment.url)).text()).toBe('bytes');
    const deleted = await guest.request('deleteAttachment', { attachmentId: id });
    expect(deleted).toMatchObject({ class: 'AttachmentDeletedResponse', body: { attachmentId: id } });
    expect(await guest.request('getAttachment', { attachmentId: id })).toMatchObject({ code: 4009 });
  });

  it.each([
    [{ fileName: 'a.exe' }, 4001],
    [{ fileSize: 11 * 1024 * 1024 }, 4002],
    [{ fileName: 'noextension' }, 4004],
    [{ fileName: `${'x'.repeat(1024)}.png` }, 4005],
    [{ fileSize: 0 }, 4102],
  ])('[DOOR-23] refuses %o with %i, as text or as JSON', async (wrong, code) => {
    const guest = await aGuest();
    expect(await guest.request('onAttachment', { ...file, ...wrong })).toMatchObject({
      class: 'string',
      code,
    });
    const asJson = await guest.request('onAttachment', { ...file, ...wrong, errorsAsJson: true });
    expect(asJson).toMatchObject({ class: 'GenerateUrlError', body: { errorCode: code } });
  });

  it('[DOOR-23] reports an upload that breaks its promise', async () => {
    const guest = await aGuest();
    const { body } = await guest.request('onAttachment', file);
    await fetch(body.url, { method: 'PUT', body: '' });
    expect((await guest.of('UploadFailureEvent')).body).toMatchObject({ errorCode: 4102 });
  });

  it('[DOOR-63] are what their bytes say they are', async () => {
    const guest = await aGuest();
    const send = async (fileName: string, bytes: string) => {
      const { body } = await guest.request('onAttachment', { fileName, fileType: 'image/png' });
      await fetch(body.url, { method: 'PUT', body: Buffer.from(bytes, 'base64') });
      return body.attachmentId as string;
    };
    const jpeg = await send('photo.png', '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////');
    await guest.of('UploadSuccessEvent');
    const message = { content: [{ contentType: 'Attachment', attachment: { id: jpeg } }] };
    const echo = await guest.request('onMessage', { message });
    expect(echo.body.content[0].attachment).toMatchObject({ mime: 'image/jpeg', mediaType: 'Image' });
    await send('program.png', Buffer.from('MZ').toString('base64'));
    expect((await guest.of('UploadFailureEvent')).body).toMatchObject({ errorCode: 4003 });
  });

  it('[DOOR-16] [T6] have names without what masking covers', async () => {
    const guest = await aGuest();
    const fileName = 'card 4111 1111 1111 1111.png';
    const { body } = await guest.request('onAttachment', { fileName, fileType: 'image/png' });
    expect(body.fileName).toMatch(/\.png$/);
    expect(body.fileName).not.toContain('4111 1111');
  });

  it('[DOOR-24] [DOOR-39] are refused before their upload, when unknown, and when foreign', async () => {
    const guest = await aGuest();
    const other = await aGuest();
    const send = (who: Guest, id: string) =>
      who.request('onMessage', { message: { content: [{ contentType: 'Attachment', attachment: { id } }] } });
    const { body } = await guest.request('onAttachment', file);
    expect(await send(guest, body.attachmentId)).toMatchObject({ code: 4010 });
    expect(await send(guest, randomUUID())).toMatchObject({ code: 4009 });
    const mine = randomUUID();
    await upload(guest, mine);
    expect(await send(other, mine)).toMatchObject({ code: 4009 });
    expect(await other.request('getAttachment', { attachmentId: mine })).toMatchObject({ code: 4009 });
  });
});

describe('connections and sessions', () => {
  it('[DOOR-25] fan out to three; the fourth pushes out the oldest', async () => {
    const first = await aGuest();
    const { token } = first;
    const second = await aGuest({ token });
    const third = await aGuest({ token });
    const text = 'to all';
    await second.say(text);
    for (const guest of [first, third]) await guest.next(({ body }) => body.text === text);
    const fourth = await aGuest({ token });
    expect((await first.of('ConnectionClosedEvent')).type).toBe('message');
    await first.hasClosed();
    await fourth.say('still here');
    await third.next(({ body }) => body.text === 'still here');
  });

  it('[DOOR-27] end with closeSession, and a new one begins', async () => {
    const guest = await aGuest();
    const other = await aGuest({ token: guest.token });
    await guest.say('hi');
    const closed = await guest.request('closeSession', { closeAllConnections: true });
    expect(closed).toMatchObject({ class: 'SessionResponse', body: { connected: false, readOnly: true } });
    await other.of('ConnectionClosedEvent');
    await other.hasClosed();
    const fresh = await guest.configure({ startNew: true });
    expect(fresh.body).toMatchObject({ connected: true, newSession: true, readOnly: false });
  });

  it('[DOOR-28] are cleared on request', async () => {
    const guest = await aGuest();
    await guest.say('hi');
    const events = [{ eventType: 'Presence', presence: { type: 'Clear' } }];
    await guest.request('onMessage', { message: { type: 'Event', events } });
    await guest.of('ConnectionClosedEvent');
    await guest.hasClosed();
    const order = guest.received.slice(-3).map((frame) => frame.class);
    expect(order).toEqual(['StructuredMessage', 'SessionClearedEvent', 'ConnectionClosedEvent']);
    const again = await aGuest({ token: guest.token });
    expect(again.received[0]?.body.newSession).toBe(true);
  });
});

describe('limits', () => {
  it('[DOOR-29] refuse the sixth message of a second', async () => {
    const guest = await aGuest();
    const startedAt = performance.now();
    const answers = await Promise.all(Array.from({ length: 30 }, (_, index) => guest.say(`m${index}`)));
    const windows = Math.floor((performance.now() - startedAt) / 1_000) + 1;
    const taken = answers.filter(({ code }) => code === 200);
    expect(taken.length).toBeGreaterThanOrEqual(5);
    expect(taken.length).toBeLessThanOrEqual(5 * windows);
    const refused = answers.find(({ code }) => code !== 200);
    expect(refused).toMatchObject({ type: 'response', class: 'TooManyRequestsErrorMessage' });
    expect(refused?.body).toMatchObject({
      errorCode: 4029,
      errorMessage: 'Message rate too high for this session',
    });
    expect(refused?.body.retryAfter).toBeGreaterThanOrEqual(1);
  });

  it('[DOOR-30] refuse the third echo and the 61st request of a minute', async () => {
    const guest = await aGuest();
    const echoes = [await guest.request('echo'), await guest.request('echo'), await guest.request('echo')];
    expect(echoes.map(({ code }) => code)).toEqual([200, 200, 429]);
    const rest = await Promise.all(
      Array.from({ length: 57 }, () => guest.request('getConfiguration', { deploymentId: DEPLOYMENT })),
    );
    // Four requests came before: configure and three echoes.
    expect(rest.filter(({ code }) => code === 200)).toHaveLength(56);
    expect(rest.at(-1)).toMatchObject({ class: 'TooManyRequestsErrorMessage', code: 429 });
  });

  it('[DOOR-31] refuse the eleventh reading of a history in a minute', async () => {
    const guest = await aGuest();
    const { body } = await guest.request('getJwt');
    const headers = { authorization: `bearer ${body.jwt}` };
    const statuses: number[] = [];
    for (let count = 0; count < 10; count += 1) {
      statuses.push((await call(door.url, 'GET', '/api/v2/webmessaging/messages', headers)).status);
    }
    expect(new Set(statuses)).toEqual(new Set([200]));
    const refused = await call(door.url, 'GET', '/api/v2/webmessaging/messages', headers);
    expect(refused).toMatchObject({ status: 429, body: { code: 'too.many.requests.retry.after' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  });
});

describe('a misbehaving client', () => {
  it.each([
    ['bad JSON', '{"action":'],
    ['a list', '[]'],
    ['an unknown action', { action: 'fly', token: 't' }],
    ['no action', { token: 't' }],
    ['no token', { action: 'getJwt' }],
    ['wrong types', { action: 'onMessage', token: 't', message: 'text' }],
    [
      'an unknown button',
      { action: 'onMessage', token: 't', message: { content: [{ contentType: 'Bomb' }] } },
    ],
    ['an action nobody documents', { action: 'resumeToken', token: 't' }],
  ])('[DOOR-38] that sends %s gets an error and may go on', async (_what, frame) => {
    const guest = await aGuest();
    guest.send(
      typeof frame === 'object' && 'token' in frame && !Array.isArray(frame)
        ? { ...frame, token: guest.token }
        : frame,
    );
    const error = await guest.of('string');
    expect(error).toMatchObject({ type: 'response', code: 400 });
    expect(error.body).toBeTypeOf('string');
    expect((await guest.say('still here')).code).toBe(200);
  });

  it('[DOOR-39] cannot speak for another guest on its own connection', async () => {
    const [guest, victim] = [await aGuest(), await aGuest()];
    const tracingId = randomUUID();
    const message = { type: 'Text', text: 'as you' };
    guest.send({ action: 'onMessage', token: victim.token, tracingId, message });
    expect(await guest.next((frame) => frame.tracingId === tracingId)).toMatchObject({ code: 4007 });
    expect((await history(victim)).body.total).toBe(0);
  });
});

describe('deployment files', () => {
  it('[DOOR-40] [DOOR-41] are public and complete', async () => {
    const base = `/webdeployments/v1/deployments/${DEPLOYMENT}`;
    const config = await call(door.url, 'GET', `${base}/config.json`, { origin: 'https://any.example' });
    expect(config.headers.get('access-control-allow-origin')).toBe('*');
    expect(config.body).toMatchObject({
      id: expect.any(String),
      version: expect.any(String),
      status: 'Active',
      languages: expect.arrayContaining([expect.any(String)]),
      defaultLanguage: expect.any(String),
      apiEndpoint: expect.stringMatching(/^http/),
      auth: { enabled: true, allowSessionUpgrade: true },
      journeyEvents: { enabled: false },
      messenger: {
        enabled: true,
        styles: { primaryColor: expect.any(String) },
        launcherButton: { visibility: 'OnDemand' },
        fileUpload: { enableAttachments: true, modes: [{ fileTypes: ['*/*'], maxFileSizeKB: 10_240 }] },
        apps: {
          conversations: {
            messagingEndpoint: expect.stringMatching(/^ws/),
            conversationDisconnect: { enabled: true, type: 'ReadOnly' },
            sessionDurationSeconds: 259_200,
          },
        },
      },
    });
    const domains = await call(door.url, 'GET', `${base}/domains.json`);
    expect(domains.body).toEqual({ allowAllDomains: true, allowedDomains: [] });
    const unknown = `/webdeployments/v1/deployments/${randomUUID()}/config.json`;
    expect(await call(door.url, 'GET', unknown)).toMatchObject({ status: 404 });
  });
});
