import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { DEPLOYMENT_ID, QUEUE, TestDoor, type TestDoorSettings } from '../../test-support/door.js';
import { examine } from './doctor.js';
import { takeSteps } from './step.js';
import { neededPermissions } from './steps/permissions.js';
import type { Credentials, DoctorSettings, Purpose } from './subject.js';
import { verifyOrganization } from './verify-organization.js';

const NOW = { now: () => new Date() };
const PROVIDER = { clientId: 'genesys', clientSecret: 's', allowHttp: true };
const CLIENTS: Record<Purpose, Credentials> = {
  runtime: { clientId: 'run', clientSecret: 'run-secret' },
  callbacks: { clientId: 'callbacks', clientSecret: 'callbacks-secret' },
  tags: { clientId: 'tags', clientSecret: 'tags-secret' },
  privacy: { clientId: 'privacy', clientSecret: 'privacy-secret' },
  doctor: { clientId: 'doctor', clientSecret: 'doctor-secret' },
};

/** An id of a deployment of another door, or of none. */
const ELSEWHERE = '9d3c1b52-0000-4000-8000-00000000eeee';

/** Nothing listens in the range that the system gives out last. */
const CLOSED = 'http://127.0.0.1:65531';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

interface Mistake {
  readonly door?: Partial<TestDoorSettings>;
  readonly permissions?: Partial<Record<Purpose, readonly string[]>>;
  readonly settings?: (right: DoctorSettings) => Partial<DoctorSettings>;
  readonly discovery?: (issuer: string) => object | null;
}

/** A right set-up with one mistake, and what is found. */
async function examineWith({ door, permissions = {}, settings, discovery = rightDiscovery }: Mistake = {}) {
  const issuer = await servePortal(discovery);
  const basis = settingsAt('', issuer);
  const opened = await openDoor({
    identityProvider: { ...PROVIDER, issuer },
    messageFlow: 'Support',
    deployment: {
      allowedDomains: ['shop.example'],
      authentication: { enabled: true, allowSessionUpgrade: true },
    },
    clients: Object.entries(CLIENTS).map(([purpose, { clientId, clientSecret }]) => ({
      id: clientId,
      secret: clientSecret,
      permissions: permissions[purpose as Purpose] ?? neededPermissions(purpose as Purpose, basis),
    })),
    ...door,
  });
  const right = settingsAt(opened.url, issuer);
  const reports = await examine({ ...right, ...settings?.(right) });
  return { reports, step: (id: string) => reports.find((report) => report.id === id) };
}

it('[DOCTOR-5] measures at the stand-in, says so, and keeps neither secrets nor content', async () => {
  const issuer = await servePortal(rightDiscovery);
  const clients = Object.values(CLIENTS).map(({ clientId: id, clientSecret: secret }) => ({ id, secret }));
  const door = await openDoor({ clients, deployment: { allowedDomains: ['shop.example'] } });
  const evidence = await verifyOrganization(settingsAt(door.url, issuer));
  expect(evidence).toMatchObject({ measuredIn: 'stand-in', region: null });
  const of = (id: string) => evidence.facts.find((fact) => fact.id === id);
  expect(of('origin-matching')?.observed).toMatchObject({ allowed: 'open', foreign: 'status 403' });
  expect(of('token-rate-limit')?.observed).toMatchObject({ 'token.rate.per.minute': 300 });
  expect(of('threading-window')).toMatchObject({ state: 'measured' });
  // The door has no types of integrations: a fact that cannot be measured does not stop the others.
  expect(of('oidc-integration-type')).toMatchObject({ state: 'failed', observed: { status: 404 } });
  expect(of('attributes-permission')).toMatchObject({ state: 'by hand' });
  const ids = evidence.facts.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { clientSecret } of Object.values(CLIENTS)) {
    expect(JSON.stringify(evidence)).not.toContain(clientSecret);
  }
});

async function openDoor(more: Partial<TestDoorSettings>): Promise<TestDoor> {
  const door = await TestDoor.start(NOW, {}, more);
  closing.push(() => door.stop());
  return door;
}

function settingsAt(url: string, issuer: string): DoctorSettings {
  return {
    region: null,
    hosts: { api: url, login: url, cdn: url, socket: `${url.replace('http', 'ws')}/v1` },
    otherRegions: [],
    deploymentId: DEPLOYMENT_ID,
    moreDeploymentIds: [],
    autoStart: false,
    origins: ['https://www.shop.example'],
    clients: CLIENTS,
    isDirect: false,
    takesFiles: true,
    provider: { issuer, clientId: 'genesys' },
    queues: [QUEUE.id],
    actionClients: [{ id: 'genesys', scopes: ['genesys'] }],
    threadingHours: 0,
    usesContacts: true,
    clock: NOW,
  };
}

const rightDiscovery = (issuer: string): object | null => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/jwks`,
});

/** Our provider's documents, or wrong ones. */
async function servePortal(discovery: (issuer: string) => object | null): Promise<string> {
  let issuer = '';
  const server: Server = createServer(({ url }, response) => {
    const body = url === '/jwks' ? { keys: [{ kty: 'EC', kid: '1' }] } : discovery(issuer);
    response.writeHead(body ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  issuer = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  return issuer;
}

describe('the doctor', () => {
  it('[DOCTOR-1] finds a right set-up right, and says only what is true of the stand-in', async () => {
    const { reports } = await examineWith();
    const notOk = reports.filter(({ status }) => status !== 'ok');
    // The test's provider is not on TLS.
    expect(notOk.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'more-deployments skipped',
      'provider warning',
    ]);
    expect(reports).toHaveLength(26);
    for (const { why, found } of reports) {
      expect(why).not.toBe('');
      expect(found).not.toBe('');
    }
  });

  const mistakes: [name: string, mistake: Mistake, step: string, status: string, words: RegExp][] = [
    ['unreachable hosts', { settings: unreachable }, 'hosts', 'failed', /ECONNREFUSED/],
    [
      'an unknown host',
      { settings: unknownHost },
      'hosts',
      'failed',
      /no-such-host\.invalid does not answer/,
    ],
    ['a clock behind', { settings: () => ({ clock: shifted(-120) }) }, 'clock', 'failed', /behind/],
    ['a clock ahead', { settings: () => ({ clock: shifted(30) }) }, 'clock', 'warning', /ahead of/],
    ['an unknown deployment', { settings: otherDeployment }, 'deployment', 'failed', /No region has it/],
    ['no sign-in there', { door: signInOff() }, 'authentication', 'failed', /has authentication off/],
    [
      'sign-in there only',
      { door: signInRequired(), settings: () => ({ provider: null }) },
      'authentication',
      'failed',
      /anonymous guests cannot send/,
    ],
    [
      'a missing domain',
      { settings: () => ({ origins: ['https://www.shop.example', 'https://bank.example'] }) },
      'domains',
      'failed',
      /^bank\.example may not use the deployment; allowed are: shop\.example/,
    ],
    [
      'attachments that are off',
      { door: { deployment: { allowedDomains: ['shop.example'], fileTypes: [] } } },
      'messenger',
      'warning',
      /attachments off/,
    ],
    ['all domains', { door: allDomains() }, 'domains', 'warning', /All domains/],
    [
      'another start of conversations',
      { settings: () => ({ autoStart: true }) },
      'conversations',
      'failed',
      /automatic start off, and genesys\.autoStart is true/,
    ],
    [
      'ends that nobody is told of',
      { door: { deployment: { allowedDomains: ['shop.example'], disconnect: 'Off' } } },
      'conversations',
      'warning',
      /stays open here/,
    ],
    [
      'a further deployment that is not there',
      { settings: () => ({ moreDeploymentIds: [DEPLOYMENT_ID, 'x'] }) },
      'more-deployments',
      'failed',
      /deployment x is not there/,
    ],
    ['a wrong secret', { settings: wrongSecret }, 'login.runtime', 'failed', /invalid_client/],
    ['an unknown client', { settings: unknownClient }, 'login.privacy', 'failed', /invalid_client/],
    ['one client for all', { settings: oneClient }, 'separate-clients', 'failed', /several purposes/],
    [
      'a missing permission',
      { permissions: { runtime: ['routing:queue:view'] } },
      'roles.runtime',
      'failed',
      /"Role of run" lacks analytics:queueObservation:view/,
    ],
    [
      'a role that gives everything',
      { permissions: { runtime: ['*:*:*'] } },
      'roles.runtime',
      'failed',
      /more than is needed: \*:\*:\*/,
    ],
    [
      'a broader role',
      { permissions: { privacy: broaderPrivacy() } },
      'roles.privacy',
      'warning',
      /routing:queue:edit/,
    ],
    [
      'a doctor that may not look',
      { permissions: { doctor: ['routing:queue:view'] } },
      'roles.runtime',
      'failed',
      /missing\.permissions/,
    ],
    [
      'a missing queue',
      { settings: () => ({ queues: [QUEUE.id, 'Gold'] }) },
      'queues',
      'failed',
      /no queue "Gold"/,
    ],
    [
      'no client for data actions',
      { settings: () => ({ actionClients: [] }) },
      'data-actions',
      'warning',
      /are refused/,
    ],
    [
      'a client for data actions that may do more',
      { settings: () => ({ actionClients: [{ id: 'crm', scopes: ['genesys', 'context'] }] }) },
      'data-actions',
      'warning',
      /"crm" may do more/,
    ],
    ['no message flow', { door: { messageFlow: null } }, 'flow', 'failed', /no message flow/],
    [
      'another window',
      { settings: () => ({ threadingHours: 72 }) },
      'threading',
      'warning',
      /0 minutes there/,
    ],
    ['no discovery', { discovery: () => null }, 'provider', 'failed', /status 404/],
    [
      'another issuer',
      { discovery: (issuer) => ({ ...rightDiscovery(issuer), issuer: 'https://old.example' }) },
      'provider',
      'failed',
      /names https:\/\/old\.example as issuer/,
    ],
    [
      'endpoints elsewhere',
      { discovery: (issuer) => ({ ...rightDiscovery(issuer), token_endpoint: 'http://10.0.0.1/token' }) },
      'provider',
      'failed',
      /http:\/\/10\.0\.0\.1\/token, which is not on the host/,
    ],
    [
      'an integration that leads elsewhere',
      { door: { identityProvider: { ...PROVIDER, issuer: 'https://old.example' } } },
      'sign-in',
      'failed',
      /leads to https:\/\/old\.example/,
    ],
  ];

  it.each(mistakes)('[DOCTOR-2] names %s', async (_name, mistake, id, status, words) => {
    const { step, reports } = await examineWith(mistake);
    expect(step(id)).toMatchObject({ status });
    expect(step(id)?.found).toMatch(words);
    expect(step(id)?.fix).toBeTruthy();
    const told = JSON.stringify(reports);
    for (const { clientSecret } of Object.values(CLIENTS)) expect(told).not.toContain(clientSecret);
  });

  it('[DOCTOR-2] names a Messenger that shows nothing', async () => {
    let apiEndpoint = '';
    const cdn = await servePortal(() => ({
      status: 'Active',
      version: '1',
      apiEndpoint,
      auth: { enabled: true },
      headlessMode: { enabled: true },
      messenger: { apps: { conversations: { enabled: true } } },
    }));
    const { step } = await examineWith({
      settings: ({ hosts }) => {
        apiEndpoint = hosts.api;
        return { hosts: { ...hosts, cdn }, isDirect: true };
      },
    });
    expect(step('messenger')).toMatchObject({ status: 'failed', found: expect.stringMatching(/headless/) });
  });

  it('[DOCTOR-3] names the region that has the deployment when the configured one does not', async () => {
    const right = await openDoor({ deployment: { id: ELSEWHERE } });
    const { step } = await examineWith({
      settings: () => ({
        region: 'eu-west-1',
        deploymentId: ELSEWHERE,
        otherRegions: [
          { region: 'us-west-2', cdn: CLOSED },
          { region: 'eu-central-1', cdn: right.url },
        ],
      }),
    });
    expect(step('deployment')).toMatchObject({
      status: 'failed',
      found: `The deployment ${ELSEWHERE} is not in eu-west-1 (status 404). It is in eu-central-1.`,
      fix: 'Set genesys.region to eu-central-1.',
    });
  });

  it('[DOCTOR-4] skips what needs a failed step, takes the others, and waits for none without end', async () => {
    const { step } = await examineWith({ settings: wrongSecret });
    expect(step('queues')).toMatchObject({ status: 'skipped' });
    expect(step('queues')?.found).toMatch(/It needs "login\.runtime", which failed/);
    expect(step('roles.runtime')).toMatchObject({ status: 'ok' });
    expect(step('domains')).toMatchObject({ status: 'ok' });
    // A mistake of sign-in hides none of the domains.
    const signIn = await examineWith({ door: signInOff() });
    expect(signIn.step('domains')).toMatchObject({ status: 'ok' });
    const stuck = { id: 'stuck', why: 'x', check: () => new Promise<never>(() => undefined) };
    expect(await takeSteps([stuck], null, 5)).toMatchObject([{ id: 'stuck', status: 'failed' }]);
  });
});

function unreachable({ hosts }: DoctorSettings) {
  return { hosts: { ...hosts, login: CLOSED } };
}
function unknownHost({ hosts }: DoctorSettings) {
  return { hosts: { ...hosts, api: 'http://no-such-host.invalid' } };
}
function shifted(seconds: number) {
  return { now: () => new Date(Date.now() + seconds * 1000) };
}
function otherDeployment() {
  return { deploymentId: '9d3c1b52-0000-4000-8000-00000000ffff' };
}
function signInOff() {
  return {
    deployment: {
      allowedDomains: ['shop.example'],
      authentication: { enabled: false, allowSessionUpgrade: false },
    },
  };
}
function signInRequired() {
  return {
    deployment: {
      allowedDomains: ['shop.example'],
      authentication: { enabled: true, allowSessionUpgrade: false },
    },
  };
}
function allDomains() {
  return { deployment: { authentication: { enabled: true, allowSessionUpgrade: true } } };
}
function wrongSecret() {
  return { clients: { ...CLIENTS, runtime: { clientId: 'run', clientSecret: 'wrong-secret' } } };
}
function unknownClient() {
  return { clients: { ...CLIENTS, privacy: { clientId: 'nobody', clientSecret: 'x-secret' } } };
}
function oneClient() {
  return { clients: { ...CLIENTS, privacy: CLIENTS.runtime } };
}
function broaderPrivacy() {
  return ['gdpr:request:add', 'gdpr:request:view', 'routing:queue:edit'];
}
