/** What real clients leave out, add and get wrong, at the Genesys-compatible door. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, DEPLOYMENT, Door, type Platform } from './support/door.js';

let door: Door;
let platform: Platform;
beforeAll(async () => {
  door = await Door.start();
  platform = await door.platform();
});
afterAll(() => door.stop());

describe('the guest socket', () => {
  it('[DOOR-75] takes frames with everything that clients add, and with nulls for what they leave out', async () => {
    const guest = await door.connect();
    const journeyContext = {
      customer: { id: 'cookie-1', idType: 'cookie' },
      customerSession: { id: '', type: 'web' },
    };
    const configured = await guest.configure({ startNew: false, journeyContext, resumeToken: null });
    expect(configured.body).toMatchObject({ connected: true, newSession: true });
    const echo = await guest.request('onMessage', {
      time: new Date().toISOString(),
      message: {
        type: 'Text',
        text: 'hello',
        id: null,
        status: 'Sent',
        metadata: { id: 'mine', customMessageId: 'local-1' },
        channel: null,
        futureField: { anything: [1, 2] },
      },
      channel: { metadata: { customAttributes: { plan: 'gold' } }, messageId: 'x' },
    });
    expect(echo).toMatchObject({
      code: 200,
      body: { text: 'hello', metadata: { id: 'mine', customMessageId: 'local-1' } },
    });
    guest.close();
  });

  it('[DOOR-76] says what the deployment supports, before and after configuring', async () => {
    const guest = await door.connect();
    const supported = {
      type: 'response',
      class: 'GetConfigurationResponse',
      code: 200,
      body: {
        allowedMedia: { inbound: { fileTypes: [{ type: '*/*' }], maxFileSizeKB: 10_240 } },
        maxCustomDataBytes: 2048,
        messageRoutingEnabled: true,
        sessionDurationSeconds: 259_200,
      },
    };
    expect(await guest.request('getConfiguration', { deploymentId: DEPLOYMENT })).toMatchObject(supported);
    await guest.configure();
    expect(await guest.request('getConfiguration', { deploymentId: DEPLOYMENT })).toMatchObject(supported);
    guest.close();
  });

  it('[DOOR-77] answers pings of WebSockets, and survives frames that are no text', async () => {
    const guest = await door.guest();
    const pong = once(guest.socket, 'pong');
    guest.socket.ping('are you there');
    expect(String((await pong)[0])).toBe('are you there');
    guest.socket.send(Buffer.from([0, 1, 2]));
    expect(await guest.of('string')).toMatchObject({ code: 400 });
    expect((await guest.say('still here')).code).toBe(200);
    guest.close();
  });

  it('[DOOR-2] [DOOR-38] refuses another deployment than that of the connection, and an unknown one', async () => {
    const guest = await door.connect();
    expect(await guest.configure({ deploymentId: randomUUID() })).toMatchObject({
      class: 'string',
      code: 404,
    });
    expect(await guest.configure({ deploymentId: 7 })).toMatchObject({ class: 'string', code: 400 });
    expect((await guest.configure()).code).toBe(200);
    expect(await door.refusedStatus('application=x')).toBe(400);
    guest.close();
  });
});

describe('the Platform API', () => {
  const headers = () => ({ authorization: `Bearer ${platform.token}`, 'content-type': 'application/json' });
  const raw = async (method: string, path: string, body: string, more: Record<string, string> = {}) => {
    const answer = await fetch(`${door.url}${path}`, { method, headers: { ...headers(), ...more }, body });
    return { status: answer.status, body: await answer.json() };
  };

  it('[DOOR-78] says which field is wrong, with its code, and never the value', async () => {
    expect(await raw('POST', '/api/v2/conversations/callbacks', '{"queueId":')).toMatchObject({
      status: 400,
      body: { code: 'bad.request' },
    });
    const wrong = await raw('POST', '/api/v2/conversations/callbacks', '{"queueId":{"secret":"4711"}}');
    expect(wrong).toMatchObject({
      status: 400,
      body: { code: 'invalid.value', details: [{ errorCode: 'invalid.value', fieldName: 'queueId' }] },
    });
    expect(JSON.stringify(wrong)).not.toContain('4711');
    const xml = await raw('POST', '/api/v2/conversations/callbacks', '<a/>', { 'content-type': 'text/xml' });
    expect(xml).toMatchObject({ status: 415, body: { code: 'unsupported.media.type' } });
    const large = JSON.stringify({ queueId: 'x'.repeat(1_100_000) });
    expect(await raw('POST', '/api/v2/conversations/callbacks', large)).toMatchObject({
      status: 413,
      body: { code: 'request.entity.too.large' },
    });
  });

  it('[DOOR-78] names what it does not serve', async () => {
    const answer = await call(door.url, 'POST', '/api/v2/routing/queues', headers(), { name: 'x' });
    expect(answer).toMatchObject({ status: 404, body: { code: 'not.found' } });
    expect(answer.body.message).toContain('POST /api/v2/routing/queues is not served here');
  });

  it('[DOOR-79] takes whole-object bodies in part, and bodies that are empty', async () => {
    const guest = await door.guest();
    await guest.say('hello');
    const id = await platform.conversationOf(guest);
    const ended = await platform.call('PATCH', `/api/v2/conversations/messages/${id}`, {
      state: 'disconnected',
    });
    expect(ended.status).toBe(200);
    const channel = await fetch(`${door.url}/api/v2/notifications/channels`, {
      method: 'POST',
      headers: headers(),
    });
    expect(channel.status).toBe(200);
    guest.close();
  });
});
