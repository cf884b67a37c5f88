/** Running a web server of Debian's for one test. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { connect } from 'node:net';

const START_MS = 20_000;

/**
 * @param {string} program
 * @param {string[]} parameters Must keep it in the foreground.
 * @param {string} folder Its own; removed when it stops.
 * @param {number} port Where it listens on 127.0.0.1.
 * @returns {Promise<{stop: () => Promise<void>}>} Once it listens.
 * @throws {Error} When it does not start; the message has what it said.
 */
export async function startWebServer(program, parameters, folder, port) {
  const server = spawn(program, parameters, { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  let log = '';
  server.stderr.on('data', (chunk) => {
    log = `${log}${chunk}`.slice(-4_000);
  });
  const exited = once(server, 'exit');
  const stop = async () => {
    // With its children, which may wait for connections that nobody closes.
    process.kill(-Number(server.pid), 'SIGKILL');
    await exited;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await accepts(port, exited);
  } catch {
    await stop();
    throw new Error(`${program} did not start:\n${log}`);
  }
  return { stop };
}

/**
 * @param {number} port
 * @param {Promise<unknown>} exited
 */
async function accepts(port, exited) {
  const deadline = Date.now() + START_MS;
  const gone = exited.then(() => {
    throw new Error('The server has ended.');
  });
  gone.catch(() => undefined);
  while (!(await Promise.race([answers(port), gone]))) {
    if (Date.now() > deadline) throw new Error('The server does not listen.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function answers(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
    socket.once('connect', () => socket.end());
  });
}
