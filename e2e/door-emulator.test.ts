/** `throughline emulator` as a product: its start and end, its settings, and faults from the command line. */
import { execFile } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLI, Door, type Guest, IS_ELSEWHERE, type Platform } from './support/door.js';

/** One call of `throughline emulator`. */
function emulator(...parameters: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const options = { env: { PATH: process.env.PATH ?? '' }, timeout: 60_000 };
    execFile(process.execPath, [CLI, 'emulator', ...parameters], options, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

describe.skipIf(IS_ELSEWHERE)('the emulator', () => {
  it('[DOOR-59] says where it is, takes limits, and ends cleanly', async () => {
    const own = await Door.start('--limit', 'echoesPerMinute=3');
    const guest = await own.guest();
    const codes = [];
    for (let count = 0; count < 4; count += 1) codes.push((await guest.request('echo')).code);
    expect(codes).toEqual([200, 200, 200, 429]);
    expect(await own.stop()).toBe(0);
    await guest.hasClosed();
  });

  it.each([
    [['--limit', 'speed=9'], 1, /There is no limit speed\. There are: messagesPerSecond,/],
    [['--limit', 'textBytes=many'], 2, /"textBytes=many" is not NAME=NUMBER/],
    [['--deployment', 'disconnect=Never'], 1, /disconnect cannot be used: .*"ReadOnly"\|"Send"\|"Off"/],
    [['--deployment', 'color=red'], 1, /There is no deployment setting color\. There are: name,/],
    [['--port', 'eighty'], 2, /--port must be a number from 0/],
    [['--oidc-issuer', 'https://idp.example'], 2, /go together/],
    [['fly'], 2, /There is no "emulator fly"/],
    [['fault'], 2, /Name a kind of fault, or list or clear/],
    [['fault', 'http', '--url', 'http://127.0.0.1:1'], 1, /no door answers at http:\/\/127\.0\.0\.1:1/],
  ])('[DOOR-69] answers %j with %i and says what to do', async (parameters, code, message) => {
    const refused = await emulator(...parameters);
    expect(refused.code).toBe(code);
    expect(refused.stdout).toBe('');
    expect(refused.stderr).toMatch(message);
  });
});

describe.skipIf(IS_ELSEWHERE)('its faults', () => {
  let door: Door;
  let platform: Platform;
  beforeAll(async () => {
    door = await Door.start('--limit', 'messagesPerSecond=100');
    platform = await door.platform();
  });
  afterAll(() => door.stop());

  it('[DOOR-70] are armed, listed and cleared from the command line', async () => {
    const fault = (...words: string[]) => emulator('fault', ...words, '--url', door.url);
    const armed = await fault('http', 'status=503', 'path=/api/v2/organizations', 'times=2');
    expect(JSON.parse(armed.stdout)).toMatchObject({
      armed: [{ fault: { kind: 'http', status: 503, path: '/api/v2/organizations' }, left: 2 }],
    });
    expect((await platform.get('/api/v2/organizations/me')).status).toBe(503);
    expect(JSON.parse((await fault('list')).stdout)).toMatchObject({ armed: [{ left: 1 }] });
    expect(JSON.parse((await fault('clear')).stdout)).toEqual({ armed: [] });
    expect((await platform.get('/api/v2/organizations/me')).status).toBe(200);
    expect(await fault('earthquake')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('There are: http, delay,'),
    });
    expect(await fault('http', 'status=200')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('status'),
    });
  });
});

describe.skipIf(IS_ELSEWHERE)('its deployment', () => {
  let door: Door;
  let guest: Guest;
  beforeAll(async () => {
    door = await Door.start(
      ...['disconnect=Send', 'typing=false', 'clear=false', 'fileTypes='].flatMap((setting) => [
        '--deployment',
        setting,
      ]),
    );
    guest = await door.guest();
  });
  afterAll(() => door.stop());

  const event = (eventType: string, type: string) =>
    guest.request('onMessage', {
      message: { type: 'Event', events: [{ eventType, [eventType.toLowerCase()]: { type } }] },
    });

  it('[DOOR-71] refuses typing, clearing and files where they are off', async () => {
    expect(await event('Typing', 'On')).toMatchObject({ class: 'string', code: 403 });
    const cleared = await event('Presence', 'Clear');
    expect(cleared).toMatchObject({ class: 'string', code: 403 });
    expect(cleared.body).toMatch(/^Presence events Conversation Clear are not supported/);
    const file = { fileName: 'a.png', fileType: 'image/png', fileSize: 5 };
    expect(await guest.request('onAttachment', file)).toMatchObject({ class: 'string', code: 4000 });
    const { body } = await guest.configure();
    expect(body.allowedMedia.inbound.fileTypes).toEqual([]);
  });

  it('[DOOR-71] lets guests go on after a disconnect of type Send, in a new conversation', async () => {
    const platform = await door.platform();
    await guest.say('hello');
    const id = await platform.conversationOf(guest);
    await platform.call('POST', `/api/v2/conversations/${id}/disconnect`);
    const left = await guest.event('Presence', 'Disconnect');
    expect(left.body.metadata).toEqual({ readOnly: 'false' });
    expect((await guest.say('one more thing')).code).toBe(200);
    expect(await platform.conversationOf(guest)).not.toBe(id);
    expect(guest.misfits).toEqual([]);
  });

  it('[DOOR-71] takes messages of signed-in guests alone where sign-in is required', async () => {
    const own = await Door.start('--deployment', 'signIn=required');
    const platform = await own.platform();
    const anonymous = await own.guest();
    const refused = await anonymous.say('hello');
    expect(refused).toMatchObject({ class: 'string', code: 403 });
    expect(refused.body).toMatch(/^Session authentication failed/);
    const signedIn = await own.connect();
    const { jwt } = await platform.signIn('ann');
    const deploymentId = '5e1f5e1f-0000-4000-8000-000000000001';
    await signedIn.request('configureAuthenticatedSession', { deploymentId, data: { code: jwt } });
    expect((await signedIn.say('hello')).code).toBe(200);
    await own.stop();
  });
});
