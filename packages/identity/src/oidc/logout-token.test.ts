import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MisbehavingProvider } from '../../test-support/misbehaving-provider.js';
import { IdentityError } from '../errors.js';
import { RelyingParty } from './relying-party.js';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
let provider: MisbehavingProvider;
let party: RelyingParty;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-24T12:00:00Z') });
  provider = await MisbehavingProvider.start();
  party = new RelyingParty(provider.settings);
});
afterEach(async () => {
  vi.useRealTimers();
  await provider.close();
});

const nowS = () => Math.floor(Date.now() / 1000);

function someClaims(claims: Record<string, unknown> = {}) {
  const usual = { iss: provider.issuer, aud: 'gateway', iat: nowS(), exp: nowS() + 120, jti: 'j-1' };
  return { ...usual, sub: 'ava', sid: 'sid-1', events: { [EVENT]: {} }, ...claims };
}

async function outcome(token: Promise<string> | string): Promise<string> {
  try {
    await party.verifyLogout(await token);
    return 'accepted';
  } catch (error) {
    return error instanceof IdentityError ? error.code : `unexpected ${String(error)}`;
  }
}

describe('a logout token', () => {
  it('[OIDC-8] names whose sessions end, and is to be used once', async () => {
    const notice = await party.verifyLogout(await provider.sign(someClaims(), { typ: 'logout+jwt' }));
    expect(notice).toEqual({
      issuer: provider.issuer,
      subject: 'ava',
      providerSession: 'sid-1',
      issuedAt: new Date(),
      token: { issuer: provider.issuer, jti: 'j-1', expiresAt: new Date(Date.now() + 150_000) },
    });
  });

  it.each<[string, Record<string, unknown>]>([
    ['a session alone', { sub: undefined }],
    ['a person alone', { sid: undefined }],
    ['no end', { exp: undefined }],
  ])('[OIDC-8] may name %s', async (_case, claims) => {
    expect(await outcome(provider.sign(someClaims(claims)))).toBe('accepted');
  });

  it.each<[string, () => Record<string, unknown>]>([
    ['another issuer', () => ({ iss: 'https://evil.example' })],
    ['another audience', () => ({ aud: 'another-client' })],
    ['neither person nor session', () => ({ sub: undefined, sid: undefined })],
    ['a session that is no text', () => ({ sub: undefined, sid: 7 })],
    ['no events', () => ({ events: undefined })],
    ['another event', () => ({ events: { 'https://example.org/event': {} } })],
    ['an event that is no object', () => ({ events: { [EVENT]: true } })],
    ['a nonce', () => ({ nonce: 'n' })],
    ['no issue time', () => ({ iat: undefined })],
    ['an issue time long past', () => ({ iat: nowS() - 181, exp: undefined })],
    ['an issue time far ahead', () => ({ iat: nowS() + 61, exp: undefined })],
    ['an end long past', () => ({ exp: nowS() - 61 })],
    ['no id', () => ({ jti: undefined })],
  ])('[OIDC-8] is refused with %s', async (_case, claims) => {
    expect(await outcome(provider.sign(someClaims(claims())))).toBe('logout_token_invalid');
  });

  it('[OIDC-8] is refused without a valid signature or as another type of token', async () => {
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const unsigned = `${encode({ alg: 'none' })}.${encode(someClaims())}.`;
    const good = await provider.sign(someClaims());
    const [header, , signature] = good.split('.');
    const swapped = `${header}.${encode(someClaims({ sub: 'ben' }))}.${signature}`;
    for (const token of [unsigned, swapped, '', 'a.b.c', 'x'.repeat(100_000)]) {
      expect(await outcome(token)).toBe('logout_token_invalid');
    }
    expect(await outcome(provider.sign(someClaims(), { typ: 'at+jwt' }))).toBe('logout_token_invalid');
    expect(await outcome(provider.sign(someClaims(), { kid: 'unknown' }))).toBe('logout_token_invalid');
  });

  it('[OIDC-5] cannot be judged while the keys of the provider cannot be had', async () => {
    provider.broken.jwks = (_request, response) => void response.writeHead(503).end();
    expect(await outcome(provider.sign(someClaims()))).toBe('unavailable');
  });
});
