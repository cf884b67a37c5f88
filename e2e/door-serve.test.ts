/** The Genesys-compatible door as operators run it: `throughline serve` with `genesysDoor` in its configuration. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { call, IS_ELSEWHERE } from './support/door.js';

const THROUGHLINE = fileURLToPath(new URL('../packages/cli/bin/throughline.js', import.meta.url));
const DEPLOYMENT = '0b5a0f0e-6f4e-4c57-9d0c-3f0d6a3f2a11';
const CONFIGURATION = `
publicUrl: https://www.bank.example
deskUrl: https://desk.bank.example
issuers: [{ issuer: https://www.bank.example, audience: throughline, keysFile: keys.json }]
flow: { file: router.json }
queues: [{ id: loans, displayName: Loans }]
acceptedRisks: [key-in-file]
genesysDoor:
  publicUrl: https://genesys.bank.example
  organization: Example Bank
  deployments: [{ id: ${DEPLOYMENT}, queue: loans, allowedDomains: [bank.example] }]
  clients: [{ id: reporting, secretFile: client.secret }]
  limits: { textBytes: 100 }
`;

describe.skipIf(IS_ELSEWHERE)('serve', () => {
  let folder: string;
  let child: ChildProcess;
  let door: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'throughline-door-'));
    const write = (name: string, text: string) => writeFileSync(join(folder, name), text, { mode: 0o600 });
    write('throughline.yaml', CONFIGURATION);
    write('keys.json', '{"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]}');
    write('router.json', '{"logic":[{"condition":"default","target":"loans"}]}');
    write('client.secret', 'c0ffee5f1ed0e7c2b9\n');
    const port = (name: string) => [`THROUGHLINE_${name}_PORT`, '0'];
    child = spawn(process.execPath, [THROUGHLINE, 'serve'], {
      cwd: folder,
      env: {
        PATH: process.env.PATH ?? '',
        ...Object.fromEntries(['CUSTOMER', 'AGENT', 'GENESYS', 'OPS'].map(port)),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    door = JSON.parse(String((await once(lines, 'line'))[0])).genesys;
  });
  afterAll(async () => {
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
    rmSync(folder, { recursive: true, force: true });
  });

  async function token(secret: string) {
    const answer = await fetch(`${door}/oauth/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`reporting:${secret}`)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    return { status: answer.status, body: (await answer.json()) as { access_token: string } };
  }

  it('[DOOR-68] serves the configured deployment, client and organization', async () => {
    expect((await token('demo-secret')).status).toBe(400);
    const { access_token: bearer } = (await token('c0ffee5f1ed0e7c2b9')).body;
    const get = (path: string) => call(door, 'GET', path, { authorization: `Bearer ${bearer}` });
    expect((await get('/api/v2/organizations/me')).body.name).toBe('Example Bank');
    expect((await get('/api/v2/routing/queues')).body.entities).toMatchObject([{ name: 'loans' }]);
    const files = `/webdeployments/v1/deployments/${DEPLOYMENT}`;
    expect((await call(door, 'GET', `${files}/config.json`)).body).toMatchObject({
      apiEndpoint: 'https://genesys.bank.example',
      auth: { enabled: false },
    });
    expect((await call(door, 'GET', `${files}/domains.json`)).body).toEqual({
      allowAllDomains: false,
      allowedDomains: ['bank.example'],
    });
  });

  it('[DOOR-68] [DOOR-2] takes guests from the allowed domains, within the configured limits', async () => {
    const url = `${door.replace('http', 'ws')}/v1?deploymentId=${DEPLOYMENT}`;
    const stranger = new WebSocket(url, { headers: { origin: 'https://evil.example' } });
    stranger.on('error', () => undefined);
    const [, refusal] = await once(stranger, 'unexpected-response');
    expect(refusal.statusCode).toBe(403);
    stranger.terminate();
    const guest = new WebSocket(url, { headers: { origin: 'https://www.bank.example' } });
    await once(guest, 'open');
    const guestToken = randomUUID();
    const ask = async (frame: object) => {
      guest.send(JSON.stringify({ token: guestToken, ...frame }));
      return JSON.parse(String((await once(guest, 'message'))[0]));
    };
    expect(await ask({ action: 'configureSession', deploymentId: DEPLOYMENT })).toMatchObject({ code: 200 });
    const message = { type: 'Text', text: 'x'.repeat(101) };
    expect(await ask({ action: 'onMessage', message })).toMatchObject({ class: 'string', code: 4011 });
    guest.close();
  });

  it('[DOOR-57] refuses fault injection in production', async () => {
    const { access_token: bearer } = (await token('c0ffee5f1ed0e7c2b9')).body;
    const headers = { authorization: `Bearer ${bearer}` };
    for (const path of ['faults', 'authorization-codes', 'conversations/x/messages']) {
      expect(await call(door, 'POST', `/emulator/v1/${path}`, headers, {})).toMatchObject({
        status: 403,
        body: { code: 'fault.injection.refused' },
      });
    }
  });
});
