import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { WebSocketServer } from 'ws';
import { type DoorState, deploymentOf, isAllowedOrigin } from './door-state.js';
import type { Channels } from './platform/notifications/channels.js';
import { GuestConnection } from './socket/guest-connection.js';
import { GuestRates } from './socket/guest-rates.js';
import { GuestRequests } from './socket/guest-requests.js';

/** Largest frame of a client, in bytes: the longest text, attributes and metadata fit many times over. */
const FRAME_BYTES = 128 * 1024;

/** WebSockets: of guests at `/v1`, and of notification channels, whose address is their secret. */
export function addSockets(app: FastifyInstance, state: DoorState, channels: Channels): WebSocketServer {
  const server = new WebSocketServer({ noServer: true, maxPayload: FRAME_BYTES, perMessageDeflate: false });
  const rates = new GuestRates(state.options.clock, state.limits);
  const requests = new GuestRequests(state, rates);
  app.server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const url = new URL(request.url ?? '/', 'http://door.invalid');
    const channel = /^\/channels\/([\w-]+)$/.exec(url.pathname)?.[1];
    if (channel !== undefined) {
      if (!channels.has(channel)) return refuse(socket, 404);
      return server.handleUpgrade(request, socket, head, (webSocket) => {
        if (!channels.connect(channel, webSocket)) webSocket.close(1008);
      });
    }
    const deployment = requestedDeployment(state, rates, url, request);
    if (typeof deployment === 'number') return refuse(socket, deployment);
    return server.handleUpgrade(request, socket, head, (webSocket) => {
      new GuestConnection(state, requests, webSocket, deployment, request.headers.host);
    });
  });
  return server;
}

/** The deployment that the socket is for, or the status of the refusal. */
function requestedDeployment(state: DoorState, rates: GuestRates, url: URL, { headers }: IncomingMessage) {
  if (url.pathname !== '/v1' && url.pathname !== '/v1/') return 404;
  const fault = state.faults.take('http', ({ path }) => url.pathname.startsWith(path));
  if (fault) return fault.status;
  const id = url.searchParams.get('deploymentId') ?? headers.deploymentid;
  const deployment = deploymentOf(state, typeof id === 'string' ? id : null);
  if (!deployment) return id === undefined || id === null ? 400 : 403;
  if (!isAllowedOrigin(deployment, headers.origin)) return 403;
  return rates.connect(deployment.id) === null ? deployment : 429;
}

function refuse(socket: Duplex, status: number): void {
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}
