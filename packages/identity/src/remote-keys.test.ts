import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ASSERTION_TYPE, AssertionVerifier } from './assertion.js';
import { IdentityError } from './errors.js';

const ISSUER = 'https://meridian.example';
const START = new Date('2026-11-24T12:00:00Z');

type Pair = Awaited<ReturnType<typeof generateKeyPair>>;
let portal: Server;
let fetches: number;
let answer: RequestListener;
let verifier: AssertionVerifier;

beforeEach(async () => {
  // Dates alone: sockets and time limits stay real.
  vi.useFakeTimers({ toFake: ['Date'], now: START });
  fetches = 0;
  portal = createServer((request, response) => {
    fetches += 1;
    answer(request, response);
  });
  await new Promise<void>((resolve) => portal.listen(0, '127.0.0.1', resolve));
  const { port } = portal.address() as AddressInfo;
  const keys = { jwksUrl: new URL(`http://127.0.0.1:${port}/jwks`), timeoutMs: 200 };
  verifier = new AssertionVerifier([{ issuer: ISSUER, audience: 'throughline', keys }], {
    now: () => new Date(),
  });
});

afterEach(async () => {
  vi.useRealTimers();
  portal.closeAllConnections();
  await new Promise((resolve) => portal.close(resolve));
});

const newPair = () => generateKeyPair('ES256', { extractable: true });

async function publish(pairs: Readonly<Record<string, Pair>>): Promise<void> {
  const keys = await Promise.all(
    Object.entries(pairs).map(async ([kid, { publicKey }]) => ({ ...(await exportJWK(publicKey)), kid })),
  );
  answer = (_request, response) => response.end(JSON.stringify({ keys }));
}

async function outcome({ privateKey }: Pair, kid: string): Promise<string> {
  const assertion = await new SignJWT({ challenge: 'c', jti: 'once' })
    .setProtectedHeader({ alg: 'ES256', kid, typ: ASSERTION_TYPE })
    .setIssuer(ISSUER)
    .setAudience('throughline')
    .setSubject('ava')
    .setIssuedAt()
    .setExpirationTime('30s')
    .sign(privateKey);
  return verifier.verify(assertion, 'c').then(
    () => 'accepted',
    (error: unknown) => (error instanceof IdentityError ? error.code : `unexpected ${String(error)}`),
  );
}

const pass = (ms: number) => vi.setSystemTime(Date.now() + ms);

describe('keys that a portal publishes', () => {
  it('[T5] are fetched once, and again for the new key of a rotation; the withdrawn key ends with it', async () => {
    const [old, fresh] = [await newPair(), await newPair()];
    await publish({ old });
    expect([await outcome(old, 'old'), await outcome(old, 'old')]).toEqual(['accepted', 'accepted']);
    expect(fetches).toBe(1);
    await publish({ old, fresh });
    pass(60_000);
    expect([await outcome(fresh, 'fresh'), await outcome(old, 'old')]).toEqual(['accepted', 'accepted']);
    expect(fetches).toBe(2);
    await publish({ fresh });
    pass(10 * 60_000);
    expect(await outcome(old, 'old')).toBe('assertion_invalid');
    expect(await outcome(fresh, 'fresh')).toBe('accepted');
  });

  it('[T5] are fetched at most once a minute, however many key ids a stranger invents', async () => {
    const [key, stranger] = [await newPair(), await newPair()];
    await publish({ key });
    expect(await outcome(key, 'key')).toBe('accepted');
    pass(60_000);
    const outcomes = new Set<string>();
    for (let index = 0; index < 1_000; index += 1) outcomes.add(await outcome(stranger, `kid-${index}`));
    expect([...outcomes]).toEqual(['assertion_invalid']);
    expect(fetches).toBe(2);
  });

  it.each<[string, RequestListener]>([
    ['answers 500', (_request, response) => response.writeHead(500).end()],
    ['redirects', (_request, response) => response.writeHead(302, { location: '/elsewhere' }).end()],
    ['answers no JSON', (_request, response) => response.end('<!doctype html>')],
    ['answers no key set', (_request, response) => response.end('{"keys":"none"}')],
    ['hangs', () => undefined],
    ['hangs in the middle', (_request, response) => void response.write('{"keys":[')],
    ['hangs up', (request) => request.socket.destroy()],
  ])('are "unavailable", not a refusal, while the portal %s; then the same works', async (_case, broken) => {
    const key = await newPair();
    answer = broken;
    expect(await outcome(key, 'key')).toBe('unavailable');
    await publish({ key });
    expect(await outcome(key, 'key')).toBe('unavailable');
    expect(fetches).toBe(1);
    pass(2_000);
    expect(await outcome(key, 'key')).toBe('accepted');
  });

  it('go on working from memory while the portal is down and a stranger asks for unknown ones', async () => {
    const [key, stranger] = [await newPair(), await newPair()];
    await publish({ key });
    expect(await outcome(key, 'key')).toBe('accepted');
    pass(60_000);
    answer = (_request, response) => response.writeHead(503).end();
    expect(await outcome(stranger, 'unknown')).toBe('unavailable');
    expect(await outcome(key, 'key')).toBe('accepted');
  });
});
