/**
 * Cookies through `deploy/nginx/nginx.conf`, and a gateway on a host of its own beside the portal's, in a browser, with
 * TLS: the portal is https://www.bank.example, the gateway https://support.bank.example.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { get } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startNginx } from '../tools/test-setup/nginx.mjs';
import { launchChromium, Person } from './support/chromium.js';
import { Cluster } from './support/cluster.js';
import { createDatabase } from './support/test-database.js';

const WWW = 'https://www.bank.example';
const SUPPORT = 'https://support.bank.example';

const PAGE = `<!doctype html>
<html lang="en"><title>Bank</title><h1>Bank</h1>
<script src="${SUPPORT}/support/widget.js" data-assertion-url="/throughline/assertion" defer></script></html>`;

type Nginx = Awaited<ReturnType<typeof startNginx>>;

async function listening(server: Server): Promise<string> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}

describe('the proxy', () => {
  let nginx: Nginx;
  let upstream: Server;
  const seen: IncomingMessage['headers'][] = [];
  beforeAll(async () => {
    upstream = createServer((request, response) => {
      seen.push(request.headers);
      response.end();
    });
    const address = await listening(upstream);
    const gateways = ['gateway-1:8080', 'gateway-2:8080', 'gateway-1:8081', 'gateway-2:8081'];
    nginx = await startNginx(Object.fromEntries(gateways.map((name) => [name, address])));
  });
  afterAll(async () => {
    await nginx.stop();
    upstream.close();
  });

  const through = (cookie: string, host = 'www.bank.example') =>
    new Promise<IncomingMessage['headers'] | undefined>((resolve, reject) => {
      const { port, certificate: ca } = nginx;
      const headers = { host, cookie, 'x-forwarded-for': '198.51.100.1' };
      const target = { host: '127.0.0.1', port, servername: host, ca, path: '/support/v1/session', headers };
      get(target, (response) => {
        response.resume().once('end', () => resolve(seen.at(-1)));
      }).once('error', reject);
    });

  it.each([
    ['__Host-bank=secret; csrf=abc', ''],
    ['__Host-throughline_session=s', 's'],
    ['__Host-bank=secret; __Host-throughline_session=s; csrf=abc; __Host-throughline_handoff=h; z=1', 's,h'],
    ['__Host-throughline_handoff=h;__Host-throughline_session=s;a=b', 'h,s'],
    ['a=__Host-throughline_session; x__Host-throughline_session=no; b="; c=1', ''],
    ['__Host-throughline_session=one; a=b; __Host-throughline_session=two', 'one,two'],
  ])('[EDGE-7] of %j passes on the cookies of the gateway alone', async (cookie, values) => {
    const passed = (await through(cookie))?.cookie ?? '';
    const pairs = passed.split(';').map((pair) => pair.trim().split('='));
    const named = pairs.filter(([name]) => name !== '');
    expect(named.every(([name]) => name?.startsWith('__Host-throughline_'))).toBe(true);
    expect(named.map(([, value]) => value).join()).toBe(values);
  });

  it('[EDGE-5] says itself where a request comes from', async () => {
    expect((await through('', 'support.bank.example'))?.['x-forwarded-for']).toBe('127.0.0.1');
  });
});

describe('a gateway on a sibling host', () => {
  let cluster: Cluster;
  let nginx: Nginx;
  let portal: Server;
  let browser: Browser;
  /** Cookies that the portal got. */
  const portalCookies = new Set<string>();

  beforeAll(async () => {
    cluster = await Cluster.start({
      nodes: 1,
      databaseUrl: await createDatabase('sibling'),
      agents: 1,
      capacity: 5,
      publicUrl: SUPPORT,
      settings: `origins: [${WWW}]\ntrustedProxies: [127.0.0.1]`,
    });
    portal = createServer(async (request, response) => {
      portalCookies.add(request.headers.cookie ?? '');
      if (request.url !== '/throughline/assertion')
        return response.setHeader('content-type', 'text/html').end(PAGE);
      const { challenge } = JSON.parse(await bodyOf(request)) as { challenge: string };
      response.setHeader('content-type', 'application/json');
      return response.end(
        JSON.stringify({ assertion: await cluster.sign({ sub: 'ava', challenge, name: 'Ava' }) }),
      );
    });
    const portalAddress = await listening(portal);
    const { customer, agent } = cluster.node(0).urls;
    nginx = await startNginx({
      'server gateway-2:8080 max_fails=0;': '',
      'server gateway-2:8081 max_fails=0;': '',
      'gateway-1:8080': `127.0.0.1:${new URL(customer).port}`,
      'gateway-1:8081': `127.0.0.1:${new URL(agent).port}`,
      'location / {\n      return 404;': `location / {\n      proxy_pass http://${portalAddress};`,
    });
    browser = await launchChromium([`--host-resolver-rules=MAP *.bank.example 127.0.0.1:${nginx.port}`]);
  });
  afterAll(async () => {
    await browser.close();
    await nginx.stop();
    portal.close();
    await cluster[Symbol.asyncDispose]();
  });

  const arrive = () => Person.arrive(browser, { ignoreHTTPSErrors: true });
  const chat = async (page: Page, text: string) => {
    const message = page.getByRole('textbox', { name: 'Message' });
    await message.fill(text);
    await message.press('Enter');
    const log = page.getByRole('log', { name: 'Conversation' });
    await log.getByText(text).waitFor();
    await log.getByText('Sent', { exact: true }).last().waitFor();
  };

  it('[EDGE-2] [T5] carries a chat from the page of the portal, and the portal never sees its cookies', async () => {
    const person = await arrive();
    const page = await person.visit(WWW);
    await page.getByRole('button', { name: 'Chat with us' }).click();
    await chat(page, 'Hello from the portal');
    await page.reload();
    await page.getByRole('button', { name: 'Chat with us' }).click();
    await page.getByRole('log', { name: 'Conversation' }).getByText('Hello from the portal').waitFor();

    const cookies = await person.context.cookies();
    expect(cookies.map(({ name, domain }) => [name, domain]).sort()).toEqual([
      ['__Host-throughline_handoff', 'support.bank.example'],
      ['__Host-throughline_session', 'support.bank.example'],
    ]);
    expect(
      cookies.every(({ httpOnly, secure, sameSite }) => httpOnly && secure && sameSite === 'Strict'),
    ).toBe(true);
    expect([...portalCookies]).toEqual(['']);
    expect(await page.evaluate(() => document.cookie)).toBe('');
    expect(person.problems).toEqual([]);
    await person.context.close();
  });

  it('[EDGE-1] [EDGE-2] lets no other sibling in, and shows it nothing', async () => {
    const person = await arrive();
    const page = await person.visit(WWW);
    await page.getByRole('button', { name: 'Chat with us' }).click();
    await chat(page, 'Mine alone');
    const stranger = await person.visit('https://blog.bank.example');
    const tried = await stranger.evaluate(async (url) => {
      const attempt = (init: RequestInit) =>
        fetch(`${url}/support/v1/session`, { credentials: 'include', ...init }).then(
          async (answer) => `${answer.type} ${await answer.text()}`,
          () => 'blocked',
        );
      const socket = new WebSocket(`${url.replace('https', 'wss')}/support/v1/socket`, ['throughline.v1']);
      const opened = new Promise((resolve) => {
        socket.onopen = () => resolve('opened');
        socket.onclose = () => resolve('closed');
      });
      return [
        await attempt({}),
        await attempt({ method: 'DELETE', headers: { 'x-requested-by': 'x' } }),
        await attempt({ method: 'POST', mode: 'no-cors', body: '{}' }),
        await opened,
      ];
    }, SUPPORT);
    expect(tried).toEqual(['blocked', 'blocked', 'blocked', 'closed']);
    await chat(page, 'Still mine');
    await person.context.close();
  });
});
