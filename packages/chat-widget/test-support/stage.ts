import { readdir, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ChatSnapshot } from '@throughline/chat-client';
import { CUSTOMER_PATHS } from '@throughline/protocol';
import { build } from 'esbuild';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { serveGateway } from './gateway.js';
import { NOW } from './snapshots.js';

/** The strictest policy that a portal may have. */
const POLICY = [
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'",
  "base-uri 'none'; object-src 'none'; frame-ancestors 'none'",
  "require-trusted-types-for 'script'; trusted-types 'none'",
].join('; ');

export interface OpenOptions {
  /** The gateway answers; otherwise it is down. */
  readonly gateway?: boolean;
  /** Markup that brings the widget in; the scripted one by default. */
  readonly head?: string;
  readonly element?: string;
  /** Of the page; English by default. */
  readonly language?: string;
  readonly context?: BrowserContextOptions;
}

/** The built widget: what browsers load. */
const BUILT = fileURLToPath(new URL('../dist/browser', import.meta.url));

/** A loopback portal and a real browser. */
export class Stage {
  readonly #browser: Browser;
  readonly #server: Server;
  readonly #files = new Map<string, { readonly type: string; readonly body: string }>();

  private constructor(browser: Browser, server: Server) {
    this.#browser = browser;
    this.#server = server;
  }

  static async start(): Promise<Stage> {
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: CHROMIUM_ARGS });
    const stage: Stage = new Stage(
      browser,
      createServer((request, response) => {
        const path = (request.url ?? '').split('?')[0] ?? '';
        const file = stage.#files.get(path.replace(/(widget)\/\d+\//, '$1/'));
        response.writeHead(file ? 200 : 503, {
          'content-type': file?.type ?? 'text/plain',
          'content-security-policy': POLICY,
        });
        response.end(file?.body);
      }),
    );
    serveGateway(stage.#server);
    await new Promise<void>((resolve) => stage.#server.listen(0, '127.0.0.1', resolve));
    stage.#files.set('/scripted.js', { type: JS, body: await bundle('test-support/page.ts') });
    await stage.#addBuiltFiles();
    stage.#files.set('/portal.css', { type: 'text/css', body: PORTAL_CSS });
    return stage;
  }

  async #addBuiltFiles(): Promise<void> {
    for (const file of await readdir(BUILT, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      const path = join(file.parentPath, file.name);
      this.#files.set(`/support/${relative(BUILT, path)}`, { type: JS, body: await readFile(path, 'utf8') });
    }
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** A portal page in a browser context of its own, with the clock at `NOW`. */
  async open(options: OpenOptions = {}): Promise<Page> {
    const context = await this.#browser.newContext({
      viewport: { width: 1280, height: 800 },
      locale: 'en-GB',
      timezoneId: 'UTC',
      reducedMotion: 'reduce',
      ...options.context,
    });
    const page = await context.newPage();
    await page.clock.install({ time: NOW });
    await page.addInitScript(() => {
      const violations: string[] = [];
      Object.assign(window, { violations });
      addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective));
    });
    for (const [path, body] of Object.entries(HAND_OFF)) {
      if (options.gateway === true) this.#files.set(path, { type: 'application/json', body });
      else this.#files.delete(path);
    }
    this.#files.set('/', { type: 'text/html; charset=utf-8', body: portalPage(options) });
    const { port } = this.#server.address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/?order=42`);
    return page;
  }
}

/** Shows a snapshot in the scripted widget. */
export async function show(page: Page, snapshot: Partial<ChatSnapshot>): Promise<void> {
  await page.evaluate((change) => window.client.set(change), snapshot);
}

export async function callsOf(page: Page, method: string): Promise<readonly (readonly unknown[])[]> {
  return page.evaluate(
    (name) => window.client.calls.filter(([called]) => called === name).map(([, ...args]) => args),
    method,
  );
}

/** What the page's policy blocked. */
export async function violations(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => (window as unknown as { violations: string[] }).violations);
}

/** What gateway and portal answer while they vouch for the customer. */
const HAND_OFF: Readonly<Record<string, string>> = {
  [`/support${CUSTOMER_PATHS.challenge}`]: '{"challenge":"any"}',
  '/throughline/assertion': '{"assertion":"any"}',
  [`/support${CUSTOMER_PATHS.session}`]: '{}',
};

const JS = 'text/javascript; charset=utf-8';

const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

async function bundle(entry: string): Promise<string> {
  const result = await build({
    entryPoints: [fileURLToPath(new URL(`../${entry}`, import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    define: { RELEASE: '"0.0.0"' },
  });
  return result.outputFiles[0]?.text ?? '';
}

function portalPage({ head, element, language = 'en' }: OpenOptions): string {
  return `<!doctype html>
<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Meridian – your accounts</title>
<link rel="stylesheet" href="/portal.css">
${head ?? '<script src="/scripted.js" defer></script>'}
</head>
<body>
<header><strong>Meridian</strong></header>
<main><h1>Good morning, Ava</h1><p>Everyday account: 2,418.20</p><p><a href="#orders">Orders</a></p></main>
${element ?? '<throughline-chat data-phone="+44 20 7946 0000" data-email="help@meridian.example" data-sign-in-url="/login?next={return}"></throughline-chat>'}
</body></html>`;
}

const PORTAL_CSS = `
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: #17212d; background: #f6f8fa; }
header { padding: 20px 40px; background: #fff; border-bottom: 1px solid #e0e6ed; }
main { padding: 24px 40px; }
@media (prefers-color-scheme: dark) {
  body, header { color: #e7ecf2; background: #0e1319; border-color: #2b3643; }
  a { color: #9cc3fb; }
}
`;
