import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

/** Debian's browser; the test set-up installs it. */
const EXECUTABLE = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));

const ARTIFACTS = fileURLToPath(new URL('../artifacts/', import.meta.url));

export function launchChromium(further: readonly string[] = []): Promise<Browser> {
  if (!EXECUTABLE)
    throw new Error('Chromium is missing: run `npm test`, which installs it, or `apt-get install chromium`.');
  return chromium.launch({
    executablePath: EXECUTABLE,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...further,
    ],
  });
}

/** One person's browser: pages of it share cookies; what went wrong in any of them is kept. */
export class Person {
  readonly problems: string[] = [];

  private constructor(readonly context: BrowserContext) {}

  static async arrive(browser: Browser, options: Parameters<Browser['newContext']>[0] = {}): Promise<Person> {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      // A page in the middle of fading in has neither its colors nor its looks yet.
      reducedMotion: 'reduce',
      ...options,
    });
    const person = new Person(context);
    context.on('console', (message) => {
      if (/content security policy|trusted type/i.test(message.text())) person.problems.push(message.text());
    });
    context.on('weberror', (error) => person.problems.push(String(error.error())));
    return person;
  }

  async visit(url: string): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto(url);
    return page;
  }
}

export async function signInAtPortal(person: Person, portalUrl: string, name: RegExp): Promise<Page> {
  const page = await person.visit(portalUrl);
  await page.getByRole('button', { name }).click();
  await page.getByRole('button', { name: 'Chat with us' }).waitFor();
  return page;
}

export async function signInAtDesk(person: Person, deskUrl: string, name: RegExp): Promise<Page> {
  const page = await person.visit(deskUrl);
  await page.getByRole('button', { name }).click();
  await page.getByRole('switch', { name: 'Available' }).waitFor();
  return page;
}

/** Rules that axe finds broken with serious or critical impact, by id. */
export async function seriousViolations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}

export async function takeScreenshot(page: Page, name: string): Promise<void> {
  mkdirSync(ARTIFACTS, { recursive: true });
  await page.screenshot({ path: join(ARTIFACTS, `${name}.png`) });
}
