import type { Conversation } from '@throughline/core';
import { DEFAULT_DOOR_LIMITS } from '@throughline/genesys-door';
import { FakeClock } from '@throughline/test-kit';
import { expect, it } from 'vitest';
import { Cable } from '../../test-support/cable.js';
import { eventually } from '../../test-support/eventually.js';
import { RelayDoor } from '../../test-support/relay-door.js';
import { RelayGateway } from '../../test-support/relay-gateway.js';

const MINUTE_MS = 60_000;
const SESSION_MINUTES = 20;
const EACH = 5;

it('[GUEST-5] [GUEST-6] [GUEST-31] loses nothing in an outage of 30 minutes in which every session expires', async () => {
  const clock = new FakeClock(new Date());
  const limits = { ...DEFAULT_DOOR_LIMITS, sessionSeconds: SESSION_MINUTES * 60 };
  const door = await RelayDoor.start({}, { clock, limits });
  const cable = await Cable.to(door.host);
  const endpoint = { ...door.endpoint, socketUrl: `ws://${cable.host}/v1`, apiUrl: `http://${cable.host}` };
  const node = new RelayGateway({ endpoint, clock });
  const open = () => Promise.all(Array.from({ length: EACH }, () => node.open()));
  const [served, waiting] = [await open(), await open()];
  const everybody = [...served, ...waiting];
  const write = (all: readonly Conversation[], text: string) =>
    Promise.all(all.map((each) => node.send(each, `${text} ${everybody.indexOf(each)}`)));
  const arrived = async () => {
    const all = await Promise.all(door.conversations.map((id) => door.transcript(id)));
    return all
      .flat()
      .filter((line) => line.startsWith('customer: ') && !line.includes('Earlier in this conversation'))
      .map((line) => line.slice('customer: '.length));
  };
  const untilArrived = (count: number) => eventually(arrived, (texts) => texts.length >= count);

  await write(served, 'before');
  await untilArrived(EACH);
  for (const there of await eventually(
    () => door.accept(),
    (taken) => taken.length === EACH,
  ))
    await door.say(there, 'hello');
  await eventually(
    () => Promise.all(served.map((each) => node.get(each))),
    (all) => all.every(({ state }) => state === 'active'),
  );
  await write(waiting, 'before');
  // Also the answers: what is cut off before its answer would have to be written again to whoever forgets it.
  await eventually(
    () => Promise.all(waiting.map((each) => node.get(each))),
    (all) => all.every(({ headSeq, agentReceipts }) => agentReceipts.deliveredSeq === headSeq),
  );

  cable.break('cut');
  for (const text of ['at once', 'later', 'last']) {
    await write(everybody, text);
    clock.advance(10 * MINUTE_MS);
  }
  cable.mend();
  await untilArrived(8 * EACH);

  const written = everybody.flatMap((_, n) =>
    ['before', 'at once', 'later', 'last'].map((text) => `${text} ${n}`),
  );
  expect((await arrived()).toSorted()).toEqual(written.toSorted());
  // Nobody there knew of the conversations any more: each is a new one, told of what was said before.
  expect(door.conversations).toHaveLength(4 * EACH);
  const told = await Promise.all(door.conversations.slice(2 * EACH).map((id) => door.transcript(id)));
  for (const lines of told) expect(lines[0]).toMatch(/^customer: Earlier in this conversation:\n.*before/);
  for (const each of served) {
    const seen = await node.transcript(each);
    expect(seen.filter((line) => line === 'agent: hello')).toHaveLength(1);
    expect(await node.get(each)).toMatchObject({ state: 'queued' });
  }
  expect(await Promise.all(everybody.map(({ id }) => node.contactCenter.isReachable(id)))).toEqual(
    everybody.map(() => true),
  );
  await node.stop();
  await cable.close();
  await door.stop();
});
