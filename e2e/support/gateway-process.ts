import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../tools/test-setup/free-port.mjs';

const THROUGHLINE = fileURLToPath(new URL('../../packages/cli/bin/throughline.js', import.meta.url));

export interface GatewayProcess extends AsyncDisposable {
  readonly customerUrl: string;
  readonly deskUrl: string;
}

export interface GatewaySettings {
  readonly publicUrl: string;
  readonly issuer: string;
  /** The portal's public keys as a JSON Web Key Set. */
  readonly keys: object;
  /** Further lines of the configuration file. */
  readonly settings: string;
}

/** `throughline serve` with a configuration file, an embedded database and one agent, in a process of its own. */
export async function startGateway(options: GatewaySettings): Promise<GatewayProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-gateway-'));
  const deskPort = await freePort();
  const deskUrl = `http://localhost:${deskPort}`;
  writeFileSync(join(folder, 'keys.json'), JSON.stringify(options.keys));
  writeFileSync(join(folder, 'router.json'), '{"logic":[{"condition":"default","target":"all"}]}');
  writeFileSync(
    join(folder, 'throughline.yaml'),
    `mode: demo
publicUrl: ${options.publicUrl}
deskUrl: ${deskUrl}
issuers: [{ issuer: ${options.issuer}, audience: throughline, keysFile: keys.json }]
flow: { file: router.json }
queues: [{ id: all, displayName: All }]
agents: [{ id: sam, displayName: Sam, queues: [all] }]
${options.settings}
`,
  );
  const child = spawn(process.execPath, [THROUGHLINE, 'serve'], {
    cwd: folder,
    env: {
      PATH: process.env.PATH ?? '',
      THROUGHLINE_CUSTOMER_PORT: '0',
      THROUGHLINE_AGENT_PORT: String(deskPort),
      THROUGHLINE_OPS_PORT: '0',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const exited = once(child, 'exit');
  const ready = once(createInterface({ input: child.stdout }), 'line');
  const line = await Promise.race([ready.then(([first]) => String(first)), exited.then(() => null)]);
  if (line === null) throw new Error(`The gateway ended:\n${output}`);
  return {
    customerUrl: (JSON.parse(line) as { customer: string }).customer,
    deskUrl,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
