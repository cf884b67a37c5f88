import { Readable, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from './commands.js';
import { runCli } from './run-cli.js';

class Sink extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

async function call(...words: string[]) {
  const [stdout, stderr] = [new Sink(), new Sink()];
  const code = await runCli(words, { stdin: Readable.from([]), stdout, stderr, env: {} });
  return { code, stdout: stdout.text, stderr: stderr.text };
}

describe('throughline', () => {
  it.each([[], ['--help'], ['-h'], ['help']])('lists its commands for %j', async (...words) => {
    const { code, stdout } = await call(...words.flat());
    expect(code).toBe(0);
    for (const name of Object.keys(COMMANDS)) expect(stdout).toContain(name);
  });

  it.each(Object.keys(COMMANDS))('%s explains itself, with its exit codes', async (name) => {
    const { code, stdout, stderr } = await call(name, '--help');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^Usage: throughline ${name}`));
    expect(stdout).toContain('Exit codes:');
  });

  it.each(['fly', 'constructor', '__proto__'])('refuses the unknown command %s with 2', async (name) => {
    const { code, stdout, stderr } = await call(name);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`there is no command "${name}"`);
  });

  it('answers wrong usage with 2 and the help', async () => {
    const { code, stderr } = await call('serve', '--colour');
    expect(code).toBe(2);
    expect(stderr).toMatch(/--colour[\s\S]*Usage: throughline serve/);
  });

  it('answers a failure with 1 and what to do about it', async () => {
    const { code, stderr } = await call('serve', '--config', '/nowhere/throughline.yaml');
    expect(code).toBe(1);
    expect(stderr).toContain('/nowhere/throughline.yaml: The configuration file cannot be read (ENOENT)');
  });
});
