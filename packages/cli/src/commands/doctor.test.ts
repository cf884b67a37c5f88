import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { startEmulator } from '@throughline/server/emulator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCli } from '../run-cli.js';

class Sink extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

let folder: string;
let door: Awaited<ReturnType<typeof startEmulator>>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-doctor-'));
  door = await startEmulator({ genesysPort: 0, agentPort: 0, logLevel: 'silent' });
});
afterAll(async () => {
  await door.close();
  rmSync(folder, { recursive: true, force: true });
});

function configurationWith(genesys: object | null): string {
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text, { mode: 0o600 });
  write('keys.json', '{"keys":[{"kty":"EC","kid":"portal-1"}]}');
  write('router.json', '{"logic":[]}');
  write('genesys-secret', 'demo-secret');
  const settings = {
    mode: 'demo',
    publicUrl: 'http://localhost:8080',
    deskUrl: 'http://localhost:8081',
    issuers: [{ issuer: 'http://localhost:8080', audience: 'throughline', keysFile: 'keys.json' }],
    flow: { file: 'router.json' },
    queues: [{ id: 'Premium_Queue_Router', displayName: 'Premium' }],
    agents: [],
    ...(genesys ? { contactCenter: 'genesys', genesys } : {}),
  };
  write('throughline.yaml', JSON.stringify(settings));
  return join(folder, 'throughline.yaml');
}

const genesys = (clientId = 'demo-client') => ({
  address: door.genesysUrl,
  deploymentId: '5e1f5e1f-0000-4000-8000-000000000001',
  moreDeploymentIds: [],
  autoStart: false,
  threadingHours: 0,
  platform: { clientId, clientSecretFile: 'genesys-secret' },
});

async function doctor(...parameters: string[]) {
  const [stdout, stderr] = [new Sink(), new Sink()];
  const terminal = { stdin: Readable.from([]), stdout, stderr, env: {} };
  const code = await runCli(['doctor', ...parameters], terminal);
  return { code, stdout: stdout.text, stderr: stderr.text };
}

it('[DOCTOR-6] ends with 0 when nothing failed, and says it in words', async () => {
  const fine = await doctor('--config', configurationWith(genesys()));
  expect(fine.stdout).toMatch(
    /^ok {7}queues: All queues of the configuration are there: Premium_Queue_Router/m,
  );
  expect(fine.stdout).toMatch(/^skipped {2}roles\.privacy: /m);
  expect(fine.stdout).toMatch(/ 0 failed, /);
  expect(fine.code).toBe(0);
});

it('[DOCTOR-6] ends with 1 when a step failed, and with 2 for wrong usage', async () => {
  const wrong = await doctor('--json', '--config', configurationWith(genesys('nobody')));
  expect(wrong.code).toBe(1);
  const { steps } = JSON.parse(wrong.stdout) as { steps: { id: string; status: string }[] };
  expect(steps.find(({ id }) => id === 'login.runtime')).toMatchObject({ status: 'failed' });
  expect(wrong.stdout).not.toContain('demo-secret');
  expect((await doctor('--output', 'x')).code).toBe(2);
  const gone = {
    ...genesys(),
    platform: { ...genesys().platform, doctor: { clientId: 'd', clientSecretFile: 'gone' } },
  };
  const unreadable = await doctor('--config', configurationWith(gone));
  expect(unreadable).toMatchObject({ code: 1, stdout: '' });
  expect(unreadable.stderr).toMatch(/gone/);
});

it('[DOCTOR-6] says that there is no organization to verify', async () => {
  const none = await doctor('--verify-org', '--config', configurationWith(null));
  expect(none.stdout).toMatch(/names nothing of Genesys Cloud/);
  expect(none.code).toBe(0);
});

it('[DOCTOR-7] names what the gateway lacks, without Genesys', async () => {
  const { code, stdout } = await doctor('--json', '--config', configurationWith(null));
  expect(code).toBe(0);
  const { steps } = JSON.parse(stdout) as { steps: { id: string; status: string; fix: string | null }[] };
  expect(steps.find(({ id }) => id === 'queues.Premium_Queue_Router')).toMatchObject({
    status: 'warning',
    fix: expect.stringContaining('queues of an agent'),
  });
});

it('[DOCTOR-6] keeps the evidence for its owner, also where there was a file', async () => {
  const file = join(folder, 'evidence.json');
  writeFileSync(file, 'old', { mode: 0o644 });
  const shown = await doctor('--verify-org', '--output', file, '--config', configurationWith(genesys()));
  expect(shown.stdout).toMatch(/^Measured at a stand-in/);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ format: 1, measuredIn: 'stand-in' });
});
