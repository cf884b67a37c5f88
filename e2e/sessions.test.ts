/** A customer's sessions on two nodes: renewed by many tabs at once, seen, and ended everywhere. */
import { join } from 'node:path';
import type { SessionsResponse } from '@throughline/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startThrowawayRedis } from '../tools/test-setup/throwaway-redis.mjs';
import { Cluster, PORTAL, type SignedIn } from './support/cluster.js';
import { throughline } from './support/command-line.js';
import { Frames } from './support/frames.js';
import { HttpBrowser } from './support/http-browser.js';
import { createDatabase, query } from './support/test-database.js';

/**
 * The longest that sockets of an ended session stay open here, in milliseconds: 2 s where others leave the processor some
 * time, and well below the next round of what would close them otherwise.
 */
const END_MS = 10_000;
const FROM_PORTAL = { origin: PORTAL };

let databaseUrl: string;
let redis: Awaited<ReturnType<typeof startThrowawayRedis>>;
let cluster: Cluster;
beforeAll(async () => {
  databaseUrl = await createDatabase('sessions');
  redis = await startThrowawayRedis();
  cluster = await Cluster.start({ nodes: 2, databaseUrl, redisUrl: redis.url, agents: 1, capacity: 5 });
});
afterAll(async () => {
  await cluster[Symbol.asyncDispose]();
  await redis.stop();
});

const call = ({ browser }: SignedIn, method: string, path = '') =>
  browser.request(method, `/support/v1/${path}`, undefined, FROM_PORTAL);
const placesOf = async (person: SignedIn) =>
  ((await (await call(person, 'GET', 'sessions')).json()) as SessionsResponse).sessions;
const tabs = (person: SignedIn) =>
  Promise.all(cluster.nodes.map((node) => Frames.greet(person.socketAt(node))));

/** Milliseconds until all are closed. */
async function untilClosed(frames: readonly Frames[], since: number): Promise<number> {
  expect(await Promise.all(frames.map((each) => each.closeCode()))).toEqual(frames.map(() => 4401));
  return Math.round(performance.now() - since);
}

it('[SESS-3] lets five tabs renew at once, and none of their connections ends', async () => {
  const person = await cluster.customer('five-tabs');
  const open = await tabs(person);
  const before = person.browser.cookieHeader;

  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => cluster.handOff(person.browser, 'five-tabs')));

  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  const given = answers.map((answer) => answer.headers.getSetCookie()[0]?.split(';')[0] ?? '');
  expect(new Set([...given, before]).size).toBe(6);
  for (const cookie of given) {
    const tab = new HttpBrowser(cluster.node(1).urls.customer);
    expect((await tab.request('GET', '/support/v1/session', undefined, { cookie })).status).toBe(200);
  }
  expect(await placesOf(person)).toHaveLength(1);
  expect(open.map(({ closed }) => closed)).toEqual([null, null]);
  expect((await call(person, 'DELETE', 'session')).status).toBe(204);
  await untilClosed(open, performance.now());
});

it('[SESS-3] makes one session of five tabs that sign in at once', async () => {
  const browser = new HttpBrowser(cluster.node(0).urls.customer);
  await browser.request('POST', '/support/v1/assertion/challenge', undefined, FROM_PORTAL);
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => cluster.handOff(browser, 'first-time')));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  const list = await browser.request('GET', '/support/v1/sessions', undefined, FROM_PORTAL);
  expect(((await list.json()) as SessionsResponse).sessions).toHaveLength(1);
});

it('[SESS-6] [T10] shows where one is signed in, and ends one place or all of them', async () => {
  const [laptop, phone, other] = [
    await cluster.customer('ida'),
    await cluster.customer('ida'),
    await cluster.customer('somebody-else'),
  ];
  const places = await placesOf(laptop);
  expect(places.map(({ current }) => current).sort()).toEqual([false, true]);
  const [foreign] = await placesOf(other);
  expect((await call(laptop, 'DELETE', `sessions/${foreign?.id}`)).status).toBe(404);
  expect((await call(laptop, 'DELETE', 'sessions/00000000-0000-4000-8000-000000000000')).status).toBe(404);

  const onPhone = await tabs(phone);
  const onLaptop = await tabs(laptop);
  const elsewhere = places.find(({ current }) => !current)?.id;
  expect((await call(laptop, 'DELETE', `sessions/${elsewhere}`)).status).toBe(204);
  await untilClosed(onPhone, performance.now());
  expect((await call(phone, 'GET', 'session')).status).toBe(401);
  expect(onLaptop.map(({ closed }) => closed)).toEqual([null, null]);

  const again = await cluster.customer('ida');
  expect((await call(again, 'DELETE', 'sessions')).status).toBe(204);
  await untilClosed(onLaptop, performance.now());
  expect((await call(laptop, 'GET', 'session')).status).toBe(401);
  expect((await call(other, 'GET', 'session')).status).toBe(200);
});

it('[SESS-1] keeps no secret of a browser in the database', async () => {
  const person = await cluster.customer('secretive');
  const rows = await query<{ row: string }>(
    databaseUrl,
    `select customer_session::text || customer_session_key::text as row
     from customer_session join customer_session_key on session_id = id`,
  );
  const text = rows.map(({ row }) => row).join();
  for (const value of person.browser.cookies.values()) {
    expect(text).not.toContain(value);
    expect(text).not.toContain(Buffer.from(value).toString('hex'));
  }
});

describe('when a session ends', () => {
  const endOnBothNodes = async (customer: string) => {
    const person = await cluster.customer(customer);
    const open = await tabs(person);
    const since = performance.now();
    await call(person, 'DELETE', 'sessions');
    return untilClosed(open, since);
  };

  it('[SESS-7] its connections on both nodes close soon', async () => {
    const tookMs = await endOnBothNodes('kim');
    console.log(`signed out everywhere: connections on two nodes closed after ${tookMs} ms`);
    expect(tookMs).toBeLessThan(END_MS);
  });

  it('[SESS-7] [CLUSTER-1] the same while Redis is away', async () => {
    await redis.kill();
    const tookMs = await endOnBothNodes('lou');
    await redis.launch();
    console.log(`the same while Redis is away: ${tookMs} ms`);
    expect(tookMs).toBeLessThan(END_MS);
  });
});

describe('throughline doctor', () => {
  const steps = async (environment: Record<string, string>) => {
    const config = join(cluster.dataDir, '..', 'throughline.yaml');
    const places = { THROUGHLINE_DATA_DIR: cluster.dataDir, ...environment };
    const { code, stdout } = await throughline(places, 'doctor', '--json', '--config', config);
    const all = (JSON.parse(stdout) as { steps: { id: string; status: string; found: string }[] }).steps;
    return { code, stdout, status: Object.fromEntries(all.map(({ id, status }) => [id, status])) };
  };

  it('[DOCTOR-7] finds everything there where nodes run', async () => {
    const environment = { THROUGHLINE_DATABASE_URL: databaseUrl, THROUGHLINE_REDIS_URL: redis.url };
    const { code, status } = await steps(environment);
    expect(status).toEqual({ database: 'ok', clock: 'ok', redis: 'ok', keys: 'ok', 'queues.all': 'ok' });
    expect(code).toBe(0);
  });

  it('[DOCTOR-7] names what is missing, and makes none of it', async () => {
    const empty = await createDatabase('doctor');
    const environment = {
      THROUGHLINE_DATABASE_URL: empty,
      THROUGHLINE_REDIS_URL: 'redis://:hidden-word@127.0.0.1:1',
      THROUGHLINE_KEY_FILE: join(cluster.dataDir, 'no.key'),
    };
    const [{ code, stdout, status }, lost] = await Promise.all([
      steps(environment),
      steps({ ...environment, THROUGHLINE_DATABASE_URL: databaseUrl }),
    ]);
    expect(status).toMatchObject({ database: 'warning', clock: 'ok', redis: 'failed', keys: 'skipped' });
    expect(code).toBe(1);
    expect(stdout).not.toContain('hidden-word');
    const tables = await query(empty, "select 1 from pg_tables where schemaname = 'public'");
    expect(tables).toEqual([]);
    expect(lost.status).toMatchObject({ database: 'ok', keys: 'failed' });
  });
});
