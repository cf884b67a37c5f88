import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { FakeClock } from '@throughline/test-kit';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createMetrics } from '../observability/metrics.js';
import { HttpLookups, type LookupHost } from './http-lookups.js';
import { isPrivateAddress } from './private-addresses.js';

let folder: string;
let server: Server;
let host: string;
let ca: string;
let handle: (request: IncomingMessage, response: ServerResponse) => void;
let asked: number;
let clock: FakeClock;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-lookups-'));
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
      ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
      ...['-keyout', key, '-out', certificate],
    ],
    { stdio: 'ignore' },
  );
  ca = readFileSync(certificate, 'utf8');
  server = createServer({ key: readFileSync(key), cert: ca }, (request, response) => {
    asked += 1;
    handle(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  host = `localhost:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  asked = 0;
  clock = new FakeClock();
});

function lookups(overrides: Partial<LookupHost> = {}) {
  const metrics = createMetrics();
  const hosts = [{ host, ca, allowPrivate: true, ...overrides }];
  const outcomes = async () =>
    Object.fromEntries(
      (await metrics.lookups.get()).values.map(({ labels, value }) => [labels.outcome, value]),
    );
  return { it: new HttpLookups({ hosts, clock, logger: pino({ level: 'silent' }), metrics }), outcomes };
}

const question = (overrides: { url?: string; retries?: number } = {}) =>
  ({
    kind: 'lookup',
    step: 'crm',
    method: 'GET',
    url: `https://${host}/c/7`,
    body: null,
    retries: 0,
    ...overrides,
  }) as const;
const LONG_MS = 5_000;

describe('look-ups over HTTPS', () => {
  it('[LOOK-1] asks a host of the list and gives its JSON', async () => {
    const seen: unknown[] = [];
    handle = async (request, response) => {
      seen.push([request.method, request.url, request.headers.authorization, await text(request)]);
      response.end('{"group":"gold"}');
    };
    const { it: ask } = lookups({ token: 'secret' });
    expect(await ask.ask(question(), LONG_MS)).toEqual({ kind: 'lookup', body: { group: 'gold' } });
    await ask.ask({ ...question(), method: 'POST', body: { id: 7 } }, LONG_MS);
    expect(seen).toEqual([
      ['GET', '/c/7', 'Bearer secret', ''],
      ['POST', '/c/7', 'Bearer secret', '{"id":7}'],
    ]);
  });

  it.each([
    ['another host', 'https://other.example/'],
    ['another port of it', 'https://localhost:1/'],
    ['plain HTTP', 'http://HOST/'],
    ['a password in the address', 'https://u:p@HOST/'],
  ])('[LOOK-2] refuses %s', async (_, url) => {
    const { it: ask, outcomes } = lookups();
    expect(await ask.ask(question({ url: url.replace('HOST', host) }), LONG_MS)).toBeNull();
    expect(await outcomes()).toEqual({ refused: 1 });
    expect(asked).toBe(0);
  });

  it('[LOOK-3] connects to no address of the own network unless the host is meant to be there', async () => {
    handle = (_request, response) => response.end('{}');
    const { it: ask, outcomes } = lookups({ allowPrivate: false });
    expect(await ask.ask(question({ retries: 2 }), LONG_MS)).toBeNull();
    const literal = host.replace('localhost', '127.0.0.1');
    const byNumber = lookups({ host: literal, allowPrivate: false });
    expect(await byNumber.it.ask(question({ url: `https://${literal}/` }), LONG_MS)).toBeNull();
    expect([await outcomes(), await byNumber.outcomes()]).toEqual([
      { private_address: 1 },
      { private_address: 1 },
    ]);
    expect(asked).toBe(0);
  });

  it.each([
    ['10.1.2.3', true],
    ['172.31.255.255', true],
    ['172.32.0.1', false],
    ['169.254.169.254', true],
    ['100.64.0.1', true],
    ['8.8.8.8', false],
    ['255.255.255.255', true],
    ['::1', true],
    ['fe80::1', true],
    ['fd00::1', true],
    ['::ffff:10.0.0.1', true],
    ['64:ff9b::a00:1', true],
    ['2002:a00:1::', true],
    ['2606:4700::1111', false],
    ['nonsense', true],
  ])('[LOOK-3] takes %s for private: %s', (address, expected) => {
    expect(isPrivateAddress(address)).toBe(expected);
  });

  it.each<[string, string, (response: ServerResponse) => void]>([
    [
      'a redirect',
      'status',
      (response) => response.writeHead(302, { location: 'https://other.example' }).end(),
    ],
    ['another status', 'status', (response) => response.writeHead(404).end('{}')],
    ['what is no JSON', 'not_json', (response) => response.end('<html>')],
    ['a huge answer', 'too_large', (response) => response.end(`"${'x'.repeat(70_000)}"`)],
    ['a cut connection', 'failed', (response) => response.destroy()],
    ['silence', 'timeout', () => undefined],
    ['an answer without end', 'timeout', (response) => response.write('{')],
  ])('[LOOK-4] has no answer for %s', async (_, outcome, answer) => {
    handle = (_request, response) => answer(response);
    const { it: ask, outcomes } = lookups();
    expect(await ask.ask(question(), outcome === 'timeout' ? 200 : LONG_MS)).toBeNull();
    expect(await outcomes()).toEqual({ [outcome]: 1 });
  });

  it('[LOOK-4] trusts no certificate but the well-known ones and its own', async () => {
    handle = (_request, response) => response.end('{}');
    const { it: ask } = lookups();
    const strict = new HttpLookups({
      hosts: [{ host, allowPrivate: true }],
      clock,
      logger: pino({ level: 'silent' }),
      metrics: createMetrics(),
    });
    expect(await strict.ask(question(), LONG_MS)).toBeNull();
    expect(await ask.ask(question(), LONG_MS)).not.toBeNull();
  });

  it('[LOOK-5] tries again within the time limit when that may help', async () => {
    handle = (_request, response) => {
      if (asked < 3) response.writeHead(503).end();
      else response.end('{}');
    };
    expect(await lookups().it.ask(question({ retries: 2 }), LONG_MS)).not.toBeNull();
    asked = 0;
    handle = (_request, response) => response.writeHead(400).end();
    expect(await lookups().it.ask(question({ retries: 3 }), LONG_MS)).toBeNull();
    expect(asked).toBe(1);
  });

  it('[LOOK-6] leaves a step that keeps failing alone for a while, then tries once', async () => {
    let works = false;
    handle = (_request, response) => response.writeHead(works ? 200 : 500).end('{}');
    const { it: ask, outcomes } = lookups();
    for (let n = 0; n < 7; n += 1) await ask.ask(question(), LONG_MS);
    expect(asked).toBe(5);
    expect(await outcomes()).toEqual({ status: 5, circuit_open: 2 });
    clock.advance(30_000);
    works = true;
    expect(await ask.ask(question(), LONG_MS)).not.toBeNull();
    expect(await ask.ask(question(), LONG_MS)).not.toBeNull();
  });
});
