/** Two nodes over one database relay to a door in a process of its own, and two operators switch new conversations to their desk. */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Cluster } from './support/cluster.js';
import { CAN_BE_NOBODY, throughline, throughlineAsNobody } from './support/command-line.js';
import { DeskAgent } from './support/desk-agent.js';
import { DEPLOYMENT, Door } from './support/door.js';
import { BadNetwork, FaultAgent, FaultCustomer } from './support/fault-customer.js';
import { createDatabase } from './support/test-database.js';

let door: Door;
let cluster: Cluster;
let environment: Record<string, string>;
beforeAll(async () => {
  const [databaseUrl, started] = await Promise.all([createDatabase('stand_in'), Door.startWith({})]);
  door = started;
  cluster = await Cluster.start({
    nodes: 2,
    databaseUrl,
    agents: 1,
    capacity: 10,
    settings: `contactCenter: genesys\ngenesys: { address: "${door.url}", deploymentId: ${DEPLOYMENT}, standInMinutes: 60 }`,
  });
  environment = {
    THROUGHLINE_DATABASE_URL: databaseUrl,
    THROUGHLINE_DATA_DIR: cluster.dataDir,
    THROUGHLINE_CONFIG: join(cluster.dataDir, '../throughline.yaml'),
  };
});
afterAll(async () => {
  await cluster[Symbol.asyncDispose]();
  await door.stop();
});

async function customer(name: string): Promise<FaultCustomer> {
  const arrived = new FaultCustomer(name, new BadNetwork(cluster, await cluster.customer(name), 0));
  arrived.client.start();
  return arrived;
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause(50);
}

it.skipIf(!CAN_BE_NOBODY)(
  '[OPS-31] [CC-20] takes new conversations to the desk of the nodes when two operators say so, and moves none',
  async () => {
    const sam = await DeskAgent.arrive(door.deskUrl ?? '', 'sam');
    const own = new FaultAgent('a0', new BadNetwork(cluster, await cluster.agent('a0'), 0));
    own.client.start();
    await until(() => own.client.snapshot.connection.kind === 'ready');
    await own.client.setAvailable(true);
    const served = () => own.conversationIds.length;
    const before = await customer('before');
    before.say('before the switch');
    await until(() => sam.read.includes('before the switch'));

    const words = ['contact-center', 'switch', '--minutes', '30', '--reason', 'Genesys Cloud is down'];
    expect(await throughline(environment, ...words)).toMatchObject({ code: 0 });
    const status = await throughline(environment, 'contact-center', 'status', '--json');
    const { id } = JSON.parse(status.stdout) as { id: string };
    expect(await throughline(environment, 'contact-center', 'confirm', id)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/another operator has to/),
    });
    const confirmed = await throughlineAsNobody(environment, 'contact-center', 'confirm', id);
    expect(confirmed).toMatchObject({ code: 0, stdout: expect.stringMatching(/confirmed by nobody/) });

    const during = await customer('during');
    during.say('during the switch');
    await until(() => served() === 1);
    before.say('still there');
    await until(() => sam.read.includes('still there'));

    expect(await throughline(environment, 'contact-center', 'end')).toMatchObject({ code: 0 });
    during.say('and I stay');
    const after = await customer('after');
    after.say('after the switch');
    await until(() => sam.read.includes('after the switch'));
    await until(() => during.acknowledged().length === 2);
    expect(sam.read).toEqual(['before the switch', 'still there', 'after the switch']);
    expect(served()).toBe(1);
    expect(during.client.snapshot.conversation).toMatchObject({ agent: { displayName: 'Agent 0' } });
    const trail = await throughline(environment, 'audit', 'export');
    expect(trail.stdout.match(/contact_center\.switch_\w+/g)).toEqual([
      'contact_center.switch_proposed',
      'contact_center.switch_confirmed',
      'contact_center.switch_ended',
    ]);
    sam.leave();
    own.client.stop();
  },
  120_000,
);
