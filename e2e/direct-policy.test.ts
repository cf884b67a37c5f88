/**
 * The policies that `throughline csp` prints for direct mode, in real servers and a real browser. They name the hosts of a
 * real region; what answers there is our own stand-in for Genesys's Messenger, behind the Genesys-compatible door.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPortalApache } from '../tools/test-setup/apache.mjs';
import { startPortalNginx } from '../tools/test-setup/nginx.mjs';
import { Person } from './support/chromium.js';
import { DirectBank } from './support/direct-bank.js';
import { page, pagesWith, printedFor } from './support/printed-policy.js';

let bank: DirectBank;
beforeAll(async () => {
  bank = await DirectBank.start();
});
afterAll(() => bank?.stop());

const html = (head = '') => `<!doctype html>
<html lang="en"><head>${head}<title>Bank</title></head><body><h1>Bank</h1>
<script src="/support/messenger.js" defer></script></body></html>`;

const printed = (target: string) =>
  printedFor(target, bank.origin, '--mode', 'direct', '--region', 'eu-west-1');

/** Fulfils with what the browser said of policies while a message went to the door and came back. */
async function chat(): Promise<readonly string[]> {
  const person = await Person.arrive(bank.browser);
  const visited = await person.visit(bank.origin);
  await visited.getByRole('button', { name: 'Chat with us' }).click();
  const messenger = visited.frameLocator('iframe');
  const box = messenger.getByRole('textbox', { name: 'Your message' });
  await box.fill('Hello under a policy');
  await box.press('Enter');
  await messenger.getByRole('log').getByText('Hello under a policy').last().waitFor();
  await person.context.close();
  return person.problems;
}

async function violations(): Promise<string[]> {
  const text = await (await fetch(`${bank.cluster.node(0).urls.operations}/metrics`)).text();
  return text.split('\n').filter((line) => line.startsWith('throughline_policy_violations_total{'));
}

describe('a printed policy for direct mode, against our stand-in', () => {
  it.each([
    ['nginx', startPortalNginx],
    ['apache', startPortalApache],
  ] as const)('[CSP-1] [CSP-4] in %s lets the Messenger work, without a violation', async (target, start) => {
    const portal = await bank.front(page(html()), 0);
    const stop = await start(bank.port, `http://127.0.0.1:${portal.port}`, await printed(target));
    expect(await chat()).toEqual([]);
    expect(await violations()).toEqual([]);
    await stop();
    await portal.stop();
  });

  it('[CSP-1] [CSP-4] in express lets the Messenger work, without a violation', async () => {
    const portal = await bank.front(await pagesWith('express', await printed('express'), html()));
    expect(await chat()).toEqual([]);
    expect(await violations()).toEqual([]);
    await portal.stop();
  });

  it('[CSP-1] [CSP-4] in a page lets the Messenger work, without a violation', async () => {
    const portal = await bank.front(page(html(await printed('meta'))));
    expect(await chat()).toEqual([]);
    expect(await violations()).toEqual([]);
    await portal.stop();
  });

  it('[CSP-1] [CSP-4] names nothing that the Messenger works without, but pictures and files', async () => {
    const policy = /"(.*)" always/.exec(await printed('nginx'))?.[1] ?? '';
    const needed = [
      'https://api-cdn.mypurecloud.ie',
      'https://api.mypurecloud.ie',
      'wss://webmessaging.mypurecloud.ie',
    ];
    for (const source of process.env.THROUGHLINE_TEST_FULL === '1' ? needed : needed.slice(-1)) {
      const portal = await bank.front(
        page(html(), { 'content-security-policy': policy.replace(` ${source}`, '') }),
      );
      const person = await Person.arrive(bank.browser);
      const visited = await person.visit(bank.origin);
      await visited.getByRole('button', { name: 'Chat with us' }).click();
      await visited.getByRole('heading', { name: "We can't open chat right now" }).waitFor();
      expect(person.problems.join()).toContain(new URL(source).host);
      await person.context.close();
      await portal.stop();
    }
  });
});
