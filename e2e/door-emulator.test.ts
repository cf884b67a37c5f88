/** `throughline emulator` as a product: its start and end, its settings, and faults from the command line. */
import { execFile, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { CLI, DEPLOYMENT, Door, type Guest, IS_ELSEWHERE, type Platform } from './support/door.js';

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

  it('[DOOR-80] speaks TLS with a certificate', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'throughline-tls-'));
    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    const request = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '1',
    ];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    execFileSync('openssl', [...request, ...subject, '-keyout', key, '-out', cert], { stdio: 'ignore' });
    const own = await Door.start('--tls-cert', cert, '--tls-key', key);
    expect(own.url).toMatch(/^https:/);
    const socket = new WebSocket(own.socketUrl(), { ca: readFileSync(cert) });
    await once(socket, 'open');
    const frame = { action: 'configureSession', token: 'token-1', deploymentId: DEPLOYMENT };
    socket.send(JSON.stringify(frame));
    expect(JSON.parse(String((await once(socket, 'message'))[0]))).toMatchObject({
      class: 'SessionResponse',
    });
    const file = { action: 'onAttachment', token: 'token-1', fileName: 'a.png' };
    socket.send(JSON.stringify(file));
    expect(JSON.parse(String((await once(socket, 'message'))[0])).body.url).toMatch(/^https:/);
    socket.close();
    await own.stop();
    rmSync(folder, { recursive: true, force: true });
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
