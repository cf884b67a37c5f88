import { v7 as uuidv7 } from 'uuid';
import { Frames } from '../support/frames.js';
import type { Canary } from './canaries.js';
import type { CanaryLab } from './lab.js';

/** Says values in a conversation that a contact center elsewhere serves: the customer's messages, and the agent's. */
export async function tellRelay(lab: CanaryLab, desk: Frames, canaries: readonly Canary[]): Promise<void> {
  const customer = await lab.cluster.customer('relayed', lab.cluster.node(0), {
    name: canaries[0]?.says,
    tier: canaries[1]?.says,
  });
  const tab = lab.watch('frames to relayed', await Frames.greet(customer.socketAt(lab.cluster.node(0))));
  const page = { url: `/help?q=${canaries[2]?.says}`, title: canaries[3]?.says ?? '' };
  tab.send({ type: 'open', ref: 'o', context: { intent: canaries[4]?.says.slice(0, 100) ?? '', page } });
  const { id } = (await tab.next('opened')).conversation;
  await send(tab, id, 'Hello');
  const { offers } = await desk.next('desk', (state) => state.offers.length > 0);
  const [offer] = offers;
  desk.send({ type: 'accept', ref: 'relayed', interactionId: offer?.interactionId ?? '' });
  await desk.next('done', ({ ref }) => ref === 'relayed');
  for (const { says } of canaries) {
    await send(tab, id, says);
    await send(desk, offer?.conversationId ?? '', says);
  }
  await send(tab, id, 'the last word');
  await desk.next('entries', ({ entries }) =>
    entries.some((entry) => entry.kind === 'message' && entry.text === 'the last word'),
  );
}

async function send(frames: Frames, conversationId: string, text: string): Promise<void> {
  const id = uuidv7();
  frames.send({ type: 'send', id, conversationId, text });
  await frames.next('ack', (ack) => ack.id === id);
}
