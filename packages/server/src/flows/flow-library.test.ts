import { createMemoryStore, type Store } from '@throughline/core';
import { FakeClock } from '@throughline/test-kit';
import { pino } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { createOperatorActions } from '../operators/operator-actions.js';
import type { PrivacyActions } from '../privacy/privacy-actions.js';
import type { StandInActions } from '../stand-in/stand-in-actions.js';
import { FlowLibrary } from './flow-library.js';

const WORLD = { queues: ['loans', 'cards'], skills: ['german'], hosts: [] };
const router = (target: string) => JSON.stringify({ logic: [{ condition: 'default', target }] });
const SCHEDULED = `
flow: escalation
start: open
default: wait
steps:
  open: { kind: schedule, schedule: office, open: wait, closed: late }
  wait: { kind: queue, queue: loans, limit: 5m, then: late }
  late: { kind: leaveMessage, queue: loans }
`;
const OFFICE = 'schedules: { office: { timeZone: Europe/Berlin, hours: { mon-fri: 08:00-18:00 } } }';

let store: Store;
const clock = new FakeClock();
beforeEach(() => {
  store = createMemoryStore(uuidv7);
});

function open(source: string, resources: readonly string[] = [], world: typeof WORLD = WORLD) {
  const options = { store: store.flows, clock, logger: pino({ level: 'silent' }), world };
  return FlowLibrary.open({ name: 'escalation', source, resources }, options);
}
const noSealer = () => Promise.reject(new Error('not needed here'));
/** Flows need nothing of it. */
const NOTHING_ELSE = {} as PrivacyActions & StandInActions;
const actions = () => createOperatorActions(store, WORLD, () => clock.now(), noSealer, NOTHING_ELSE);
const activate = (source: string, resources: readonly string[] = []) =>
  actions().flowActivate({ name: 'escalation', source, resources, operator: 'ops' });

describe('the flows of an installation', () => {
  it('[LIB-1] a flow that cannot be used stops the start, and says everything', async () => {
    await expect(open('{"logic":')).rejects.toMatchObject({ name: 'FlowError' });
    await expect(open(router('lonas'))).rejects.toThrow(/The flow escalation cannot be used:\n.*lonas/);
    await expect(open(SCHEDULED)).rejects.toMatchObject({ name: 'FlowError' });
    expect((await open(SCHEDULED, [OFFICE])).current.schedules.has('office')).toBe(true);
  });

  it('[LIB-2] the file is in force until an operator says otherwise, on every node', async () => {
    const [first, second] = [await open(router('loans')), await open(router('loans'))];
    const before = first.current.version;
    expect(await activate(router('cards'))).toMatchObject({ changed: true });
    for (const node of [first, second]) await node.refresh();
    expect(first.current.version).not.toBe(before);
    expect(second.current.version).toBe(first.current.version);
    expect((await first.version('escalation', before))?.version).toBe(before);
    const restarted = await open(router('loans'));
    expect(restarted.current.version).toBe(first.current.version);
    expect(await actions().flowRollback({ name: 'escalation', operator: 'ops' })).toMatchObject({
      version: before,
      changed: true,
    });
    await first.refresh();
    expect(first.current.version).toBe(before);
  });

  it('[LIB-2] a changed file is in force after a restart', async () => {
    const { version } = (await open(router('loans'))).current;
    expect((await open(router('cards'))).current.version).not.toBe(version);
    const history = await actions().flowHistory({ name: 'escalation', limit: 5 });
    expect(history.map(({ by }) => by)).toEqual(['file', 'file']);
  });

  it('[LIB-3] a flow that cannot be used never replaces one that can', async () => {
    const library = await open(router('loans'));
    const { version } = library.current;
    await expect(activate(router('nowhere'))).rejects.toThrow('cannot be used');
    await expect(activate('{')).rejects.toMatchObject({ name: 'FlowError' });
    await library.refresh();
    expect(library.current.version).toBe(version);
    const elsewhere = await open(router('loans'), [], { ...WORLD, queues: ['loans'] });
    await activate(router('cards'));
    await elsewhere.refresh();
    expect(elsewhere.current.version).toBe(version);
  });

  it('[LIB-4] a version is kept with the files that it was read with', async () => {
    const library = await open(router('loans'));
    await activate(SCHEDULED, [OFFICE]);
    await library.refresh();
    const { version } = library.current;
    const later = await open(router('cards'), [OFFICE.replace('08:00-18:00', '10:00-12:00')]);
    expect((await later.version('escalation', version))?.version).toBe(version);
    expect(await later.version('escalation', 'unknown')).toBeNull();
    expect(await later.version('another', version)).toBeNull();
  });

  it('[LIB-2] there is nothing to go back to before the first change', async () => {
    await open(router('loans'));
    const rollback = actions().flowRollback({ name: 'escalation', operator: 'ops' });
    await expect(rollback).rejects.toThrow('There is no version of the flow escalation before');
  });
});
