import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../run-cli.js';

const ROUTER = fileURLToPath(new URL('../../../flow/examples/escalation-router.json', import.meta.url));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-flow-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

async function flow(...words: string[]) {
  let written = '';
  const sink = new Writable({
    write(chunk, _encoding, done) {
      written += chunk;
      done();
    },
  });
  const terminal = { stdin: Readable.from([]), stdout: sink, stderr: sink, env: {} };
  const code = await runCli(['flow', ...words], terminal);
  return { code, written: written.replaceAll(`${folder}/`, '') };
}

describe('throughline flow run', () => {
  it.each([
    ['PREMIUM', 'Premium_Queue_Router'],
    ['STANDARD', 'Standard_Queue_Router'],
    ['UNHEARD-OF', 'Standard_Queue_Router'],
  ])('sends tier %s to %s and says why', async (tier, queue) => {
    const { code, written } = await flow('run', ROUTER, '--facts', file('facts.json', { user: { tier } }));
    expect(code).toBe(0);
    expect(JSON.parse(written)).toMatchObject({
      target: { kind: 'queue', queue },
      path: expect.arrayContaining([expect.any(String)]),
      reasons: expect.arrayContaining([expect.any(String)]),
      version: expect.any(String),
    });
  });

  it('says what is wrong with facts and flows that cannot be used', async () => {
    const facts = file('facts.json', {});
    expect(await flow('run', ROUTER, '--facts', file('bad.json', '[oops'))).toMatchObject({
      code: 2,
      written: expect.stringContaining('bad.json must be a readable file with a JSON object of facts'),
    });
    expect(await flow('run', join(folder, 'gone.json'), '--facts', facts)).toEqual({
      code: 1,
      written: 'gone.json:1:1 error unreadable the file cannot be read (ENOENT)\n',
    });
    expect((await flow('run', ROUTER)).code).toBe(2);
  });
});

describe('throughline flow lint', () => {
  it('finds nothing in a good flow', async () => {
    expect(await flow('lint', ROUTER)).toEqual({ code: 0, written: '' });
  });

  it('names file, line, column, severity and rule of each mistake', async () => {
    const path = file(
      'bad.json',
      '{"logic": [\n  {"condition": "default", "target": "loans"},\n  {"condition": "default", "target": "cards"}\n]}',
    );
    const { code, written } = await flow('lint', path, '--queue', 'loans');
    expect(code).toBe(1);
    expect(written).toMatch(/^bad\.json:3:\d+ error unreachable logic\[1\]: /m);
    expect(written).toMatch(/^bad\.json:3:\d+ error unknown-queue .*"cards"$/m);
    const json = await flow('lint', path, '--json');
    expect(JSON.parse(json.written)).toEqual([expect.objectContaining({ line: 3, rule: 'unreachable' })]);
  });

  it('counts a flow that cannot be loaded as a mistake', async () => {
    const { code, written } = await flow('lint', file('broken.json', '{"logic": [\n  oops'));
    expect(code).toBe(1);
    expect(written).toMatch(/^broken\.json:2:\d+ error syntax /);
  });
});
