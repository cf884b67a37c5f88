import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { ModelCluster } from '../../test-support/model-cluster.js';
import { settle, VirtualTime, Wire } from '../../test-support/scripted-network.js';

interface Received {
  readonly type: string;
  readonly code?: string;
  readonly offers?: readonly { readonly interactionId: string; readonly conversationId: string }[];
}

/** Somebody's connection, over which frames pass at once. */
function connect(accept: (wire: Wire) => void) {
  const wire = new Wire();
  const received: Received[] = [];
  wire.client.onmessage = (({ data }: { data: string }) => {
    received.push(JSON.parse(data) as Received);
  }) as (event: never) => void;
  accept(wire);
  const flow = async () => {
    for (let turn = 0; turn < 10; turn += 1) {
      wire.deliver('up', 10);
      await settle();
      wire.deliver('down', 10);
    }
  };
  const say = async (frame: object) => {
    wire.client.send(JSON.stringify(frame));
    await flow();
  };
  return { wire, received, flow, say };
}

it('[CONV-8] [T10] acknowledges again what was stored while the agent had the conversation, and nothing else', async () => {
  const time = new VirtualTime();
  const cluster = new ModelCluster(time, randomUUID, 1, ['sam']);
  const atDesk = async () => {
    const desk = connect((wire) => cluster.acceptDesk(wire, 'sam', 0));
    await settle();
    await desk.say({ type: 'hello', v: 1 });
    return desk;
  };
  const tab = connect((wire) => cluster.accept(wire, 0));
  await tab.say({ type: 'hello', v: 1 });
  await tab.say({ type: 'open', ref: '1', context: {} });
  const desk = await atDesk();
  await desk.say({ type: 'presence', ref: '2', available: true });
  const offer = desk.received.flatMap(({ offers = [] }) => offers)[0];
  const { conversationId, interactionId } = offer ?? { conversationId: '', interactionId: '' };
  await desk.say({ type: 'accept', ref: '3', interactionId });
  const stored = { type: 'send', id: randomUUID(), conversationId, text: 'Hello' };
  await desk.say(stored);
  expect(desk.received.map(({ type }) => type)).toContain('ack');

  await desk.say({ type: 'presence', ref: '4', available: false });
  desk.wire.cut();
  await cluster.store.interactions.transfer(conversationId, 'all', null);
  await time.advance(2_000);
  const later = await atDesk();
  later.received.length = 0;
  await later.say(stored);
  await later.say({ ...stored, id: randomUUID() });
  await later.say({ ...stored, id: randomUUID(), conversationId: randomUUID() });
  expect(later.received.map(({ type, code }) => code ?? type)).toEqual(['ack', 'not_found', 'not_found']);
});
