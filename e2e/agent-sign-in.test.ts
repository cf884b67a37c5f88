/** Agents, auditors and administrators who sign in at the identity provider of their company. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../tools/test-setup/free-port.mjs';
import { launchChromium, Person, seriousViolations } from './support/chromium.js';
import { CompanyLogin, DESK_CLIENT, STRONG } from './support/company-login.js';
import { HttpBrowser } from './support/http-browser.js';

const THROUGHLINE = fileURLToPath(new URL('../packages/cli/bin/throughline.js', import.meta.url));

let folder: string;
let company: CompanyLogin;
let desk: string;
let openDesk: string;
let nodes: ChildProcess[];
let chromium: Browser;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-agents-'));
  [desk, openDesk] = [`http://localhost:${await freePort()}`, `http://localhost:${await freePort()}`];
  company = await CompanyLogin.start([desk, openDesk]);
  nodes = await Promise.all([
    serve('strict', desk, 'unknownAgents: refuse'),
    serve('open', openDesk, 'unknownAgents: provision\n  provision: { queues: [loans], capacity: 2 }'),
  ]);
  chromium = await launchChromium();
});
afterAll(async () => {
  await chromium?.close();
  for (const node of nodes ?? []) node.kill('SIGKILL');
  await company?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

async function serve(name: string, deskUrl: string, unknown: string): Promise<ChildProcess> {
  const write = (file: string, text: string) => writeFileSync(join(folder, file), text, { mode: 0o600 });
  write('keys.json', '{"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]}');
  write('router.json', '{"logic":[{"condition":"default","target":"loans"}]}');
  write('client.secret', DESK_CLIENT.secret);
  write(
    `${name}.yaml`,
    `mode: demo
publicUrl: http://portal.example
deskUrl: ${deskUrl}
issuers: [{ issuer: http://portal.example, audience: throughline, keysFile: keys.json }]
flow: { file: router.json }
queues: [{ id: loans, displayName: Loans }]
agents:
  - { id: sam, displayName: Sam, queues: [loans] }
  - { id: lee, displayName: Lee, role: supervisor, queues: [loans] }
agentSignIn:
  issuer: ${company.issuer}
  clientId: ${DESK_CLIENT.id}
  clientSecretFile: client.secret
  rolesClaim: company.groups
  roles:
    agent: [chat-agents]
    supervisor: [chat-leads]
    auditor: [revision]
    admin: [platform]
  strong: { roles: [supervisor, admin], acr: ["${STRONG}"] }
  ${unknown}
`,
  );
  const child = spawn(process.execPath, [THROUGHLINE, 'serve', '--config', `${name}.yaml`], {
    cwd: folder,
    env: {
      PATH: process.env.PATH ?? '',
      THROUGHLINE_DATA_DIR: join(folder, name),
      THROUGHLINE_CUSTOMER_PORT: '0',
      THROUGHLINE_AGENT_PORT: new URL(deskUrl).port,
      THROUGHLINE_OPS_PORT: '0',
      THROUGHLINE_LOG_LEVEL: 'silent',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const [line] = await Promise.race([once(lines, 'line'), once(child, 'exit')]);
  if (!String(line).startsWith('{"event":"ready"')) throw new Error(`The node answered ${line}.`);
  return child;
}

async function pressSignIn(page: Page, as: string): Promise<void> {
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Company login' }).waitFor();
  await page.getByRole('link', { name: as, exact: true }).click();
}

/** A person at the desk who has signed in; the browser's cookies as a script outside of it would use them. */
async function arrive(as: string, at = desk): Promise<{ person: Person; page: Page; http: HttpBrowser }> {
  const person = await Person.arrive(chromium);
  const page = await person.visit(at);
  await pressSignIn(page, as);
  await page.waitForURL(`${at}/**`);
  const http = new HttpBrowser(at);
  for (const { name, value } of await person.context.cookies(at)) http.cookies.set(name, value);
  return { person, page, http };
}

const isAtWork = (page: Page) => page.getByRole('switch', { name: 'Available' }).waitFor();

describe('sign-in at the desk', () => {
  it('[AGENT-1] [AGENT-6] lets an agent in, leaves nothing worth stealing in the page, and out everywhere', async () => {
    const { person, page } = await arrive('sam');
    await isAtWork(page);
    expect(person.problems).toEqual([]);
    const [cookie] = (await person.context.cookies(desk)).filter(({ name }) => name === 'throughline_agent');
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
    const readable = await page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href]),
    );
    expect(readable).toBe(JSON.stringify([{}, {}, '', `${desk}/`]));

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign out of everything' }).click();
    await page.waitForURL(`${desk}/**`);
    await page.getByRole('link', { name: 'Sign in' }).waitFor();
    const http = new HttpBrowser(desk);
    http.cookies.set('throughline_agent', cookie?.value ?? '');
    expect((await http.request('GET', '/api/v1/agent')).status).toBe(401);
    // The provider has forgotten as well: it asks again.
    await pressSignIn(page, 'sam');
    await isAtWork(page);
  });

  it('[AGENT-2] refuses an account without a role, and says whom to ask', async () => {
    const { page, http } = await arrive('mallory');
    await page.getByText('Your account has no role at this desk').waitFor();
    expect(new URL(page.url()).search).toBe('');
    expect(await seriousViolations(page)).toEqual([]);
    expect((await http.request('GET', '/api/v1/agent')).status).toBe(401);
  });

  it('[AGENT-3] refuses a role that needs a second factor without one, and takes it with one', async () => {
    const { page } = await arrive('lee');
    await page.getByText('Sign in again with your second factor').waitFor();
    await pressSignIn(page, 'lee with a second factor');
    await isAtWork(page);
  });

  it('[AGENT-4] refuses agents whom nobody has configured, or makes them, as configured', async () => {
    const { page } = await arrive('nina');
    await page.getByText('not among the agents of this desk').waitFor();
    const welcome = await arrive('nina', openDesk);
    await isAtWork(welcome.page);
    await welcome.page.getByText('Nina New').first().waitFor();
  });

  it('[AGENT-5] gives each role what it is for and nothing else', async () => {
    const sam = (await arrive('sam')).http;
    const ada = (await arrive('ada with a second factor')).http;
    const otto = await arrive('otto');
    await otto.page.getByText('This account serves no customers').waitFor();

    expect((await sam.request('GET', '/api/v1/audit')).status).toBe(403);
    expect((await ada.request('GET', '/api/v1/audit')).status).toBe(403);
    const audit = await otto.http.request('GET', '/api/v1/audit?action=authorization.denied');
    expect(audit.status).toBe(200);

    const signOut = (browser: HttpBrowser) =>
      browser.request('POST', '/api/v1/customers/sign-out', {
        issuer: 'http://portal.example',
        customerId: 'ava',
      });
    expect((await signOut(sam)).status).toBe(403);
    expect((await signOut(otto.http)).status).toBe(403);
    expect((await signOut(ada)).status).toBe(204);

    for (const browser of [otto.http, ada]) {
      const socket = browser.socket('/api/v1/socket');
      socket.on('error', () => undefined);
      const [, answer] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode?: number }];
      expect(answer.statusCode).toBe(403);
      socket.terminate();
    }
  });

  it('[AGENT-7] takes an answer of the provider only in the browser that asked, once', async () => {
    const start = await fetch(`${desk}/api/v1/sign-in`, { redirect: 'manual' });
    const state = new URL(start.headers.get('location') ?? '').searchParams.get('state');
    const back = (cookie: string) =>
      fetch(`${desk}/api/v1/sign-in/callback?code=made-up&state=${state}&iss=${company.issuer}`, {
        redirect: 'manual',
        headers: { cookie },
      });
    expect((await back('')).headers.get('location')).toBe('/?refused=state');
    const [own = ''] = (start.headers.getSetCookie()[0] ?? '').split(';');
    expect((await back(own)).headers.get('location')).toBe('/?refused=invalid_grant');
    expect((await back(own)).headers.get('location')).toBe('/?refused=state');
  });

  it('[AGENT-10] says that the provider is away, and lets who is signed in go on', async () => {
    const { http } = await arrive('sam');
    const start = await http.request('GET', '/api/v1/sign-in');
    const state = new URL(start.headers.get('location') ?? '').searchParams.get('state');
    const { issuer } = company;
    await company[Symbol.asyncDispose]();
    const path = `/api/v1/sign-in/callback?code=c&state=${state}&iss=${issuer}`;
    expect((await http.request('GET', path)).headers.get('location')).toBe('/?refused=unavailable');
    const person = await Person.arrive(chromium);
    const page = await person.visit(`${desk}/?refused=unavailable`);
    await page.getByText('does not answer just now').waitFor();
    expect((await http.request('GET', '/api/v1/agent')).status).toBe(200);
  });

  it('[AGENT-8] has no one-click sign-in beside it', async () => {
    const http = new HttpBrowser(desk);
    expect((await http.request('POST', '/api/v1/demo-sign-in', { agentId: 'sam' })).status).toBe(404);
    expect((await http.request('GET', '/api/v1/demo-agents')).status).toBe(404);
  });
});
