/** A PostgreSQL server of its own for one test run: other databases of the machine are not touched. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { installDebianPackage } from './debian-package.mjs';
import { freePort } from './free-port.mjs';

const DEBIAN_VERSIONS = '/usr/lib/postgresql';
const OLDEST = 15;
/** For speed. A test run has nothing to keep when the machine fails. */
const NOT_DURABLE = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/**
 * @param {AbortSignal} signal
 * @param {{durable?: boolean}} [options] `durable` servers keep what they have committed, whatever happens.
 * @returns {Promise<{url: string, restart: (pauseMs: number) => Promise<void>, stop: () => Promise<void>}>} `restart`
 *   disconnects everybody and starts again after a pause; `stop` removes everything.
 * @throws {Error} When there is no PostgreSQL and it cannot be installed, or it does not start.
 */
export async function startThrowawayPostgres(signal, { durable = false } = {}) {
  if (!findPrograms()) await installDebianPackage('postgresql', signal);
  const programs = findPrograms();
  if (!programs) throw new Error(`Tests need PostgreSQL ${OLDEST} or newer below ${DEBIAN_VERSIONS}.`);

  const folder = mkdtempSync(join(tmpdir(), 'throughline-postgres-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const owner = ownerOf(folder);
    initialize(programs, folder, owner);
    const port = await freePort();
    const settings = durable ? [] : NOT_DURABLE;
    let stop = await startServer(programs, folder, owner, port, settings);
    return {
      url: `postgres://throughline@127.0.0.1:${port}/postgres`,
      restart: async (pauseMs) => {
        await stop();
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
        stop = await startServer(programs, folder, owner, port, settings);
      },
      stop: () => stop().finally(remove),
    };
  } catch (error) {
    remove();
    throw error;
  }
}

/** @returns {string | undefined} The folder of the newest installed programs. */
function findPrograms() {
  if (!existsSync(DEBIAN_VERSIONS)) return undefined;
  const [newest] = readdirSync(DEBIAN_VERSIONS)
    .map(Number)
    .filter((version) => version >= OLDEST && existsSync(`${DEBIAN_VERSIONS}/${version}/bin/initdb`))
    .sort((a, b) => b - a);
  return newest ? `${DEBIAN_VERSIONS}/${newest}/bin` : undefined;
}

/**
 * PostgreSQL refuses to run as root; Debian's package brings a user for it.
 * @param {string} folder Becomes that user's.
 * @returns {{uid?: number, gid?: number}}
 */
function ownerOf(folder) {
  if (process.getuid?.() !== 0) return {};
  const uid = Number(execFileSync('id', ['-u', 'postgres']));
  const gid = Number(execFileSync('id', ['-g', 'postgres']));
  chownSync(folder, uid, gid);
  return { uid, gid };
}

/**
 * @param {string} programs
 * @param {string} folder
 * @param {{uid?: number, gid?: number}} owner
 */
function initialize(programs, folder, owner) {
  const parameters = ['--auth=trust', '--username=throughline', '--encoding=UTF8', '--locale=C', '--no-sync'];
  execFileSync(`${programs}/initdb`, [...parameters, `--pgdata=${folder}/data`], {
    ...owner,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/**
 * @param {string} programs
 * @param {string} folder
 * @param {{uid?: number, gid?: number}} owner
 * @param {number} port
 * @param {string[]} more
 * @returns {Promise<() => Promise<void>>} Stops the server.
 */
async function startServer(programs, folder, owner, port, more) {
  const settings = [`listen_addresses=127.0.0.1`, `port=${port}`, `unix_socket_directories=${folder}`];
  const server = spawn(
    `${programs}/postgres`,
    ['-D', `${folder}/data`, ...[...settings, ...more].flatMap((setting) => ['-c', setting])],
    // A group of its own, so that Ctrl-C in the terminal does not end it before the tests that use it.
    { ...owner, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], detached: true },
  );
  const exited = once(server, 'exit');
  let log = '';
  await new Promise((resolve, reject) => {
    createInterface({ input: server.stderr }).on('line', (line) => {
      if (line.includes('ready to accept connections')) resolve(undefined);
      log = `${log}${line}\n`.slice(-4_000);
    });
    exited.then(() => reject(new Error(`PostgreSQL did not start:\n${log}`)), reject);
  });
  return async () => {
    // SIGINT asks for a "fast" shutdown: clients are disconnected.
    server.kill('SIGINT');
    await exited;
  };
}
