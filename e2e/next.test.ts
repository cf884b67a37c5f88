/** The portal of `integrations/next`: built, run and visited in Chromium, with a real gateway behind its rewrite. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { exportJWK, exportPKCS8, generateKeyPair } from 'jose';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort } from '../tools/test-setup/free-port.mjs';
import { launchChromium, Person } from './support/chromium.js';
import { type GatewayProcess, startGateway } from './support/gateway-process.js';
import { throughline } from './support/printed-policy.js';

const EXAMPLE = fileURLToPath(new URL('../integrations/next/', import.meta.url));
const ISSUER = 'https://portal.example';

let folder: string;
let origin: string;
let gateway: GatewayProcess;
let browser: Browser;
let stopPortal: () => Promise<void>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'throughline-next-'));
  await cp(EXAMPLE, folder, {
    recursive: true,
    filter: (path) => !/node_modules|\.next/.test(path.slice(EXAMPLE.length)),
  });
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const port = await freePort();
  origin = `http://localhost:${port}`;
  gateway = await startGateway({
    publicUrl: origin,
    issuer: ISSUER,
    keys: { keys: [{ ...(await exportJWK(publicKey)), kid: 'portal-1', alg: 'ES256' }] },
    settings: '',
  });
  const run = {
    cwd: folder,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: folder,
      NEXT_TELEMETRY_DISABLED: '1',
      GATEWAY_URL: gateway.customerUrl,
      PORTAL_SECRET: 'only for the tests of this example',
      PORTAL_INSECURE_COOKIES: '1',
      PORTAL_KEY: await exportPKCS8(privateKey),
      PORTAL_KEY_ID: 'portal-1',
      PORTAL_ISSUER: ISSUER,
      PORTAL_AUDIENCE: 'throughline',
    },
  };
  await promisify(execFile)('npm', ['ci'], { cwd: folder });
  await promisify(execFile)('npm', ['run', 'build'], run);
  const next = join(folder, 'node_modules/next/dist/bin/next');
  const portal = spawn(process.execPath, [next, 'start', '-p', String(port), '-H', '127.0.0.1'], {
    ...run,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(portal, 'exit');
  stopPortal = async () => {
    portal.kill();
    await exited;
  };
  for await (const line of createInterface({ input: portal.stdout })) if (/Ready/.test(line)) break;
  portal.stdout.resume();
  browser = await launchChromium();
}, 240_000);
afterAll(async () => {
  await browser.close();
  await stopPortal();
  await gateway[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

it('[T4] [T5] [CSP-1] chats from a Next.js page under a nonce, from page to page, until the portal signs out', async () => {
  const person = await Person.arrive(browser);
  const page = await person.visit(origin);
  await page.getByRole('textbox', { name: 'Customer' }).fill('ava');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Hello, Customer ava' }).waitFor();
  await page.getByRole('button', { name: 'Chat with us' }).click();
  const message = page.getByRole('textbox', { name: 'Message' });
  await message.fill('Hello from Next');
  await message.press('Enter');
  const log = page.getByRole('log', { name: 'Conversation' });
  await log.getByText('Sent', { exact: true }).waitFor();

  await page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));
  await page.getByRole('link', { name: 'Orders' }).click();
  await page.getByRole('heading', { name: 'Orders' }).waitFor();
  expect(await page.evaluate(() => 'isSamePage' in globalThis)).toBe(true);
  // Its script came after the page's.
  await page.getByRole('textbox', { name: 'Filter' }).fill('lamp');
  await page.getByText('Bookcase').waitFor({ state: 'detached' });
  await log.getByText('Hello from Next', { exact: true }).waitFor();

  const elsewhere = await person.visit(origin);
  await elsewhere.getByRole('button', { name: 'Sign out' }).click();
  await elsewhere.getByRole('heading', { name: 'Portal' }).waitFor();
  await page.getByRole('heading', { name: 'Please sign in again to continue' }).waitFor();
  expect(person.problems).toEqual([]);
  await person.context.close();
});

it('[CSP-5] sends a policy with which the check finds nothing, and keeps what is for servers to itself', async () => {
  const { stdout, code } = await throughline('csp', '--check', `${origin}/`, '--json');
  expect({ code, findings: JSON.parse(stdout) }).toEqual({ code: 0, findings: [] });
  expect((await fetch(`${origin}/support/s2s/v1/sign-out`, { method: 'POST' })).status).toBe(404);
  expect((await fetch(`${origin}/throughline/assertion`, { method: 'POST' })).status).toBe(403);
});
