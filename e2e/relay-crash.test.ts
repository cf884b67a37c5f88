/** Nodes of one database relay to a Genesys-compatible door in a process of its own, and one of them is killed. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Cluster } from './support/cluster.js';
import { DeskAgent } from './support/desk-agent.js';
import { DEPLOYMENT, Door } from './support/door.js';
import { BadNetwork, FaultCustomer } from './support/fault-customer.js';
import { createDatabase } from './support/test-database.js';

const CUSTOMERS = 8;

let door: Door;
let cluster: Cluster;
beforeAll(async () => {
  const [database, started] = await Promise.all([createDatabase('relay'), Door.startWith({})]);
  door = started;
  cluster = await Cluster.start({
    nodes: 2,
    databaseUrl: database,
    agents: 1,
    capacity: 1,
    settings: `contactCenter: genesys\ngenesys: { address: "${door.url}", deploymentId: ${DEPLOYMENT} }`,
  });
});
afterAll(async () => {
  await cluster[Symbol.asyncDispose]();
  await door.stop();
});

it('[T2] [T3] [GUEST-7] brings every acknowledged message to the agents once, though the node that owned the session was killed', async () => {
  const sam = await DeskAgent.arrive(door.deskUrl ?? '', 'sam');
  const customers = await Promise.all(
    Array.from({ length: CUSTOMERS }, async (_, index) => {
      const person = await cluster.customer(`c${index}`);
      return new FaultCustomer(`c${index}`, new BadNetwork(cluster, person, 0.2));
    }),
  );
  const write = (text: string) => {
    for (const { client, externalId } of customers) client.send(`${text} of ${externalId}`);
  };
  for (const { client } of customers) client.start();
  write('before');
  await until(() => sam.read.length === CUSTOMERS);
  write('during');
  await cluster.node(0).end('SIGKILL');
  write('after');
  await until(() => sam.read.length >= 3 * CUSTOMERS);

  const written = customers.flatMap(({ externalId }) =>
    ['before', 'during', 'after'].map((text) => `${text} of ${externalId}`),
  );
  expect(sam.read.toSorted()).toEqual(written.toSorted());
  for (const { externalId } of customers) {
    const own = sam.read.filter((text) => text.endsWith(` ${externalId}`));
    expect(own.map((text) => text.split(' ')[0])).toEqual(['before', 'during', 'after']);
  }
  sam.leave();
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause(50);
}
