import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { ModelCluster } from '../../test-support/model-cluster.js';
import { settle, VirtualTime, Wire } from '../../test-support/scripted-network.js';

const HELLO = { type: 'hello', v: 1 };

function tabOf(cluster: ModelCluster, node: number) {
  const wire = new Wire();
  const received: { type: string; conversation?: { state: string } | null }[] = [];
  wire.client.onmessage = (({ data }: { data: string }) => {
    received.push(JSON.parse(data) as (typeof received)[number]);
  }) as (event: never) => void;
  cluster.accept(wire, node);
  const say = async (frame: object) => {
    wire.client.send(JSON.stringify(frame));
    wire.deliver('up', 1);
    await settle();
    await settle();
    wire.deliver('down', 10);
  };
  return { wire, received, say };
}

it('[WIRE-28] tells right after the welcome what happened while it was being prepared', async () => {
  const cluster = new ModelCluster(new VirtualTime(), randomUUID, 2);
  const [first, second] = [tabOf(cluster, 0), tabOf(cluster, 1)];
  let answer = () => {};
  cluster.store.conversations.delayNextAnswer(
    new Promise((resolve) => {
      answer = resolve;
    }),
  );
  await first.say(HELLO);
  await second.say(HELLO);
  await second.say({ type: 'open', ref: '1', context: {} });
  expect(second.received.map(({ type }) => type)).toContain('opened');
  expect(first.received).toEqual([]);

  answer();
  await settle();
  await settle();
  first.wire.deliver('down', 10);
  expect(first.received.map(({ type }) => type)).toEqual(['welcome', 'conversation']);
  expect(first.received[0]?.conversation).toBeNull();
  expect(first.received[1]?.conversation).toMatchObject({ state: 'queued' });
});
