import { once } from 'node:events';
import WebSocket, { WebSocketServer } from 'ws';

/** Every message goes to the other socket with the same path: the least that any chat server does. */
export async function startBareRelay() {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
  await once(server, 'listening');
  /** @type {Map<string, Set<import('ws').WebSocket>>} */
  const rooms = new Map();
  server.on('connection', (socket, { url = '/' }) => {
    const room = rooms.get(url) ?? new Set();
    rooms.set(url, room.add(socket));
    socket.on('close', () => room.delete(socket));
    socket.on('message', (data) => {
      const text = data.toString();
      for (const other of room) if (other !== socket) other.send(text);
    });
  });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `ws://127.0.0.1:${port}`,
    stop: () => {
      for (const socket of server.clients) socket.terminate();
      server.close();
    },
  };
}

/**
 * @param {string} url
 * @param {string} [cookie] For the gateway, which also wants to be greeted.
 * @returns {Promise<WebSocket>} Open, and welcomed by the gateway.
 */
export async function connect(url, cookie) {
  const origin = url.replace(/^ws/, 'http').replace(/(:\d+).*/, '$1');
  const socket = cookie
    ? new WebSocket(url, ['throughline.v1'], { headers: { origin, cookie } })
    : new WebSocket(url);
  await once(socket, 'open');
  if (cookie) {
    socket.send('{"type":"hello","v":1}');
    await next(socket, 'welcome');
  }
  return socket;
}

/**
 * @param {WebSocket} socket
 * @param {string} type
 * @returns {Promise<any>} The next event of this type.
 */
export function next(socket, type) {
  return new Promise((resolve) => {
    const look = (/** @type {import('ws').RawData} */ data) => {
      const event = JSON.parse(data.toString());
      if (event.type !== type) return;
      socket.off('message', look);
      resolve(event);
    };
    socket.on('message', look);
  });
}
