/**
 * Messages from one tab of a customer to another through the gateway (checked, masked, sealed, committed to disk,
 * acknowledged, fanned out) against a bare relay of the same WebSocket library that does none of it. Clients and
 * servers share this process.
 */
import { randomUUID } from 'node:crypto';
import { startGateway } from './support/gateway.mjs';
import { connect, next, startBareRelay } from './support/sockets.mjs';

const PAIRS = 20;
const MESSAGES = 300;
/** Sent and not delivered yet, for each pair. */
const WINDOW = 16;
const TEXT = 'Good morning. My card was declined twice at the station, what can I do about it?';

/** @returns {Promise<string[]>} */
export async function bench() {
  const relay = await startBareRelay();
  const bare = await rate(await Promise.all(range(PAIRS).map((room) => relayPair(relay.url, room))));
  relay.stop();
  const gateway = await startGateway();
  const pairs = await Promise.all(range(PAIRS).map((index) => gatewayPair(gateway, index)));
  const ours = await rate(pairs);
  await gateway.stop();
  return [
    `bare relay  ${bare.toFixed(0)} messages/s delivered, ${PAIRS} pairs`,
    `gateway     ${ours.toFixed(0)} messages/s delivered, ${(ours / bare).toFixed(2)} × as many`,
  ];
}

/**
 * @typedef {object} Pair
 * @property {() => void} send
 * @property {(listener: (count: number) => void) => void} onDelivered
 * @property {() => void} close
 */

/**
 * @param {Pair[]} pairs
 * @returns {Promise<number>} Messages delivered a second.
 */
async function rate(pairs) {
  const startedAt = performance.now();
  await Promise.all(pairs.map(deliverAll));
  const seconds = (performance.now() - startedAt) / 1000;
  for (const pair of pairs) pair.close();
  return (pairs.length * MESSAGES) / seconds;
}

/** @param {Pair} pair */
function deliverAll(pair) {
  return new Promise((resolve) => {
    let sent = 0;
    let delivered = 0;
    const fill = () => {
      for (; sent < MESSAGES && sent - delivered < WINDOW; sent += 1) pair.send();
    };
    pair.onDelivered((count) => {
      delivered += count;
      if (delivered >= MESSAGES) resolve(undefined);
      else fill();
    });
    fill();
  });
}

/**
 * @param {string} url
 * @param {number} room
 * @returns {Promise<Pair>}
 */
async function relayPair(url, room) {
  const [from, to] = await Promise.all([connect(`${url}/${room}`), connect(`${url}/${room}`)]);
  return {
    send: () =>
      from.send(JSON.stringify({ type: 'send', id: randomUUID(), conversationId: room, text: TEXT })),
    onDelivered: (listener) => to.on('message', () => listener(1)),
    close: () => [from, to].map((socket) => socket.terminate()),
  };
}

/**
 * @param {Awaited<ReturnType<typeof startGateway>>} gateway
 * @param {number} index
 * @returns {Promise<Pair>}
 */
async function gatewayPair(gateway, index) {
  const cookie = await gateway.signIn(`customer ${index}`);
  const url = `${gateway.url.replace('http', 'ws')}/support/v1/socket`;
  const [from, to] = await Promise.all([connect(url, cookie), connect(url, cookie)]);
  const opened = next(from, 'opened');
  from.send('{"type":"open","ref":"open","context":{}}');
  const conversationId = (await opened).conversation.id;
  return {
    send: () => from.send(JSON.stringify({ type: 'send', id: randomUUID(), conversationId, text: TEXT })),
    onDelivered: (listener) =>
      to.on('message', (data) => {
        const event = JSON.parse(data.toString());
        if (event.type === 'entries') listener(event.entries.length);
      }),
    close: () => [from, to].map((socket) => socket.terminate()),
  };
}

/** @param {number} count */
function range(count) {
  return Array.from({ length: count }, (_, index) => index);
}
