/** Architect decides where conversations go, and tells the gateway by data actions; the door in a process of its own. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificate, type TestCertificate } from './support/certificate.js';
import { Cluster } from './support/cluster.js';
import { throughline } from './support/command-line.js';
import { DEPLOYMENT, Door } from './support/door.js';
import { Frames } from './support/frames.js';
import { createDatabase, query } from './support/test-database.js';

const SECRET = 'f3a9c2d471b8e6059a7c3e1d2b4f6a80';
/** Its first step is one that Architect has to ask the gateway for. */
const FLOW = `flow: asked
start: staff
default: message
steps:
  staff: { kind: availability, queue: all, available: there, nobody: there, unknown: there }
  there: { kind: queue, queue: all, limit: 30m, then: message }
  message: { kind: leaveMessage, queue: all }
`;
const CARD = '4111 1111 1111 1111';

let folder: string;
let database: string;
let door: Door;
let cluster: Cluster;
let certificate: TestCertificate;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-authority-'));
  const secretFile = join(folder, 'genesys.secret');
  writeFileSync(secretFile, SECRET, { mode: 0o600 });
  certificate = makeCertificate(folder, 'genesys', '/O=Genesys/CN=actions');
  const { fingerprint256: fingerprint } = certificate.x509;
  const clients = [
    { id: 'genesys', scopes: ['genesys'], secretFile },
    { id: 'actions', scopes: ['genesys'], certificate: { fingerprint } },
    { id: 'crm', scopes: ['context'], secretFile },
  ];
  [database, door] = await Promise.all([createDatabase('authority'), Door.startWith({})]);
  cluster = await Cluster.start({
    nodes: 1,
    databaseUrl: database,
    agents: 1,
    capacity: 1,
    flow: FLOW,
    settings: `contactCenter: genesys
genesys: { address: "${door.url}", deploymentId: ${DEPLOYMENT}, routing: { authority: architect }, otherConversations: warn }
trustedProxies: [127.0.0.1]
servers: { certificateHeader: client-cert, clients: ${JSON.stringify(clients)} }`,
  });
});
afterAll(async () => {
  await cluster[Symbol.asyncDispose]();
  await door.stop();
  rmSync(folder, { recursive: true, force: true });
});

type Headers = Readonly<Record<string, string>>;

const gateway = (path: string) => new URL(`/support/s2s/v1/${path}`, cluster.node(0).urls.customer);

async function tokenOf(id: string, scope: string): Promise<Headers> {
  const headers = { authorization: `Basic ${btoa(`${id}:${SECRET}`)}` };
  const body = new URLSearchParams({ grant_type: 'client_credentials', scope });
  const answer = await fetch(gateway('token'), { method: 'POST', headers, body });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  return { authorization: `Bearer ${token}` };
}

async function act(action: string, body: object, headers: Headers) {
  const answer = await fetch(gateway(`genesys/${action}`), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
}

async function talk(customer: string) {
  const person = await cluster.customer(customer, undefined, { tier: 'PREMIUM' });
  const tab = await Frames.greet(person.socketAt(cluster.node(0)));
  tab.send({ type: 'open', ref: 'o', context: { intent: `Card ${CARD}` } });
  return { tab, id: (await tab.next('opened')).conversation.id };
}

async function decisionOf(conversationId: string) {
  const [decision] = await query<{ flow: string; version: string; path: string[] }>(
    database,
    `select flow_name as flow, flow_version as version, path from decision where conversation_id = '${conversationId}'`,
  );
  if (!decision) throw new Error('There is no decision.');
  return decision;
}

/** The data actions in what `throughline genesys export` writes. */
async function exportedActions() {
  const config = join(folder, 'throughline.yaml');
  writeFileSync(join(folder, 'x.flow.yaml'), FLOW);
  writeFileSync(
    config,
    `publicUrl: https://www.bank.example
deskUrl: https://desk.bank.example
flow: { file: x.flow.yaml }
queues: [{ id: all, displayName: All }]
genesys: { region: eu-central-1, deploymentId: ${DEPLOYMENT}, routing: { authority: architect } }
`,
  );
  const out = join(folder, 'genesys');
  const { code, stderr } = await throughline({}, 'genesys', 'export', '--config', config, '--out', out);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const [, ...actions] = readFileSync(join(out, 'data-actions.tf'), 'utf8').split(
    'genesyscloud_integration_action"',
  );
  return actions.map((text) => {
    const [input = '', output = ''] = text.split('contract_output');
    const [, path = ''] =
      /"https:\/\/www\.bank\.example\/support\/s2s\/v1\/genesys\/([\w-]+)"/.exec(output) ?? [];
    const names = (contract: string) =>
      [...contract.matchAll(/^ {6}"(\w+)" = \{/gm)].map(([, name = '']) => name);
    return { path, inputs: names(input), answers: !output.includes('success_template = "{}"') };
  });
}

const outcomeOf = (conversationId: string, more: object = {}) => ({
  conversationId,
  genesysConversationId: randomUUID(),
  taker: 'agent',
  queue: 'Cards',
  skills: ['German'],
  ...more,
});

describe('data actions', () => {
  it('[ACTION-1] [ELSEWHERE-4] tell the flow verified facts, and no queue where Architect decides', async () => {
    const { id, tab } = await talk('ava');
    const { status, body } = await act(
      'routing',
      { conversationId: id },
      await tokenOf('genesys', 'genesys'),
    );
    expect(status).toBe(200);
    expect(body).toEqual({
      conversationId: id,
      authority: 'architect',
      customerId: 'ava',
      customerTier: 'PREMIUM',
      intent: expect.not.stringContaining(CARD),
      continuesPrevious: false,
      previousThreadOpen: false,
      fields: {},
    });
    tab.close();
  });

  it('[ACTION-2] [ELSEWHERE-1] [ELSEWHERE-2] record what Architect decided, once, as the decision', async () => {
    const { id, tab } = await talk('ben');
    const told = outcomeOf(id, { queue: `Cards ${CARD}` });
    const headers = await tokenOf('genesys', 'genesys');
    for (const time of [1, 2]) expect((await act('outcome', told, headers)).status, `${time}`).toBe(204);
    const [decision] = await query<{ target: object; reasons: string[] }>(
      database,
      `select target, reasons from decision where conversation_id = '${id}'`,
    );
    expect(decision?.target).toMatchObject({ kind: 'queue', queueId: expect.stringMatching(/^Cards /) });
    expect(decision?.reasons.at(-1)).toMatch(
      /contact center decided: queue Cards .*German, agents are asked/,
    );
    expect(JSON.stringify(decision)).not.toContain(CARD);
    const trail = await query<{ actor_id: string; details: object }>(
      database,
      `select actor_id, details from audit_entry where conversation_id = '${id}' and action = 'conversation.routed_elsewhere'`,
    );
    expect(trail).toEqual([
      {
        actor_id: 'server:genesys',
        details: expect.objectContaining({ remoteId: told.genesysConversationId, taker: 'agent' }),
      },
    ]);
    expect(cluster.node(0).output).not.toContain(told.genesysConversationId);
    tab.close();
  });

  it('[ACTION-7] [ENTRY-5] tell of what a customer talks about through another channel, until it is over', async () => {
    const headers = await tokenOf('genesys', 'genesys');
    const entry = { customer: 'emma', genesysConversationId: randomUUID(), channel: 'whatsapp' };
    expect((await act('entry', entry, headers)).status).toBe(204);
    const { id, tab } = await talk('emma');
    const looked = () =>
      query<{ details: object }>(
        database,
        `select details from audit_entry where conversation_id = '${id}' and action = 'conversation.other_looked_for'`,
      );
    await expect.poll(looked, { timeout: 30_000, interval: 50 }).toHaveLength(1);
    expect(await looked()).toMatchObject([
      { details: { outcome: 'warn', remoteId: entry.genesysConversationId, channel: 'whatsapp' } },
    ]);
    expect((await act('entry', { ...entry, state: 'over' }, headers)).status).toBe(204);
    const kept = await query<{ entry_id: string | null }>(database, 'select entry_id from remote_customer');
    expect(kept).toEqual([{ entry_id: null }]);
    const bad = await act('entry', { ...entry, channel: 'Call 4111' }, headers);
    expect(bad).toMatchObject({ status: 400, body: { error: { code: 'bad_request' } } });
    tab.close();
  });

  it('[ACTION-8] put on the audit trail how the agent summed up, once the conversation is over', async () => {
    const headers = await tokenOf('genesys', 'genesys');
    const { id, tab } = await talk('fritz');
    const ids = { conversationId: id, genesysConversationId: randomUUID() };
    const told = { ...ids, wrapUp: `Resolved ${CARD}`, agent: 'Sam' };
    expect((await act('wrap-up', told, headers)).status).toBe(404);
    expect((await act('conversation', ids, headers)).status).toBe(204);
    tab.send({ type: 'end', ref: 'e', conversationId: id });
    await tab.next('done', ({ ref }) => ref === 'e');

    expect((await act('wrap-up', told, headers)).status).toBe(204);
    const trail = await query<{ details: object }>(
      database,
      `select details from audit_entry where conversation_id = '${id}' and action = 'conversation.wrapped_up'`,
    );
    expect(trail).toEqual([
      {
        details: {
          remoteId: ids.genesysConversationId,
          wrapUp: expect.stringMatching(/^Resolved /),
          agent: 'Sam',
        },
      },
    ]);
    expect(JSON.stringify(trail)).not.toContain(CARD);
    const other = { ...told, genesysConversationId: randomUUID() };
    expect((await act('wrap-up', other, headers)).status).toBe(404);
    tab.close();
  });

  it('[ACTION-3] need the scope genesys and it alone, by token or by certificate', async () => {
    const { id, tab } = await talk('cleo');
    const body = { conversationId: id };
    expect((await act('routing', body, await tokenOf('crm', 'context'))).status).toBe(403);
    expect((await act('routing', body, {})).status).toBe(401);
    const shown = { 'client-cert': `:${certificate.x509.raw.toString('base64')}:` };
    expect((await act('routing', body, shown)).status).toBe(200);
    tab.close();
  });

  it.each([
    ['another field', { more: 1 }],
    ['a taker that there is not', { taker: 'robot' }],
    ['an id that is none', { genesysConversationId: 'x' }],
    ['a queue of any length', { queue: 'x'.repeat(129) }],
  ])('[ACTION-4] refuse %s', async (_, more) => {
    const headers = await tokenOf('genesys', 'genesys');
    const answer = await act('outcome', outcomeOf(randomUUID(), more), headers);
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'bad_request' } } });
  });

  it('[ACTION-4] [ELSEWHERE-2] know no conversation that is unknown or over, in the same words', async () => {
    const { id, tab } = await talk('dora');
    tab.send({ type: 'end', ref: 'e', conversationId: id });
    await tab.next('done', ({ ref }) => ref === 'e');
    const headers = await tokenOf('genesys', 'genesys');
    const answers = await Promise.all(
      [id, randomUUID()].flatMap((each) => [
        act('outcome', outcomeOf(each), headers),
        act('routing', { conversationId: each }, headers),
      ]),
    );
    expect(new Set(answers.map(({ status, body }) => `${status} ${JSON.stringify(body)}`)).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 404, body: { error: { code: 'not_found' } } });
    tab.close();
  });

  it('[ACTION-5] answer for a step that the gateway left in its own run, and note the conversation', async () => {
    const { id, tab } = await talk('eve');
    const headers = await tokenOf('genesys', 'genesys');
    const genesysConversationId = randomUUID();
    const ids = { conversationId: id, genesysConversationId };
    for (const time of [1, 2]) expect((await act('conversation', ids, headers)).status, `${time}`).toBe(204);
    const { path, ...flow } = await decisionOf(id);
    const answers = await Promise.all(
      path.map((step) => act('step', { conversationId: id, ...flow, step }, headers)),
    );
    expect(answers.slice(0, -1).map(({ status }) => status)).toEqual(path.slice(1).map(() => 200));
    expect(answers[0]?.body).toEqual({ outcome: expect.stringMatching(/./) });
    // The run is still at its last step.
    expect(answers.at(-1)?.status).toBe(404);
    const other = { conversationId: id, ...flow, version: 'older', step: path[0] };
    expect((await act('step', other, headers)).status).toBe(404);
    tab.send({ type: 'end', ref: 'e', conversationId: id });
    await tab.next('done', ({ ref }) => ref === 'e');
    tab.send({ type: 'open', ref: 'again', context: {} });
    const next = (await tab.next('opened', ({ ref }) => ref === 'again')).conversation.id;
    expect((await act('routing', { conversationId: next }, headers)).body).toMatchObject({
      previousGenesysConversationId: genesysConversationId,
    });
    tab.close();
  });

  it('[SETUP-5] are served as they are exported', async () => {
    const { id, tab } = await talk('finn');
    const headers = await tokenOf('genesys', 'genesys');
    const { path, ...flow } = await decisionOf(id);
    const values: Readonly<Record<string, unknown>> = {
      conversationId: id,
      genesysConversationId: randomUUID(),
      taker: 'agent',
      queue: 'Cards',
      skills: ['German'],
      customer: 'finn',
      channel: 'whatsapp',
      state: '',
      wrapUp: 'Resolved',
      agent: '',
      ...flow,
      step: path[0],
    };
    const exported = await exportedActions();
    expect(exported.map(({ path }) => path).sort()).toEqual([
      'conversation',
      'entry',
      'outcome',
      'routing',
      'step',
      'wrap-up',
    ]);
    for (const { path, inputs, answers } of exported) {
      const body = Object.fromEntries(inputs.map((name) => [name, values[name]]));
      expect((await act(path, body, headers)).status, path).toBe(answers ? 200 : 204);
    }
    tab.close();
  });
});
