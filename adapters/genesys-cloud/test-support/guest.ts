import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import WebSocket from 'ws';
import { DEPLOYMENT_ID, type TestDoor } from './door.js';

/** A guest who said hello at the door, by its socket alone. */
export async function aGuestOf(door: TestDoor): Promise<{ socket: WebSocket; conversationId: string }> {
  const socket = new WebSocket(`${door.url.replace('http', 'ws')}/v1?deploymentId=${DEPLOYMENT_ID}`);
  await once(socket, 'open');
  const token = randomUUID();
  for (const more of [
    { action: 'configureSession', deploymentId: DEPLOYMENT_ID },
    { action: 'onMessage', message: { type: 'Text', text: 'hello' } },
  ]) {
    socket.send(JSON.stringify({ token, tracingId: randomUUID(), ...more }));
    await once(socket, 'message');
  }
  const session = await door.call('GET', `/emulator/v1/sessions/${token}`);
  const { conversationId } = (await session.json()) as { conversationId: string };
  return { socket, conversationId };
}
