import { randomUUID } from 'node:crypto';
import { CoreError } from '@throughline/core';
import { expect, it, vi } from 'vitest';
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

/** A conversation that Sam has accepted at a desk. */
async function anAcceptedConversation() {
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
  const aMessage = () => ({ type: 'send', id: randomUUID(), conversationId, text: 'Hello' });
  return { time, cluster, atDesk, desk, conversationId, aMessage };
}

it('[CONV-8] [T10] acknowledges again what was stored while the agent had the conversation, and nothing else', async () => {
  const { time, cluster, atDesk, desk, conversationId, aMessage } = await anAcceptedConversation();
  const stored = aMessage();
  await desk.say(stored);
  expect(desk.received.map(({ type }) => type)).toContain('ack');

  await desk.say({ type: 'presence', ref: '4', available: false });
  desk.wire.cut();
  await cluster.store.interactions.transfer(conversationId, 'all', null);
  await time.advance(2_000);
  const later = await atDesk();
  later.received.length = 0;
  await later.say(stored);
  await later.say(aMessage());
  await later.say({ ...aMessage(), conversationId: randomUUID() });
  expect(later.received.map(({ type, code }) => code ?? type)).toEqual(['ack', 'not_found', 'not_found']);
});

it('[CONV-9] [WIRE-23] [T3] lets no message overtake one whose conversation could not be looked up', async () => {
  const { cluster, atDesk, desk, conversationId, aMessage } = await anAcceptedConversation();
  const [first, second] = [aMessage(), aMessage()];
  // Not in the desk's state any more, so that this connection looks the conversation up for each message.
  await desk.say(first);
  await desk.say({ type: 'end', ref: '4', conversationId });
  const later = await atDesk();
  later.received.length = 0;
  vi.spyOn(cluster.store.conversations, 'get').mockRejectedValueOnce(new CoreError('unavailable', 'away'));
  await later.say(first);
  await later.say(second);
  await later.say(first);
  await later.say(second);
  expect(later.received.map(({ type, code }) => code ?? type)).toEqual([
    'unavailable',
    'unavailable',
    'ack',
    'not_found',
  ]);
});
