import { Readable, Writable } from 'node:stream';
import { beforeAll, expect, it } from 'vitest';
import { runCli } from '../run-cli.js';

class Sink extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

// Everything that the command needs is loaded once, which takes long on a busy machine.
beforeAll(() => import('./emulator.js'), 60_000);

async function emulator(...parameters: string[]) {
  const [stdout, stderr] = [new Sink(), new Sink()];
  const terminal = { stdin: Readable.from([]), stdout, stderr, env: {} };
  const code = await runCli(['emulator', ...parameters], terminal);
  return { code, stdout: stdout.text, stderr: stderr.text };
}

it.each([
  [['--limit', 'speed=9'], 1, /There is no limit speed\. There are: messagesPerSecond,/],
  [['--limit', 'textBytes=many'], 2, /"textBytes=many" is not NAME=NUMBER/],
  [['--deployment', 'disconnect=Never'], 1, /disconnect cannot be used: .*"ReadOnly"\|"Send"\|"Off"/],
  [['--deployment', 'color=red'], 1, /There is no deployment setting color\. There are: name,/],
  [['--port', 'eighty'], 2, /--port must be a number from 0/],
  [['--oidc-issuer', 'https://idp.example'], 2, /go together/],
  [['--tls-cert', 'a.pem'], 2, /go together/],
  [['--tls-cert', 'gone.pem', '--tls-key', 'gone.key'], 1, /gone\.pem cannot be read \(ENOENT\)/],
  [['fly'], 2, /There is no "emulator fly"/],
  [['fault'], 2, /Name a kind of fault, or list or clear/],
  [['fault', 'http', '--url', 'http://127.0.0.1:1'], 1, /no door answers at http:\/\/127\.0\.0\.1:1/],
])('[DOOR-69] answers %j with %i and says what to do', async (parameters, code, message) => {
  const refused = await emulator(...parameters);
  expect(refused.code).toBe(code);
  expect(refused.stdout).toBe('');
  expect(refused.stderr).toMatch(message);
});
