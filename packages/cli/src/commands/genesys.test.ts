import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { runCli } from '../run-cli.js';
// Loads all that the command needs before the clock of a test runs.
import './genesys.js';

const folder = mkdtempSync(join(tmpdir(), 'throughline-genesys-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function genesys(...words: string[]) {
  let written = '';
  const sink = new Writable({
    write(chunk, _encoding, done) {
      written += chunk;
      done();
    },
  });
  const terminal = { stdin: Readable.from([]), stdout: sink, stderr: sink, env: {} };
  return { code: await runCli(['genesys', ...words], terminal), written };
}

const CONFIGURATION = `publicUrl: https://www.bank.example
deskUrl: https://desk.bank.example
flow: { file: x.flow.yaml }
queues: [{ id: loans, displayName: Loans }]
genesys: { region: eu-central-1, deploymentId: 5b7f1a0e-3c1d-4b7e-9a57-0c2f6d1f7a11 }
`;
const FLOW = `flow: x
start: loans
default: message
steps:
  loans: { kind: queue, queue: loans, limit: 2m, then: message }
  message: { kind: leaveMessage, queue: loans }
`;

describe('throughline genesys export', () => {
  it('writes a folder, and says what of it is not up to date', async () => {
    writeFileSync(join(folder, 'throughline.yaml'), CONFIGURATION);
    writeFileSync(join(folder, 'x.flow.yaml'), FLOW);
    const out = join(folder, 'out');
    const words = ['export', '--config', join(folder, 'throughline.yaml'), '--out', out];
    expect(await genesys(...words, '--check')).toMatchObject({ code: 1 });
    expect(await genesys(...words)).toMatchObject({ code: 0 });
    expect(readdirSync(out)).toContain('flow.yaml');
    expect(await genesys(...words, '--check')).toEqual({ code: 0, written: '' });
    writeFileSync(join(out, 'main.tf'), '');
    const { code, written } = await genesys(...words, '--check');
    expect({ code, written }).toEqual({ code: 1, written: `${join(out, 'main.tf')} is not up to date\n` });
    expect((await genesys('import')).code).toBe(2);
  });

  it('[SETUP-6] exports each queue of the flow, and says which step names one that is not configured', async () => {
    writeFileSync(join(folder, 'throughline.yaml'), CONFIGURATION);
    writeFileSync(
      join(folder, 'x.flow.yaml'),
      FLOW.replace('leaveMessage, queue: loans', 'leaveMessage, queue: lones'),
    );
    const out = join(folder, 'queues');
    const words = ['export', '--config', join(folder, 'throughline.yaml'), '--out', out];
    const { code, written } = await genesys(...words);
    expect(code).toBe(1);
    expect(written).toMatch(/x\.flow\.yaml:6:\d+ error unknown-queue .*message.*there is no queue "lones"/);
    writeFileSync(
      join(folder, 'throughline.yaml'),
      CONFIGURATION.replace('Loans }', 'Loans }, { id: lones, displayName: L }'),
    );
    expect((await genesys(...words)).code).toBe(0);
    const text = readFileSync(join(out, 'routing.tf'), 'utf8');
    expect([...text.matchAll(/routing_queue" "(\w+)"/g)].map(([, name]) => name)).toEqual(['loans', 'lones']);
  });
});
