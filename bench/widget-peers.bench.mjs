/**
 * From the navigation to a text box that can be typed into, and the bytes (gzip) for it: our widget against those of two
 * others, from their npm packages, in one Chromium with its processor slowed down four times. Ours signs in, opens its
 * socket and is welcomed by a gateway in that time; the others only draw themselves: neither talks to a server.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { WebSocketServer } from 'ws';

const BUILT = join(import.meta.dirname, '../packages/chat-widget/dist/browser');
const RUNS = 5;
const SLOWDOWN = 4;
const POLICY = "default-src * data: blob: 'unsafe-inline' 'unsafe-eval'";

const PEERS = [
  {
    name: 'deep-chat@2.4.2',
    file: 'dist/deepChat.bundle.js',
    page: '<deep-chat demo="true"></deep-chat><script type="module" src="/peer.js"></script>',
    box: 'deep-chat #text-input',
  },
  {
    name: '@twilio/flex-webchat-ui@2.9.4',
    file: 'bundle/twilio-flex-webchat.prod.browser.js',
    page: `<script src="/peer.js"></script><script>
      Twilio.FlexWebChat.createWebChat({ accountSid: 'AC0', flexFlowSid: 'FO0', startEngagementOnInit: false,
        preEngagementConfig: { fields: [{ type: 'TextareaItem', label: 'Question', attributes: { name: 'question', type: 'text' } }] } })
        .then((chat) => chat.init());</script>`,
    open: '.Twilio-EntryPoint',
    box: 'textarea:visible, input:visible',
  },
];

/** @returns {Promise<string[]>} */
export async function bench() {
  const folder = mkdtempSync(join(tmpdir(), 'widget-peers-'));
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  try {
    const ours = await measure(browser, {
      files: oursByPath(),
      page: '<script src="/support/widget.js" async></script>',
      open: 'throughline-chat .launcher',
      box: 'throughline-chat textarea',
    });
    const lines = [lineOf('throughline', ours, ours)];
    for (const peer of PEERS) {
      const files = new Map([['/peer.js', unpacked(folder, peer.name, peer.file)]]);
      lines.push(lineOf(peer.name, await measure(browser, { ...peer, files }), ours));
    }
    return lines;
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
}

/** @param {string} folder @param {string} name @param {string} file */
function unpacked(folder, name, file) {
  const packed = execFileSync('npm', ['pack', '--silent', name], { cwd: folder, encoding: 'utf8' }).trim();
  execFileSync('tar', ['xzf', packed], { cwd: folder });
  const body = readFileSync(join(folder, 'package', file));
  rmSync(join(folder, 'package'), { recursive: true });
  return body;
}

function oursByPath() {
  const names = /** @type {string[]} */ (readdirSync(BUILT, { recursive: true })).filter((name) =>
    /\.m?js$/.test(name),
  );
  return new Map(names.map((name) => [`/support/${name}`, readFileSync(join(BUILT, name))]));
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {{ files: Map<string, Buffer>, page: string, open?: string, box: string }} widget
 */
async function measure(browser, { files, page: markup, open, box }) {
  let bytes = 0;
  const server = createServer((request, response) => {
    const path = (request.url ?? '').replace(/(widget)\/\d+\//, '$1/');
    const file = files.get(path);
    if (file) bytes += gzipSync(file, { level: 9 }).length;
    const body =
      file ??
      ANSWERS.get(path) ??
      (path === '/' ? `<!doctype html><title>Portal</title><body>${markup}` : null);
    response.writeHead(body === null ? 404 : 200, {
      'content-type': file ? 'text/javascript' : path === '/' ? 'text/html' : 'application/json',
      'content-security-policy': POLICY,
    });
    response.end(body);
  });
  const sockets = new WebSocketServer({ server, handleProtocols: (offered) => [...offered][0] ?? false });
  sockets.on('connection', (socket) =>
    socket.on('message', (data) => String(data).includes('"hello"') && socket.send(WELCOME)),
  );
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  const times = [];
  const longest = [];
  for (let run = 0; run < RUNS; run += 1) {
    bytes = 0;
    const context = await browser.newContext();
    const page = await context.newPage();
    await context.addInitScript(watchTasks);
    const devtools = await context.newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
    const begun = performance.now();
    await page.goto(`http://127.0.0.1:${address.port}/`, { waitUntil: 'commit' });
    if (open) await page.locator(open).first().click();
    await page.locator(box).first().click();
    if (open === 'throughline-chat .launcher') await page.getByText('Signed in as Ava').waitFor();
    times.push(performance.now() - begun);
    longest.push(await page.evaluate(() => /** @type {any} */ (globalThis).longestTask));
    await context.close();
  }
  server.closeAllConnections();
  server.close();
  return { ms: medianOf(times), bytes, taskMs: medianOf(longest) };
}

/** @param {number[]} numbers */
function medianOf(numbers) {
  return numbers.sort((a, b) => a - b)[RUNS >> 1] ?? 0;
}

/** In the page: the longest time that its main thread was not free, in ms; below 50 ms none is noted (Long Tasks §3). */
function watchTasks() {
  const page = /** @type {any} */ (globalThis);
  page.longestTask = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) page.longestTask = Math.max(page.longestTask, duration);
  }).observe({ type: 'longtask', buffered: true });
}

/** @typedef {{ ms: number, bytes: number, taskMs: number }} Figures */
/** @param {string} name @param {Figures} one @param {Figures} ours */
function lineOf(name, one, ours) {
  const ratio = `${(one.bytes / ours.bytes).toFixed(1)}× the bytes, ${(one.ms / ours.ms).toFixed(1)}× the time`;
  return `${name}: ${one.bytes} bytes (gzip), ${Math.round(one.ms)} ms, longest task ${one.taskMs} ms (medians of ${RUNS}); ${ratio}`;
}

const ANSWERS = new Map([
  ['/support/v1/assertion/challenge', '{"challenge":"any"}'],
  ['/throughline/assertion', '{"assertion":"any"}'],
  ['/support/v1/session', '{"lifetimeMs":1800000}'],
]);
const WELCOME = JSON.stringify({
  type: 'welcome',
  v: 1,
  customer: { displayName: 'Ava', locale: null },
  conversation: null,
  session: { lifetimeMs: 1_800_000, customerTag: 'ava', draftKey: 'A'.repeat(43) },
});
