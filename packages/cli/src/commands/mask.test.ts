import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { runCli } from '../run-cli.js';

async function mask(input: string, ...parameters: string[]) {
  let written = '';
  const sink = new Writable({
    write(chunk, _encoding, done) {
      written += chunk;
      done();
    },
  });
  const terminal = { stdin: Readable.from([input]), stdout: sink, stderr: sink, env: {} };
  const code = await runCli(['mask', ...parameters], terminal);
  return { code, written };
}

it('writes each line with what it hides', async () => {
  expect(await mask('Card 4111 1111 1111 1111\nfine\n')).toEqual({
    code: 0,
    written: 'Card [card ••••1111]\nfine\n',
  });
});

it('says what it hid and where for --json', async () => {
  const { written } = await mask('my pin is 4821', '--json');
  expect(JSON.parse(written)).toEqual({
    text: 'my pin is [pin removed]',
    entities: [{ start: 10, end: 14, type: 'PIN', score: expect.any(Number) }],
  });
});

it('withholds a line that it cannot look at', async () => {
  const { code, written } = await mask(`4111 1111 1111 1111 ${'x'.repeat(2 * 1024 * 1024)}`);
  expect(code).toBe(1);
  expect(written).not.toContain('4111');
  expect(written).toMatch(/^throughline mask: /);
});

describe('with a policy', () => {
  it('takes a preset, a destination and a role', async () => {
    expect((await mask('Call 415-555-2671\n', '--policy', 'strict')).written).toBe('Call [phone removed]\n');
    expect((await mask('Card 4111 1111 1111 1111\n', '--policy', 'pci', '--for', 'log')).written).toBe(
      'Card [card removed]\n',
    );
    const file = policyFile('rules:\n  - entities: [PHONE]\n    roles: [supervisor]\n    operator: allow\n');
    const line = 'Call 415-555-2671\n';
    expect((await mask(line, '--policy', file)).written).toBe('Call [phone hidden]\n');
    expect((await mask(line, '--policy', file, '--role', 'supervisor')).written).toBe(line);
  });

  it('asks for a key when the policy wants tokens', async () => {
    const file = policyFile('rules: [{ entities: [PHONE], operator: tokenize }]');
    expect(await mask('Call 415-555-2671\n', '--policy', file)).toMatchObject({ code: 1 });
    const key = policyFile('0123456789abcdef');
    const { code, written } = await mask('Call 415-555-2671\n', '--policy', file, '--token-key-file', key);
    expect({ code, written }).toEqual({
      code: 0,
      written: expect.stringMatching(/^Call \[phone #[A-Z]{10}\]\n$/),
    });
  });

  it('says what is wrong with one, and where', async () => {
    const file = policyFile('preset: pci\nrules:\n  - entities: [CREDIT_CARD]\n    operator: tokenize\n');
    expect(await mask('', 'lint', file)).toEqual({
      code: 1,
      written: `${file}:3:16 error forbidden rules[0].entities[0]: CREDIT_CARD can only be drop or mask or last4\n`,
    });
    expect((await mask('', '--policy', file)).code).toBe(1);
    expect((await mask('', '--for', 'nowhere')).code).toBe(2);
  });
});

function policyFile(content: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'policy-')), 'policy.yaml');
  writeFileSync(file, content);
  return file;
}
