/** Signed-in guests of the Genesys-compatible door: exchange, refresh, step-up, sign-out. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, DEPLOYMENT, Door, exchange, type Guest, type Platform } from './support/door.js';

let door: Door;
let platform: Platform;
beforeAll(async () => {
  door = await Door.start();
  platform = await door.platform();
});
afterAll(() => door.stop());

const authenticate = (guest: Guest, jwt: string, more: object = {}) =>
  guest.request('configureAuthenticatedSession', { deploymentId: DEPLOYMENT, data: { code: jwt }, ...more });
const refresh = (refreshToken: string) =>
  call(door.url, 'POST', '/api/v2/webdeployments/token/refresh', {}, { refreshToken });

describe('a signed-in guest', () => {
  it('[DOOR-32] exchanges a code once', async () => {
    const { body } = await platform.call('POST', '/emulator/v1/authorization-codes', { sub: 'once' });
    const first = await exchange(door.url, body.code);
    expect(first).toMatchObject({
      status: 200,
      body: { jwt: expect.any(String), refreshToken: expect.any(String) },
    });
    expect(await exchange(door.url, body.code)).toMatchObject({
      status: 401,
      body: { code: 'bad.credentials' },
    });
  });

  it('[DOOR-33] [DOOR-35] is known in the session, and the session stays theirs', async () => {
    const { jwt } = await platform.signIn('ann');
    const guest = await door.connect();
    expect((await authenticate(guest, jwt)).body).toMatchObject({ connected: true, newSession: true });
    const echo = await guest.say('hi');
    expect(echo.body.metadata.authenticated).toBe('true');
    const id = await platform.conversationOf(guest);
    const { body } = await platform.get(`/api/v2/conversations/${id}`);
    expect(body.participants[0].messages[0]).toMatchObject({
      authenticated: true,
      fromAddress: { addressDisplayable: 'ann' },
    });
    expect(await guest.configure()).toMatchObject({ class: 'string', code: 4017 });
    const other = await platform.signIn('mallory');
    const thief = await door.connect(guest.token);
    const refused = await authenticate(thief, other.jwt);
    expect(refused).toMatchObject({ code: 403 });
    expect(refused.body).toMatch(/^Session authentication failed/);
  });

  it('[DOOR-34] needs a JWT that holds, and refreshes it', async () => {
    const { jwt, refreshToken } = await platform.signIn('rita');
    const guest = await door.connect();
    expect(await authenticate(guest, 'nonsense')).toMatchObject({ class: 'string', code: 401 });
    for (const data of [undefined, {}]) {
      expect(await authenticate(guest, '', { data })).toMatchObject({ class: 'string', code: 401 });
    }
    await platform.fault({ kind: 'expire-jwt' });
    expect(await authenticate(guest, jwt)).toMatchObject({ class: 'string', code: 401 });
    const refreshed = await refresh(refreshToken);
    expect(refreshed).toMatchObject({ status: 200, body: { jwt: expect.any(String) } });
    expect((await authenticate(guest, refreshed.body.jwt)).code).toBe(200);
    expect(await refresh('nonsense')).toMatchObject({ status: 401 });
  });

  it('[DOOR-36] steps up on an anonymous session and takes it from their other device', async () => {
    const sub = `user-${randomUUID()}`;
    const elsewhere = await door.connect();
    await authenticate(elsewhere, (await platform.signIn(sub)).jwt);
    const guest = await door.guest();
    await guest.say('before signing in');
    const answer = await authenticate(guest, (await platform.signIn(sub)).jwt);
    expect(answer.body).toMatchObject({ connected: true, newSession: false, clearedExistingSession: true });
    const signedIn = await guest.event('Presence', 'SignIn');
    expect(signedIn.body).toMatchObject({
      direction: 'Inbound',
      channel: { from: { firstName: 'Ann', lastName: 'Bell' } },
    });
    expect((await elsewhere.of('ConnectionClosedEvent')).body).toEqual({
      reason: 'signedIn',
      reasonCode: 'signedIn',
    });
    await elsewhere.hasClosed();
  });

  it('[DOOR-37] signs out everywhere', async () => {
    const { jwt, refreshToken } = await platform.signIn('lara');
    const guest = await door.connect();
    await authenticate(guest, jwt);
    const revoke = () =>
      call(door.url, 'DELETE', '/api/v2/webdeployments/token/revoke', { authorization: `bearer ${jwt}` });
    expect((await revoke()).status).toBe(204);
    expect(await guest.of('LogoutEvent')).toMatchObject({ type: 'message', body: {} });
    expect((await revoke()).status).toBe(401);
    expect((await refresh(refreshToken)).status).toBe(401);
    const lost = await guest.say('still me');
    expect(lost).toMatchObject({ class: 'string', code: 403 });
    expect(lost.body).toMatch(/^Try to authenticate again/);
    expect((await authenticate(guest, (await platform.signIn('lara')).jwt)).code).toBe(200);
    expect((await guest.say('me again')).code).toBe(200);
    const again = await door.connect();
    expect(await authenticate(again, jwt)).toMatchObject({ code: 401 });
  });
});
