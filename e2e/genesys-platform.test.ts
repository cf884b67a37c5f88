/** What a node asks of the Platform API, against our own door in a process of its own. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cluster, PORTAL } from './support/cluster.js';
import { throughline } from './support/command-line.js';
import { CLIENT, DEPLOYMENT, Door } from './support/door.js';
import { Frames } from './support/frames.js';
import { createDatabase, query } from './support/test-database.js';

const SECRET = 'f3a9c2d471b8e6059a7c3e1d2b4f6a80';
const PATIENCE = { timeout: 60_000, interval: 100 };

let folder: string;
let database: string;
let door: Door;
let cluster: Cluster;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-platform-'));
  const [clientId = '', secret = ''] = CLIENT.split(':');
  const clientSecretFile = join(folder, 'platform.secret');
  writeFileSync(clientSecretFile, secret, { mode: 0o600 });
  const client = { clientId, clientSecretFile };
  const externalSource = { id: 'source-1', name: 'Portal' };
  const platform = { ...client, externalSource, privacy: client, callbacks: client, tags: client };
  const secretFile = join(folder, 'actions.secret');
  writeFileSync(secretFile, SECRET, { mode: 0o600 });
  const servers = { clients: [{ id: 'genesys', scopes: ['genesys'], secretFile }] };
  [database, door] = await Promise.all([createDatabase('platform'), Door.startWith({})]);
  const genesys = { address: door.url, deploymentId: DEPLOYMENT, platform };
  cluster = await Cluster.start({
    nodes: 1,
    databaseUrl: database,
    agents: 1,
    capacity: 1,
    queue: 'Standard_Queue_Router',
    settings: `contactCenter: genesys\ngenesys: ${JSON.stringify(genesys)}\nservers: ${JSON.stringify(servers)}\nwithoutChat: { callbackQueue: Standard_Queue_Router }`,
  });
});
afterAll(async () => {
  await cluster[Symbol.asyncDispose]();
  await door.stop();
  rmSync(folder, { recursive: true, force: true });
});

const auditOf = (action: string) =>
  query<{ details: Record<string, unknown> }>(
    database,
    `select details from audit_entry where action = '${action}' order by at`,
  );

describe('a node with a client of the Platform API', () => {
  it("[PLATFORM-6] tells customers what Genesys's figures of the queue say", async () => {
    // Nobody at the node's own desk is available: what is said comes from there.
    const sam = await (await door.agent('sam')).available();
    const ava = await cluster.customer('ava');
    // Who comes while the figures are still being fetched is told nothing.
    const told = async () => {
      const tab = await Frames.greet(ava.socketAt(cluster.node(0)));
      tab.send({ type: 'fill', conversationId: randomUUID(), afterSeq: 0 });
      // All that goes with the welcome has come before this is refused.
      await tab.next('error');
      tab.close();
      return tab.received.find(({ type }) => type === 'availability');
    };
    await expect.poll(told, PATIENCE).toMatchObject({ agents: 'available' });
    sam.close();
  });

  it('[CALLS-1] [CALLS-2] [NOCHAT-1] has agents of Genesys call, until the customer takes it back', async () => {
    const cleo = await cluster.customer('cleo');
    const wish = { phone: '+49 30 901820', timeZone: 'Europe/Berlin', note: 'the held payment' };
    const origin = { origin: PORTAL };
    const asked = await cleo.browser.request('POST', '/support/v1/callbacks', wish, origin);
    expect(asked.status).toBe(201);
    const { id: callbackId } = (await asked.json()) as { id: string };
    const platform = await door.platform();
    const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString();
    const calls = async () => {
      const predicates = [{ type: 'dimension', dimension: 'mediaType', value: 'callback' }];
      const body = { interval: `${day(-1)}/${day(1)}`, segmentFilters: [{ type: 'and', predicates }] };
      const found = await platform.call('POST', '/api/v2/analytics/conversations/details/query', body);
      return (found.body.conversations ?? []) as { conversationId: string; conversationEnd?: string }[];
    };
    await expect.poll(calls, PATIENCE).toHaveLength(1);
    const [call] = await calls();
    const { body } = await platform.get(`/api/v2/conversations/callbacks/${call?.conversationId}`);
    expect(body.participants[0]).toMatchObject({ callbackNumbers: ['+4930901820'] });

    const tab = await Frames.greet(cleo.socketAt(cluster.node(0)));
    tab.send({ type: 'cancel-callback', ref: 'c', callbackId });
    await tab.next('done', ({ ref }) => ref === 'c');
    await expect.poll(async () => (await calls())[0]?.conversationEnd, PATIENCE).toBeDefined();
    tab.close();
  });

  it('[WRAPUP-1] has it looked how the agent summed up once the conversation is over', async () => {
    const tab = await Frames.greet((await cluster.customer('dora')).socketAt(cluster.node(0)));
    tab.send({ type: 'open', ref: 'o', context: {} });
    const { conversation } = await tab.next('opened');
    tab.send({ type: 'end', ref: 'e', conversationId: conversation.id });
    await tab.next('done', ({ ref }) => ref === 'e');
    const looked = () =>
      query<object>(database, `select work_id, kind from placed_call where kind = 'wrap-up'`);
    await expect.poll(looked, PATIENCE).toEqual([{ work_id: conversation.id, kind: 'wrap-up' }]);
    tab.close();
  });

  it('[TAGS-1] tags the conversation there with the id of ours, once a flow has told which one it is', async () => {
    const tab = await Frames.greet((await cluster.customer('eve')).socketAt(cluster.node(0)));
    tab.send({ type: 'open', ref: 'o', context: {} });
    const { conversation } = await tab.next('opened');
    tab.send({ type: 'send', id: randomUUID(), conversationId: conversation.id, text: 'hello' });
    const platform = await door.platform();
    const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
    const predicate = { type: 'property', property: 'throughlineConversationId', value: conversation.id };
    const found = async () => {
      const body = {
        interval: `${at(-1)}/${at(1)}`,
        segmentFilters: [{ type: 'and', predicates: [predicate] }],
      };
      const { body: answer } = await platform.call(
        'POST',
        '/api/v2/analytics/conversations/details/query',
        body,
      );
      return (answer.conversations?.[0] ?? {}) as { conversationId?: string; externalTag?: string };
    };
    await expect.poll(async () => (await found()).conversationId, PATIENCE).toBeDefined();

    const s2s = (path: string) => new URL(`/support/s2s/v1/${path}`, cluster.node(0).urls.customer);
    const token = await fetch(s2s('token'), {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`genesys:${SECRET}`)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'genesys' }),
    });
    const { access_token: bearer } = (await token.json()) as { access_token: string };
    const told = await fetch(s2s('genesys/conversation'), {
      method: 'POST',
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        conversationId: conversation.id,
        genesysConversationId: (await found()).conversationId,
      }),
    });
    expect(told.status).toBe(204);
    await expect.poll(async () => (await found()).externalTag, PATIENCE).toBe(conversation.id);
    tab.close();
  });

  it('[PRIVACY-1] [PRIVACY-2] erases a customer at Genesys too: pending at first, and polled until it is done', async () => {
    const tab = await Frames.greet((await cluster.customer('ben')).socketAt(cluster.node(0)));
    tab.send({ type: 'open', ref: 'o', context: {} });
    await tab.next('opened');
    tab.close();
    const environment = {
      THROUGHLINE_DATABASE_URL: database,
      THROUGHLINE_DATA_DIR: cluster.dataDir,
    };
    const erased = await throughline(environment, 'privacy', 'erase', 'ben');
    expect(erased).toMatchObject({ code: 0 });
    const platform = await door.platform();
    const requests = async () => (await platform.get('/api/v2/gdpr/requests')).body.entities ?? [];
    await expect.poll(async () => (await auditOf('privacy.contact_center_done')).length, PATIENCE).toBe(1);
    expect(await requests()).toMatchObject([{ requestType: 'GDPR_DELETE', status: 'COMPLETED' }]);
  });
});
