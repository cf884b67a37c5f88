import { Callbacks, type Conversation, openConversation, readWays, takeWay } from '@throughline/core';
import { parseFlow } from '@throughline/flow';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Cable } from '../../test-support/cable.js';
import { eventually } from '../../test-support/eventually.js';
import { RelayDoor } from '../../test-support/relay-door.js';
import { RelayGateway } from '../../test-support/relay-gateway.js';

const FLOW = parseFlow(`flow: test
start: agents
default: call
steps:
  agents: { kind: queue, queue: service, limit: 30m, choices: { mail: mail }, then: other }
  other: { kind: choose, choices: { call: call, phone: phone }, limit: 1h, then: phone }
  call: { kind: callback, queue: service, within: 1d }
  phone: { kind: phone, number: '+49 30 901820' }
  mail: { kind: email, address: help@bank.example }
`);

let door: RelayDoor;
let cable: Cable;
let node: RelayGateway;
beforeEach(async () => {
  door = await RelayDoor.start();
  cable = await Cable.to(door.host);
  const endpoint = { ...door.endpoint, socketUrl: `ws://${cable.host}/v1`, apiUrl: `http://${cable.host}` };
  node = new RelayGateway({ endpoint, flow: FLOW });
});
afterEach(async () => {
  await node.stop();
  await cable.close();
  await door.stop();
});

const waysOf = async (conversation: Conversation) =>
  (await readWays(node.core, await node.get(conversation))).ways.map(({ choice }) => choice);
const isReachable = ({ id }: Conversation) => node.contactCenter.isReachable(id);
const delivered = async (conversation: Conversation) => {
  const { headSeq, agentReceipts } = await node.get(conversation);
  return agentReceipts.deliveredSeq === headSeq;
};

describe.each(['cut', 'silent'] as const)('while the line to Genesys Cloud is %s', (how) => {
  it('[GUEST-30] [GUEST-31] [FLOW-90] offers the ways of the flow, and connects by itself afterwards', async () => {
    cable.break(how);
    const clickedAt = performance.now();
    const conversation = await node.open();
    await node.send(conversation, 'help');
    await eventually(
      () => waysOf(conversation),
      (ways) => ways.join() === 'mail,call,phone',
    );
    // biome-ignore lint/suspicious/noConsole: how soon says as much about the machine as about the product
    console.log(
      `line ${how}: other ways offered ${Math.round(performance.now() - clickedAt)} ms after the message`,
    );
    expect(await node.get(conversation)).toMatchObject({ state: 'queued' });

    cable.mend();
    await eventually(
      () => delivered(conversation),
      (isSo) => isSo,
    );
    expect(await waysOf(conversation)).toEqual(['mail']);
    expect(await isReachable(conversation)).toBe(true);
    const [there, ...more] = door.conversations;
    expect(more).toEqual([]);
    expect(await door.transcript(there ?? '')).toEqual(['customer: help']);
  });
});

it('[GUEST-30] tells a customer who has an agent, and keeps both sides of the conversation', async () => {
  const conversation = await node.open();
  await node.send(conversation, 'before');
  await eventually(
    () => delivered(conversation),
    (isSo) => isSo,
  );
  const [there = ''] = await door.accept();
  await door.say(there, 'hello');
  await eventually(
    () => node.transcript(conversation),
    (seen) => seen.includes('agent: hello'),
  );

  cable.break('cut');
  await node.send(conversation, 'during');
  await door.say(there, 'are you there?');
  await eventually(
    () => isReachable(conversation),
    (isSo) => !isSo,
  );
  expect(await node.get(conversation)).toMatchObject({ state: 'active' });
  expect(await waysOf(conversation)).toEqual([]);

  cable.mend();
  await eventually(
    () => node.transcript(conversation),
    (seen) => seen.includes('agent: are you there?'),
  );
  const said = await eventually(
    () => door.transcript(there),
    (lines) => lines.includes('customer: during'),
  );
  expect(await isReachable(conversation)).toBe(true);
  expect(door.conversations).toEqual([there]);
  expect(said.filter((line) => line.startsWith('customer'))).toEqual([
    'customer: before',
    'customer: during',
  ]);
});

it('[GUEST-31] has one session at a time look whether the other side is back', async () => {
  cable.break('cut');
  const conversations = await Promise.all(Array.from({ length: 20 }, () => node.open()));
  await eventually(
    async () => Promise.all(conversations.map(isReachable)),
    (all) => all.every((isSo) => !isSo),
  );
  const before = cable.tried;
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  // Each of the twenty by itself would have tried more than once.
  expect(cable.tried - before).toBeLessThan(15);
  cable.mend();
  await eventually(
    async () => Promise.all(conversations.map(isReachable)),
    (all) => all.every((isSo) => isSo),
  );
});

it('[GUEST-30] keeps the place until the customer takes a way of the outage', async () => {
  cable.break('cut');
  const customer = await node.customer();
  const { conversation } = await openConversation(node.core, customer, { intent: 'help' });
  await eventually(
    () => waysOf(conversation),
    (ways) => ways.includes('phone'),
  );
  const callbacks = new Callbacks(node.core, node.callbackStore);
  await takeWay(node.core, callbacks, customer, conversation, { choice: 'phone' });
  expect(await node.get(conversation)).toMatchObject({ state: 'fallback' });
  const decision = await node.core.conversations.decision(conversation.id);
  expect(decision).toMatchObject({ target: { kind: 'phone' } });
  expect(decision?.reasons).toContain('nobody of service could be reached');
});
