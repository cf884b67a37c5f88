import { once } from 'node:events';
import { createServer } from 'node:net';

/** @returns {Promise<number>} A port of the loopback address that nothing listens on. */
export async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  if (address === null || typeof address === 'string') throw new Error('No free port.');
  probe.close();
  await once(probe, 'close');
  return address.port;
}
