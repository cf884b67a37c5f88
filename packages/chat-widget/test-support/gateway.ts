import type { Server } from 'node:http';
import { type CustomerCommand, type CustomerEvent, SUBPROTOCOL } from '@throughline/protocol';
import { type WebSocket, WebSocketServer } from 'ws';
import { conversation, customerSays, ready } from './snapshots.js';

/** The least of a gateway: welcomes, opens one conversation and commits every message. */
export function serveGateway(server: Server): void {
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => SUBPROTOCOL });
  server.on('upgrade', (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (client) => {
      client.on('message', (data) => answer(client, JSON.parse(String(data))));
    });
  });
}

function answer(client: WebSocket, command: CustomerCommand): void {
  const send = (event: CustomerEvent) => client.send(JSON.stringify(event));
  const queued = conversation({ state: 'queued', agent: null, queue: { ahead: 1, wait: null } });
  if (command.type === 'hello' && ready.customer !== null) {
    const session = { lifetimeMs: 1_800_000, customerTag: 'ava', draftKey: 'A'.repeat(43) };
    send({ type: 'welcome', v: 1, customer: ready.customer, conversation: null, session });
  } else if (command.type === 'open') {
    send({ type: 'opened', ref: command.ref, conversation: queued, joined: false });
  } else if (command.type === 'send') {
    const { id, text, conversationId } = command;
    const { at } = customerSays(1, text);
    send({ type: 'ack', id, conversationId, seq: 1, at, text, maskedTypes: [] });
  }
}
