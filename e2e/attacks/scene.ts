import { v7 as uuidv7 } from 'uuid';
import { Frames } from '../support/frames.js';
import type { Lab } from './lab.js';

/** A conversation between a victim and an agent, and those who have no business in it. */
export interface Scene {
  readonly conversationId: string;
  readonly interactionId: string;
  /** Another customer's tab. */
  readonly stranger: Frames;
  /** The desk of an agent who serves the queue and has nothing to do with this conversation. */
  readonly colleague: Frames;
}

const scenes = new WeakMap<Lab, Promise<Scene>>();

/** The same for all attacks of a laboratory. */
export function sceneOf(lab: Lab): Promise<Scene> {
  const scene = scenes.get(lab) ?? set(lab);
  scenes.set(lab, scene);
  return scene;
}

async function set(lab: Lab): Promise<Scene> {
  const desk = await Frames.greet((await lab.desk('a0')).socketAt(lab.cluster.node(0)));
  desk.send({ type: 'presence', ref: 'p', available: true });
  await desk.next('done', ({ ref }) => ref === 'p');
  const victim = await lab.open(await lab.customer('victim-of-idor'));
  victim.send({ type: 'open', ref: 'o', context: {} });
  const conversationId = (await victim.next('opened')).conversation.id;
  const isIt = (offer: { conversationId: string }) => offer.conversationId === conversationId;
  const { offers } = await desk.next('desk', (state) => state.offers.some(isIt));
  const interactionId = offers.find(isIt)?.interactionId ?? '';
  desk.send({ type: 'accept', ref: 'a', interactionId });
  await desk.next('done', ({ ref }) => ref === 'a');
  victim.send({ type: 'send', id: uuidv7(), conversationId, text: 'For my agent alone' });
  await victim.next('ack');
  return {
    conversationId,
    interactionId,
    stranger: await lab.open(await lab.customer('stranger'), 1),
    colleague: await Frames.greet((await lab.desk('a1')).socketAt(lab.cluster.node(1))),
  };
}
