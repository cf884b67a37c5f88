import { Readable, Writable } from 'node:stream';
import { expect, it } from 'vitest';
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
