import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Below the ports that Linux gives to outgoing connections and to listeners on port 0, so that one which is free for a
 * moment, as between the death of a process and its next start, is nobody else's by then; above those that browsers refuse.
 */
const LOWEST = 11_000;
/** Each process has a range of its own, and takes no port of it twice before it has taken all. */
const RANGE = 100;
const RANGES = 210;

const first = LOWEST + (process.pid % RANGES) * RANGE;
let taken = Math.floor(process.pid / RANGES);

/** @returns {Promise<number>} A port of the loopback address that nothing listens on, and that nobody else is given. */
export async function freePort() {
  for (let tried = 0; tried < RANGE; tried += 1) {
    const port = first + (taken++ % RANGE);
    if (await isFree(port)) return port;
  }
  throw new Error(`All ports from ${first} to ${first + RANGE - 1} are taken.`);
}

/** @param {number} port */
async function isFree(port) {
  const probe = createServer();
  const listening = once(probe, 'listening').then(
    () => true,
    () => false,
  );
  probe.listen(port, '127.0.0.1');
  if (!(await listening)) return false;
  probe.close();
  await once(probe, 'close');
  return true;
}
