import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// By name, because the widget is found beside the built files.
import { type Mounted, mount, type PortalCustomer } from '@throughline/server';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';

let folder: string;
let gateway: Mounted;
let server: Server;
let url: string;
/** What the portal says just now. */
let getCustomer: (request: IncomingMessage) => PortalCustomer | null = () => null;
/** Why a request was passed on with an error. */
let failure: unknown;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-mount-'));
  server = createServer((request, response) => {
    gateway.handler(request, response, (error) => {
      failure = error;
      response.writeHead(error ? 500 : 200).end("the portal's own");
    });
  });
  server.on('upgrade', (request, socket, head) => {
    if (gateway.upgrade(request, socket, head)) return;
    socket.end('HTTP/1.1 426 Upgrade Required\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  url = `http://localhost:${(server.address() as AddressInfo).port}`;
  writeFileSync(join(folder, 'router.json'), '{"logic":[{"condition":"default","target":"all"}]}');
  const lines = [
    'mode: demo',
    `publicUrl: ${url}`,
    'deskUrl: http://desk.example',
    'flow: { file: router.json }',
    'queues: [{ id: all, displayName: All }]',
  ];
  writeFileSync(join(folder, 'throughline.yaml'), lines.join('\n'));
  vi.stubEnv('THROUGHLINE_DATA_DIR', join(folder, 'data'));
  vi.stubEnv('THROUGHLINE_AGENT_PORT', '0');
  vi.stubEnv('THROUGHLINE_OPS_PORT', '0');
  vi.stubEnv('THROUGHLINE_LOG_LEVEL', 'silent');
  gateway = await mount({
    getCustomer: (request) => getCustomer(request),
    basePath: '/chat',
    configFile: join(folder, 'throughline.yaml'),
  });
});
afterAll(async () => {
  await gateway.close();
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true });
});

function call(method: string, path: string, cookie = '', body = '{}'): Promise<Response> {
  return fetch(url + path, {
    method,
    headers: { origin: url, 'x-requested-by': 'test', 'content-type': 'application/json', cookie },
    ...(method === 'POST' ? { body } : {}),
  });
}
const cookieOf = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
async function signIn(): Promise<Response> {
  return call('POST', '/chat/v1/session', cookieOf(await call('POST', '/chat/v1/assertion/challenge')));
}

function statusOfUpgrade(path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url + path, { headers: { connection: 'upgrade', upgrade: 'websocket' } })
      .on('response', ({ statusCode }) => resolve(statusCode))
      .on('error', reject)
      .end();
  });
}

it('[MOUNT-3] passes on what is not below its path, upgrades too', async () => {
  for (const path of ['/', '/chat', '/chatter/v1/session', '/support/v1/session']) {
    expect(await (await call('GET', path)).text()).toBe("the portal's own");
  }
  expect(await statusOfUpgrade('/ticker')).toBe(426);
  expect(await statusOfUpgrade('/chat/v1/other')).toBe(426);
  expect(await statusOfUpgrade('/chat/v1/socket')).toBe(403);
});

it('[MOUNT-4] says unavailable while the portal cannot say who is signed in, and keeps the session', async () => {
  getCustomer = () => ({ id: 'ava' });
  const session = cookieOf(await signIn());
  for (const broken of [
    () => {
      throw new Error('the session store is away');
    },
    () => ({ id: '' }),
    () => ({ id: 7 }) as unknown as PortalCustomer,
  ]) {
    getCustomer = broken;
    expect((await signIn()).status).toBe(503);
    expect((await call('GET', '/chat/v1/session', session)).status).toBe(503);
  }
  getCustomer = () => ({ id: 'ava' });
  expect((await call('GET', '/chat/v1/session', session)).status).toBe(200);
});

it('[MOUNT-2] [SESS-7] closes an open chat when the portal names nobody any more, or somebody else', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  for (const later of [null, { id: 'ben' }]) {
    getCustomer = () => ({ id: 'ava' });
    const headers = { origin: url, cookie: cookieOf(await signIn()) };
    const socket = new WebSocket(`${url.replace('http', 'ws')}/chat/v1/socket`, ['throughline.v1'], {
      headers,
    });
    await once(socket, 'open');
    getCustomer = () => {
      throw new Error('the session store is away');
    };
    await vi.advanceTimersByTimeAsync(30_000);
    expect(socket.readyState).toBe(WebSocket.OPEN);

    getCustomer = () => later;
    const closed = once(socket, 'close');
    await vi.advanceTimersByTimeAsync(30_000);
    expect((await closed)[0]).toBe(4401);
  }
  vi.useRealTimers();
});

it('[MOUNT-3] says what is wrong when the portal has read the body before', async () => {
  const mounted = server.listeners('request')[0] as (...parameters: unknown[]) => void;
  server.removeAllListeners('request');
  server.on('request', async (request: IncomingMessage, response) => {
    for await (const _chunk of request);
    mounted(request, response);
  });
  expect((await call('POST', '/chat/v1/session')).status).toBe(500);
  expect(String(failure)).toContain('before body parsers');
});
