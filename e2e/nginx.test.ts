/** Two nodes behind nginx as `deploy/nginx/nginx.conf` configures it: TLS, WebSockets, and no node that matters. */
import { get, request } from 'node:https';
import { createChatClient } from '@throughline/chat-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import WebSocket from 'ws';
import { startNginx } from '../tools/test-setup/nginx.mjs';
import { Cluster, type SignedIn } from './support/cluster.js';
import { Frames } from './support/frames.js';
import { createDatabase } from './support/test-database.js';

let cluster: Cluster;
type Nginx = Awaited<ReturnType<typeof startNginx>>;
let nginx: Nginx;

beforeAll(async () => {
  cluster = await Cluster.start({
    nodes: 2,
    databaseUrl: await createDatabase('nginx'),
    agents: 1,
    capacity: 5,
    publicUrl: 'https://www.bank.example',
    settings: 'listen: { host: 127.0.0.1 }',
  });
  nginx = await startNginx(upstreams());
});
afterAll(async () => {
  await cluster[Symbol.asyncDispose]();
  await nginx.stop();
});

/** The nodes, as the configuration names them. */
function upstreams(): Record<string, string> {
  return Object.fromEntries(
    cluster.nodes.flatMap(({ urls }, index) => [
      [`gateway-${index + 1}:8080`, `127.0.0.1:${new URL(urls.customer).port}`],
      [`gateway-${index + 1}:8081`, `127.0.0.1:${new URL(urls.agent).port}`],
    ]),
  );
}

/** As a browser resolves the name and trusts the certificate. */
const tls = (host: string) => ({
  host: '127.0.0.1',
  port: nginx.port,
  servername: host,
  ca: nginx.certificate,
});

function statusOf(host: string, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = get({ ...tls(host), path, headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.once('error', reject);
  });
}

function socketThroughProxy({ browser, origin, path }: SignedIn, proxy = nginx): WebSocket {
  const host = 'www.bank.example';
  // Passed on to TLS, which the types of WebSockets do not know.
  const trust: object = { servername: host, ca: proxy.certificate };
  return new WebSocket(`wss://127.0.0.1:${proxy.port}${path}`, ['throughline.v1'], {
    ...trust,
    headers: { host, origin, cookie: browser.cookieHeader },
  });
}

it('[CLUSTER-5] passes on what belongs to the gateway, and nothing else of the portal', async () => {
  expect(await statusOf('www.bank.example', '/support/widget.js')).toBe(200);
  expect(await statusOf('www.bank.example', '/support/v1/session')).toBe(401);
  expect(await statusOf('www.bank.example', '/support/s2s/anything')).toBe(404);
  expect(await statusOf('www.bank.example', '/')).toBe(404);
  expect(await statusOf('desk.bank.example', '/')).toBe(200);
});

it('[CLUSTER-5] lets files in chats through, and nothing else that is as large', async () => {
  const post = (host: string, path: string, bytes = 1_000_000) =>
    new Promise<number>((resolve, reject) => {
      const sent = request({ ...tls(host), path, method: 'POST', headers: { host } }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      sent.once('error', reject);
      sent.end(Buffer.alloc(bytes));
    });
  expect(await post('www.bank.example', '/support/v1/session')).toBe(413);
  // The longest exchange over HTTP is for the gateway to judge.
  expect(await post('www.bank.example', '/support/v1/frames', 128 * 1_024)).not.toBe(413);
  // The gateway has answered: here it takes no files, and at the desk none of strangers.
  expect(await post('www.bank.example', '/support/v1/files?previewOf=1')).toBe(404);
  expect(await post('support.bank.example', '/support/v1/files')).toBe(404);
  expect(await post('desk.bank.example', '/api/v1/files')).toBe(403);
});

it('[T2] [T3] [CLUSTER-5] carries a conversation on while one node after the other dies and comes back', async () => {
  const person = await cluster.customer('nina');
  const signIn = () => Promise.resolve();
  const tabs = [1, 2].map(() => createChatClient({ connect: () => socketThroughProxy(person), signIn }));
  const [writer, reader] = tabs;
  for (const tab of tabs) tab.start();
  const sent: string[] = [];
  for (const victim of [...cluster.nodes, null]) {
    // Without numbers: those of many short messages can look like the parts of one value.
    for (let count = 0; count < 20; count += 1) sent.push(writer?.send('One of many messages') ?? '');
    if (!victim) break;
    await victim.end('SIGKILL');
    const diedAt = performance.now();
    const id = writer?.send('After a death') ?? '';
    sent.push(id);
    const isThere = () => reader?.snapshot.entries.some((entry) => entry.id === id);
    await expect.poll(isThere, { timeout: 60_000, interval: 20 }).toBe(true);
    console.log(`nginx: talking again ${Math.round(performance.now() - diedAt)} ms after a node's death`);
    await victim.launch();
  }
  for (const tab of tabs) {
    await expect.poll(() => tab.snapshot.entries.map(({ id }) => id), { timeout: 60_000 }).toEqual(sent);
    tab.stop();
  }
});

it('[CLIENT-2] [WIRE-8] goes on when a proxy closes what is idle, which heartbeats keep from being so', async () => {
  const idling = (limit: string) =>
    startNginx({ ...upstreams(), 'read_timeout 60s': `read_timeout ${limit}` });
  const [hasty, patient] = [await idling('2s'), await idling('13s')];
  const listener = await Frames.greet(socketThroughProxy(await cluster.customer('pia'), patient));
  const greetedAt = performance.now();

  const writing = await cluster.customer('otto');
  let dials = 0;
  const connect = () => {
    dials += 1;
    return socketThroughProxy(writing, hasty);
  };
  const tab = createChatClient({ connect, signIn: () => Promise.resolve() });
  tab.start();
  const said = [tab.send('Before the silence')];
  const shown = () => tab.snapshot.entries.map(({ id }) => id);
  await expect.poll(shown, { timeout: 60_000 }).toEqual(said);
  await expect.poll(() => dials, { timeout: 60_000 }).toBeGreaterThan(1);
  said.push(tab.send('After the silence'));
  await expect.poll(shown, { timeout: 60_000 }).toEqual(said);
  tab.stop();

  // Longer than the proxy waits, and nothing but heartbeats was said.
  const isOld = () => performance.now() - greetedAt > 15_000;
  await expect.poll(isOld, { timeout: 60_000 }).toBe(true);
  expect(new Set(listener.received.map(({ type }) => type))).toEqual(
    new Set(['welcome', 'availability', 'heartbeat']),
  );
  expect(listener.closed).toBeNull();
  listener.close();
  await Promise.all([hasty.stop(), patient.stop()]);
});
