/**
 * The policies that `throughline csp` prints, in real servers and a real browser; and what its check says of policies as
 * portals have them, against what the browser does under each.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPortalApache } from '../tools/test-setup/apache.mjs';
import { freePort } from '../tools/test-setup/free-port.mjs';
import { startHtmlPortal, startPortalNginx } from '../tools/test-setup/nginx.mjs';
import { launchChromium, Person, takeScreenshot } from './support/chromium.js';
import { Cluster } from './support/cluster.js';
import { POLICY_CASES, type PolicyCase } from './support/policy-mistakes.js';
import { PortalFront } from './support/portal-front.js';
import { type Pages, page, pagesWith, printedFor, throughline } from './support/printed-policy.js';
import { createDatabase } from './support/test-database.js';

/** The command is asked about every case, the browser about some of them unless there is time. */
const inBrowser = (index: number) => process.env.THROUGHLINE_TEST_FULL === '1' || index % 3 === 1;

let port: number;
let origin: string;
let cluster: Cluster;
let browser: Browser;

beforeAll(async () => {
  port = await freePort();
  origin = `http://localhost:${port}`;
  cluster = await Cluster.start({
    nodes: 1,
    databaseUrl: await createDatabase('policy'),
    agents: 1,
    capacity: 5,
    publicUrl: origin,
  });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  await cluster[Symbol.asyncDispose]();
});

const printed = (target: string) => printedFor(target, origin);

/** What the printed line for nginx sends. */
const printedPolicy = async () => /"(.*)" always/.exec(await printed('nginx'))?.[1] ?? '';

const html = (head = '', nonce = '') => `<!doctype html>
<html lang="en"><head>${head}<title>Bank</title></head><body><h1>Bank</h1>
<script src="/support/widget.js" nonce="${nonce}" data-assertion-url="/throughline/assertion" defer></script></body></html>`;

function front(at: number, pages: Pages): Promise<PortalFront> {
  return PortalFront.start({
    port: at,
    gateway: cluster.node(0).urls.customer,
    sign: (challenge) => cluster.sign({ sub: 'ava', challenge, name: 'Ava' }),
    pages,
  });
}

/** Whether a message can be sent: the socket is there. */
async function chats(page: Page, text: string, patienceMs: number): Promise<boolean> {
  try {
    await page.getByRole('button', { name: 'Chat with us' }).click({ timeout: patienceMs });
    const message = page.getByRole('textbox', { name: 'Message' });
    await message.fill(text, { timeout: patienceMs });
    await message.press('Enter');
    const log = page.getByRole('log', { name: 'Conversation' });
    await log.getByText('Sent', { exact: true }).last().waitFor({ timeout: patienceMs });
    return true;
  } catch {
    return false;
  }
}

describe('a printed policy', () => {
  async function expectChat(path = '/'): Promise<void> {
    const person = await Person.arrive(browser);
    const page = await person.visit(`${origin}${path}`);
    expect(await chats(page, `Hello from ${path}`, 60_000)).toBe(true);
    expect(person.problems).toEqual([]);
    await person.context.close();
  }

  it.each([
    ['nginx', startPortalNginx],
    ['apache', startPortalApache],
  ] as const)('[CSP-1] [CSP-3] in %s lets the chat work, without a violation', async (target, start) => {
    const ofApplication = { 'content-security-policy': 'script-src https://elsewhere.example' };
    const portal = await front(0, page(html(), ofApplication));
    const hide = target === 'nginx' ? 'proxy_hide_header Content-Security-Policy;\n' : '';
    const stop = await start(port, `http://127.0.0.1:${portal.port}`, `${hide}${await printed(target)}`);
    await expectChat();
    await stop();
    await portal.stop();
  });

  it('[CSP-1] [CSP-3] in a page lets the chat work, without a violation', async () => {
    const meta = await printed('meta');
    const portal = await front(port, page(html(meta)));
    await expectChat();
    await portal.stop();
  });

  it.each(['express', 'fastify'] as const)(
    '[CSP-1] [CSP-3] in %s lets the chat work, without a violation',
    async (target) => {
      const portal = await front(port, await pagesWith(target, await printed(target), html()));
      await expectChat();
      await portal.stop();
    },
  );
});

describe('the page of integrations/html', () => {
  it('[CSP-1] chats under the policy of its server, and has other ways where the script does not come', async () => {
    const portal = await front(0, (_, response) => response.writeHead(404).end());
    const stop = await startHtmlPortal(port, `http://127.0.0.1:${portal.port}`);
    const [person, without] = [await Person.arrive(browser), await Person.arrive(browser)];
    await without.context.route('**/widget.js', (route) => route.abort());
    // First, since the other ways show late.
    const bare = await without.visit(`${origin}/`);
    const page = await person.visit(`${origin}/`);
    expect(await chats(page, 'Hello from plain HTML', 60_000)).toBe(true);
    expect(await page.locator('throughline-chat').count()).toBe(1);
    const otherWays = (of: Page) => of.locator('throughline-chat > a');
    expect(await otherWays(page).first().isVisible()).toBe(false);
    for (const name of ['Call us', 'Send an email']) await otherWays(bare).getByText(name).waitFor();
    await takeScreenshot(bare, 'html-without-script');
    expect([...person.problems, ...without.problems]).toEqual([]);
    await Promise.all([person.context.close(), without.context.close()]);
    const { stdout, code } = await throughline('csp', '--check', `${origin}/`, '--json');
    expect({ code, findings: JSON.parse(stdout) }).toEqual({ code: 0, findings: [] });
    await stop();
    await portal.stop();
  });
});

describe('the check of a live page', () => {
  const addressOf = (index: number) => `${origin}/${index}`;
  const pageOf = ({ headers, meta, nonce }: PolicyCase): Pages => {
    const inPage = meta === undefined ? '' : `<meta http-equiv="Content-Security-Policy" content="${meta}">`;
    const filled = Object.entries(headers).map(([name, value]) => [name, value.replace('{origin}', origin)]);
    return page(html(inPage, nonce), Object.fromEntries(filled) as Record<string, string>);
  };

  it('[CSP-5] [CSP-6] [CSP-7] names each mistake, and says that the chat breaks where it does in the browser', async () => {
    const portal = await front(port, (request, response) => {
      const found = POLICY_CASES[Number(request.url?.slice(1))];
      if (found) pageOf(found)(request, response);
      else response.writeHead(404).end();
    });
    const wrong: string[] = [];
    const chatsAt = async (index: number, works: boolean) => {
      const person = await Person.arrive(browser);
      const visited = await person.visit(addressOf(index));
      const isChat = await chats(visited, `Hello ${index}`, works ? 60_000 : 2_000);
      await person.context.close();
      return isChat;
    };
    const look = async ({ name, rules, works }: PolicyCase, index: number) => {
      const { stdout, code } = await throughline('csp', '--check', addressOf(index), '--json');
      const findings = JSON.parse(stdout) as { rule: string; severity: string }[];
      const missing = rules.filter((rule) => !findings.some((finding) => finding.rule === rule));
      const isChat = inBrowser(index) ? await chatsAt(index, works) : works;
      const saysBroken = findings.some(({ severity }) => severity === 'error');
      if (missing.length > 0 || isChat !== works || saysBroken === isChat || code !== (saysBroken ? 1 : 0)) {
        const found = findings.map((finding) => `${finding.severity} ${finding.rule}`).join(', ');
        wrong.push(`${name}: chat ${isChat}, found ${found}`);
      }
    };
    const cases = [...POLICY_CASES.entries()];
    while (cases.length > 0) {
      await Promise.all(cases.splice(0, 6).map(([index, each]) => look(each, index)));
    }
    await portal.stop();
    expect(wrong).toEqual([]);
  });
});

const metricsText = async () => (await fetch(`${cluster.node(0).urls.operations}/metrics`)).text();

describe('reports of violations', () => {
  it('[CSP-8] are counted, and written down once, without anything that tells about the customer', async () => {
    const policy = `${await printedPolicy()}; img-src 'none'`.replace("img-src 'self'; ", '');
    const image = '<img src="https://tracker.example/pixel?customer=ava-7731" alt="">';
    const portal = await front(
      port,
      page(html().replace('<h1>', `${image}<h1>`), { 'content-security-policy': policy }),
    );
    const { context } = await Person.arrive(browser);
    for (let visit = 0; visit < 2; visit += 1) {
      await (await context.newPage()).goto(`${origin}/accounts/7731`);
    }
    await expect
      .poll(metricsText, { timeout: 30_000 })
      .toContain('throughline_policy_violations_total{directive="img-src",disposition="enforce"} 2');
    await context.close();
    await portal.stop();
    const { output } = cluster.node(0);
    const told = output.split('\n').filter((line) => line.includes('was violated'));
    expect(told.map((line) => (JSON.parse(line) as { blocked: string }).blocked)).toEqual([
      'https://tracker.example',
    ]);
    expect(output).not.toContain('7731');
  });

  it('[CSP-8] are taken in both forms, and only as words that are known', async () => {
    const send = (type: string, body: string) =>
      fetch(`${cluster.node(0).urls.customer}/support/v1/csp-reports`, {
        method: 'POST',
        headers: { 'content-type': type },
        body,
      });
    const report = {
      type: 'csp-violation',
      body: { effectiveDirective: 'x"}\n', blockedURL: 'ava@bank', disposition: 'report' },
    };
    const answers = [
      await send('application/reports+json', JSON.stringify([report, { type: 'other', body: {} }])),
      await send('application/csp-report', 'not JSON'),
      await send(
        'application/csp-report',
        JSON.stringify({ 'csp-report': { 'blocked-uri': 'x'.repeat(40_000) } }),
      ),
    ];
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 413]);
    expect(await metricsText()).toContain(
      'throughline_policy_violations_total{directive="other",disposition="report"} 1',
    );
  });
});
