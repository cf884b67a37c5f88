import { EventEmitter, once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
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

const STEPS = `flow: x
facts: { vip: { from: user.vip, type: boolean } }
start: hours
default: message
steps:
  hours: { kind: schedule, schedule: service, open: who, closed: message }
  who: { kind: decide, when: [{ if: vip, then: first }], otherwise: message }
  first: { kind: queue, queue: first, limit: 2m, then: message }
  message: { kind: leaveMessage, queue: first }
`;
const RESOURCES = `queues: [first]
schedules: { service: { timeZone: Europe/Berlin, hours: { mon-fri: 08:00-20:00 } } }
`;

describe('throughline flow with resources', () => {
  it('runs a flow at the time given', async () => {
    const resources = file('resources.yaml', RESOURCES);
    const args = [
      'run',
      file('x.flow.yaml', STEPS),
      '--facts',
      file('vip.json', { user: { vip: true } }),
      '--with',
      resources,
    ];
    const open = await flow(...args, '--at', '2026-11-25T10:00:00+01:00');
    expect(JSON.parse(open.written).target).toEqual({ kind: 'queue', queue: 'first', limitMs: 120_000 });
    const closed = await flow(...args, '--at', '2026-11-25T07:59:00+01:00');
    expect(JSON.parse(closed.written)).toMatchObject({
      target: { kind: 'message' },
      path: ['hours', 'message'],
    });
    expect((await flow(...args, '--at', 'noon')).code).toBe(2);
  });

  it('finds what the resources do not have, and mistakes in the resources', async () => {
    const source = file('x.flow.yaml', STEPS);
    const other = RESOURCES.replace('[first]', '[fist]');
    expect(await flow('lint', source, '--with', file('other.yaml', other))).toMatchObject({
      code: 1,
      written: expect.stringMatching(/^x\.flow\.yaml:8:\d+ error unknown-queue .*did you mean "fist"/m),
    });
    expect(await flow('lint', source, '--with', file('bad.yaml', 'queus: [a]'))).toMatchObject({
      code: 1,
      written: expect.stringMatching(/^bad\.yaml:1:\d+ error invalid queus: /),
    });
    expect((await flow('lint', source, '--with', file('resources.yaml', RESOURCES))).written).toBe('');
    expect((await flow('lint', '--with', file('bad.yaml', 'queus: [a]'))).code).toBe(1);
    expect((await flow('lint')).code).toBe(2);
  });
});

describe('throughline flow test', () => {
  const TESTS = `with: [resources.yaml]
at: 2026-11-25T10:00:00+01:00
tests:
  - { name: vip first, facts: { user: { vip: true } }, expect: { kind: queue } }
  - { name: others write, expect: { kind: message } }
`;

  it('plays the tests beside a flow and says which branches they took', async () => {
    file('resources.yaml', RESOURCES);
    file('x.flow.test.yaml', TESTS);
    const { code, written } = await flow(
      'test',
      file('x.flow.yaml', STEPS),
      '--junit',
      join(folder, 'junit.xml'),
    );
    expect(code).toBe(0);
    expect(written).toContain('ok   vip first');
    expect(written).toContain('2 passed, 0 failed');
    expect(written).toContain('branches: 3 of 5 (60 %)');
    expect(written).toContain('x.flow.yaml:6:66 not taken: hours closed');
    expect(readFileSync(join(folder, 'junit.xml'), 'utf8')).toContain('tests="2" failures="0" errors="0"');
    expect((await flow('test', join(folder, 'x.flow.yaml'), '--coverage', '61')).code).toBe(1);
    expect((await flow('test', join(folder, 'x.flow.yaml'), '--coverage', '60')).code).toBe(0);
  });

  it('explains a test that fails, for people and for programs', async () => {
    file('resources.yaml', RESOURCES);
    file('x.flow.yaml', STEPS);
    const tests = file(
      'bad.flow.test.yaml',
      `flow: x.flow.yaml\n${TESTS.replace('{ kind: message }', "{ kind: phone, text: '<&>' }")}`,
    );
    const { code, written } = await flow('test', tests, '--junit', join(folder, 'junit.xml'));
    expect(code).toBe(1);
    expect(written).toContain('FAIL others write');
    expect(written).toMatch(/bad\.flow\.test\.yaml:6 expected \{"kind":"phone"/);
    expect(written).toContain('- service was open');
    expect(readFileSync(join(folder, 'junit.xml'), 'utf8')).toContain('&#60;&#38;&#62;');
    const [suite] = JSON.parse((await flow('test', tests, '--json')).written);
    expect(suite.tests[1]).toMatchObject({
      name: 'others write',
      passed: false,
      path: ['hours', 'who', 'message'],
    });
  });

  it('counts a table or a flow that cannot be read as a failure', async () => {
    expect(await flow('test', join(folder, 'gone.flow.yaml'))).toMatchObject({
      code: 1,
      written: expect.stringContaining('gone.flow.test.yaml:1:1 error unreadable'),
    });
    expect((await flow('test')).code).toBe(2);
  });

  it('tests again whenever a file changes', async () => {
    file('resources.yaml', RESOURCES);
    file('x.flow.test.yaml', TESTS);
    const source = file('x.flow.yaml', STEPS);
    const stdin = new PassThrough();
    let written = '';
    const lines = new EventEmitter();
    const stdout = new Writable({
      write(chunk, _encoding, done) {
        written += chunk;
        lines.emit('written');
        done();
      },
    });
    const until = async (text: string) => {
      while (!written.includes(text)) await once(lines, 'written');
    };
    const over = runCli(['flow', 'test', source, '--watch'], { stdin, stdout, stderr: stdout, env: {} });
    await until('2 passed, 0 failed');
    file('x.flow.test.yaml', TESTS.replace('{ kind: message }', '{ kind: phone }'));
    await until('1 passed, 1 failed');
    stdin.end();
    expect(await over).toBe(1);
  });
});

describe('throughline flow diff', () => {
  it('lists who would go elsewhere', async () => {
    const resources = file('resources.yaml', RESOURCES);
    const before = file('before.yaml', STEPS);
    const after = file('after.yaml', STEPS.replace('if: vip', 'if: vip == null'));
    const recorded = file(
      'recorded.ndjson',
      [true, false, null]
        .map((vip) => JSON.stringify({ at: '2026-11-25T10:00:00+01:00', facts: { user: { vip } } }))
        .join('\n'),
    );
    const { code, written } = await flow('diff', before, after, '--facts', recorded, '--with', resources);
    expect(code).toBe(1);
    expect(written.split('\n')).toEqual([
      expect.stringMatching(/^recorded\.ndjson:1 \{"kind":"queue".* → \{"kind":"message"/),
      expect.stringMatching(/^recorded\.ndjson:3 \{"kind":"message".* → \{"kind":"queue"/),
      '2 of 3 would go elsewhere',
      '',
    ]);
    expect(await flow('diff', before, before, '--facts', recorded, '--with', resources)).toEqual({
      code: 0,
      written: '0 of 3 would go elsewhere\n',
    });
  });

  it('names the line that cannot be read', async () => {
    const source = file('before.yaml', STEPS);
    const resources = file('resources.yaml', RESOURCES);
    const recorded = file('bad.ndjson', '{"at":"2026-11-25T10:00:00Z","facts":{}}\n{"at":1}\n');
    expect(await flow('diff', source, source, '--facts', recorded, '--with', resources)).toMatchObject({
      code: 1,
      written: expect.stringMatching(/^bad\.ndjson:2:\d+ error invalid at: /m),
    });
  });
});

describe('throughline flow graph', () => {
  it('draws a flow into a file or to the terminal', async () => {
    const svg = await flow('graph', ROUTER, '--output', join(folder, 'router.svg'));
    expect(svg).toEqual({ code: 0, written: '' });
    expect(readFileSync(join(folder, 'router.svg'), 'utf8')).toMatch(/^<svg .*<\/svg>\n$/s);
    const counts = file('counts.json', { edges: [{ from: 'logic[0]', to: 'logic[0].target', count: 77 }] });
    const mermaid = await flow('graph', ROUTER, '--format', 'mermaid', '--counts', counts);
    expect(mermaid).toMatchObject({ code: 0, written: expect.stringMatching(/^flowchart TD\n.*77/s) });
    expect(await flow('graph', ROUTER, '--format', 'png')).toMatchObject({ code: 2 });
    expect(await flow('graph', ROUTER, '--counts', file('counts.json', '{}'))).toMatchObject({ code: 1 });
  });
});

describe('throughline flow export', () => {
  it('writes a flow for another product, and says what that cannot do', async () => {
    const limited = file(
      'limited.yaml',
      'flow: l\nstart: q\ndefault: e\nsteps:\n  q: { kind: queue, queue: a, limit: 1m, then: e }\n  e: { kind: end }\n',
    );
    expect(await flow('export', limited, '--to', 'architect', '--output', join(folder, 'l.yaml'))).toEqual({
      code: 0,
      written: 'q (queue, limit): the in-queue flow of the queue ends the wait\n',
    });
    expect(readFileSync(join(folder, 'l.yaml'), 'utf8')).toMatch(/^inboundShortMessage:\n/);
    expect((await flow('export', ROUTER, '--to', 'architect')).written).not.toMatch(/[&*]a1\b/);
    expect(await flow('export', ROUTER)).toMatchObject({ code: 2 });
  });
});

describe('throughline flow simulate', () => {
  it('says how long customers wait and where they end, and gives the drawing its counts', async () => {
    const example = (name: string) =>
      fileURLToPath(new URL(`../../../flow/examples/${name}`, import.meta.url));
    const load = ['--load', example('escalation.load.yaml'), '--with', example('contact-center.yaml')];
    const said = await flow('simulate', example('escalation.flow.yaml'), ...load);
    expect(said).toMatchObject({
      code: 0,
      written: expect.stringMatching(/ contacts\n.*queue Loans: .* served/s),
    });
    const { written } = await flow('simulate', example('escalation.flow.yaml'), ...load, '--json');
    const { contacts, edges } = JSON.parse(written) as { contacts: number; edges: { count: number }[] };
    expect(edges).toContainEqual({ from: 'language', to: 'intent', count: contacts });
    const counts = ['--counts', file('simulated.json', written), '--with', example('contact-center.yaml')];
    const drawn = await flow('graph', example('escalation.flow.yaml'), '--format', 'mermaid', ...counts);
    expect(drawn.written).toContain(`|"${contacts}"|`);
    expect(await flow('simulate', ROUTER)).toMatchObject({ code: 2 });
    expect(await flow('simulate', ROUTER, '--load', file('load.yaml', '{}'))).toMatchObject({ code: 1 });
  });
});
