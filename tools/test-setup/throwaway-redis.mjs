/** A Redis server of its own for one test: other servers of the machine are not touched. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { installDebianPackage, isExecutable } from './debian-package.mjs';
import { freePort } from './free-port.mjs';

const REDIS = '/usr/bin/redis-server';

/**
 * @param {AbortSignal} signal
 * @throws {Error} When there is none and it cannot be installed.
 */
export async function requireRedis(signal) {
  if (!isExecutable(REDIS)) await installDebianPackage('redis-server', signal);
}

/**
 * @returns {Promise<{url: string, kill: () => Promise<void>, launch: () => Promise<void>, stop: () => Promise<void>}>}
 *   `kill` ends it as a crash would, `launch` starts it again at the same address, `stop` removes everything.
 * @throws {Error} When it does not start.
 */
export async function startThrowawayRedis() {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-redis-'));
  const port = await freePort();
  let server = await startServer(folder, port);
  const kill = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const exited = once(server, 'exit');
    server.kill('SIGKILL');
    await exited;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    launch: async () => {
      server = await startServer(folder, port);
    },
    stop: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * @param {string} folder
 * @param {number} port
 */
async function startServer(folder, port) {
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''];
  const server = spawn(REDIS, settings, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'], detached: true });
  let log = '';
  await new Promise((resolve, reject) => {
    createInterface({ input: server.stdout }).on('line', (line) => {
      if (line.includes('Ready to accept connections')) resolve(undefined);
      log = `${log}${line}\n`.slice(-4_000);
    });
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`Redis did not start:\n${log}`)));
  });
  return server;
}
