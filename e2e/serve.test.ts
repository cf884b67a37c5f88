/** The product as operators run it: `throughline serve` with a configuration file. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const THROUGHLINE = fileURLToPath(new URL('../packages/cli/bin/throughline.js', import.meta.url));
const PORTAL = 'https://www.bank.example';
const DESK = 'https://desk.bank.example';

const CONFIGURATION = `
publicUrl: ${PORTAL}
deskUrl: ${DESK}
issuers: [{ issuer: ${PORTAL}, audience: throughline, keysFile: keys.json }]
flow: { file: router.json }
queues: [{ id: loans, displayName: Loans }]
acceptedRisks: [key-in-file]
`;

let folder: string;
let child: ChildProcess;
let ready: { customer: string; agent: string; operations: string };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-serve-'));
  writeFileSync(join(folder, 'throughline.yaml'), CONFIGURATION);
  writeFileSync(join(folder, 'keys.json'), '{"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]}');
  writeFileSync(join(folder, 'router.json'), '{"logic":[{"condition":"default","target":"loans"}]}');
  child = serve();
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  ready = JSON.parse(String((await once(lines, 'line'))[0]));
});
afterAll(() => {
  child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function serve(...parameters: string[]): ChildProcess {
  return spawn(process.execPath, [THROUGHLINE, 'serve', ...parameters], {
    cwd: folder,
    env: {
      PATH: process.env.PATH ?? '',
      THROUGHLINE_CUSTOMER_PORT: '0',
      THROUGHLINE_AGENT_PORT: '0',
      THROUGHLINE_OPS_PORT: '0',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

describe('throughline serve', () => {
  it('runs in production mode: host-bound cookies for the portal alone', async () => {
    const challenge = (origin: string) =>
      fetch(`${ready.customer}/support/v1/assertion/challenge`, {
        method: 'POST',
        headers: { origin, 'x-requested-by': 'throughline' },
      });
    const answer = await challenge(PORTAL);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('set-cookie')).toMatch(
      /^__Host-throughline_handoff=.*Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
    expect((await challenge('https://evil.example')).status).toBe(403);
  });

  it('offers no one-click sign-in', async () => {
    const url = `${ready.agent}/api/v1/demo-sign-in`;
    const headers = { origin: DESK, 'content-type': 'application/json', 'x-requested-by': 'throughline' };
    expect((await fetch(url, { method: 'POST', headers, body: '{"agentId":"sam"}' })).status).toBe(404);
  });

  it('says what is not at an address, and where the gateway is', async () => {
    const answer = await fetch(ready.customer);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({
      error: { code: 'not_found', message: expect.stringContaining('/support/') },
    });
  });

  it('is refused when another process has the data, and says so', async () => {
    const second = serve();
    let output = '';
    second.stderr?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    const [code] = await once(second, 'exit');
    expect(code).toBe(1);
    expect(output).toMatch(/throughline serve: .*\.throughline/s);
  });

  it('drains and ends with 0 on Ctrl-C', async () => {
    expect((await fetch(`${ready.operations}/readyz`)).status).toBe(200);
    // npm passes on what the terminal has sent to every process already.
    child.kill('SIGINT');
    child.kill('SIGINT');
    expect((await once(child, 'exit'))[0]).toBe(0);
  });
});
