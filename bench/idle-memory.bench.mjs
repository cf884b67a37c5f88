/**
 * What a connection that does nothing costs in memory: a tab that is welcomed by the gateway against a bare WebSocket
 * of the same library. Both ends are in this process, so both figures hold a client's end, too.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { startGateway } from './support/gateway.mjs';
import { connect, startBareRelay } from './support/sockets.mjs';

const CONNECTIONS = 1_000;
const CUSTOMERS = 50;
/** Connections opened at the same time. */
const AT_ONCE = 50;

/** @returns {Promise<string[]>} */
export async function bench() {
  const relay = await startBareRelay();
  const bare = await cost((index) => connect(`${relay.url}/${index}`));
  relay.stop();
  const gateway = await startGateway();
  const cookies = await Promise.all(
    Array.from({ length: CUSTOMERS }, (_, index) => gateway.signIn(`customer ${index}`)),
  );
  const url = `${gateway.url.replace('http', 'ws')}/support/v1/socket`;
  const ours = await cost((index) => connect(url, cookies[index % CUSTOMERS]));
  await gateway.stop();
  return [
    `bare WebSocket  ${bare.toFixed(1)} kB for each of ${CONNECTIONS} idle connections, both ends`,
    `gateway         ${ours.toFixed(1)} kB, ${(ours / bare).toFixed(2)} × as much`,
  ];
}

/**
 * @param {(index: number) => Promise<import('ws').WebSocket>} open
 * @returns {Promise<number>} Kilobytes a connection.
 */
async function cost(open) {
  const before = used();
  const sockets = [];
  for (let index = 0; index < CONNECTIONS; index += AT_ONCE) {
    sockets.push(...(await Promise.all(Array.from({ length: AT_ONCE }, (_, next) => open(index + next)))));
  }
  const bytes = used() - before;
  for (const socket of sockets) socket.terminate();
  return bytes / CONNECTIONS / 1024;
}

/** Bytes on the heap and beside it, after a full collection. */
function used() {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
