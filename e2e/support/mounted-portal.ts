import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../tools/test-setup/free-port.mjs';
import { createDatabase } from './test-database.js';

export interface MountedPortal extends AsyncDisposable {
  readonly url: string;
}

/** One of the portals of `integrations/` in a process of its own. */
export async function startMountedPortal(framework: 'express' | 'fastify'): Promise<MountedPortal> {
  const folder = mkdtempSync(join(tmpdir(), `throughline-${framework}-`));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  writeFileSync(join(folder, 'router.json'), '{"logic":[{"condition":"default","target":"all"}]}');
  writeFileSync(
    join(folder, 'throughline.yaml'),
    `mode: demo
publicUrl: ${url}
deskUrl: http://desk.example
flow: { file: router.json }
queues: [{ id: all, displayName: All }]
`,
  );
  const main = fileURLToPath(new URL(`../../integrations/${framework}/dist/main.js`, import.meta.url));
  const child = spawn(process.execPath, [main], {
    cwd: folder,
    env: {
      PATH: process.env.PATH ?? '',
      PORT: String(port),
      THROUGHLINE_DATA_DIR: join(folder, 'data'),
      THROUGHLINE_DATABASE_URL: await createDatabase(framework),
      THROUGHLINE_AGENT_PORT: '0',
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
  const isReady = await Promise.race([ready.then(() => true), exited.then(() => false)]);
  if (!isReady) throw new Error(`The portal on ${framework} ended:\n${output}`);
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
