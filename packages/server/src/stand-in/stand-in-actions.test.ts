import { createMemoryStore } from '@throughline/core';
import { FakeClock } from '@throughline/test-kit';
import { v7 as uuidv7 } from 'uuid';
import { expect, it } from 'vitest';
import { createStandInActions, noteLapsedSwitch } from './stand-in-actions.js';

function operators(longestMinutes: number | null = 120) {
  const clock = new FakeClock();
  const store = createMemoryStore(uuidv7);
  const actions = createStandInActions({ store: store.standIn, now: () => clock.now(), longestMinutes });
  const recorded = async () =>
    (await store.audit.unchained(100)).map(({ action, actorId }) => `${action} by ${actorId}`);
  return { clock, store, actions, recorded };
}

const PROPOSAL = { minutes: 60, reason: 'Genesys Cloud is down', operator: 'ava' };

it('[OPS-30] takes two operators to switch, records each step, and ends by itself', async () => {
  const { clock, store, actions, recorded } = operators();
  const { id } = await actions.standInPropose(PROPOSAL);
  await expect(actions.standInConfirm({ id, operator: 'ava' })).rejects.toThrow(/another operator/);
  expect(await actions.standInStatus(null)).toMatchObject({ state: 'proposed' });
  const until = new Date(clock.now().getTime() + 3_600_000).toISOString();
  expect(await actions.standInConfirm({ id, operator: 'ben' })).toMatchObject({ state: 'in force', until });
  await expect(actions.standInConfirm({ id, operator: 'cleo' })).rejects.toThrow(/in force already/);
  await expect(actions.standInPropose({ ...PROPOSAL, operator: 'cleo' })).rejects.toThrow(/Another switch/);
  clock.advance(3_600_000);
  await noteLapsedSwitch(store.standIn, clock.now());
  await noteLapsedSwitch(store.standIn, clock.now());
  expect(await actions.standInStatus(null)).toMatchObject({ state: 'over' });
  await expect(actions.standInEnd({ operator: 'cleo' })).rejects.toThrow(/No switch/);
  expect(await recorded()).toEqual([
    'contact_center.switch_proposed by ava',
    'contact_center.switch_confirmed by ben',
    'contact_center.switch_ended by time',
  ]);
});

it('[OPS-33] is confirmed where it was proposed: one person may have a name in both places', async () => {
  const { clock, store, actions } = operators();
  const desk = createStandInActions({
    store: store.standIn,
    now: () => clock.now(),
    longestMinutes: 120,
    actor: 'agent',
  });
  const { id } = await actions.standInPropose(PROPOSAL);
  await expect(desk.standInConfirm({ id, operator: 'ava@bank.example' })).rejects.toThrow(
    /proposed on the command line, and is confirmed there/,
  );
  expect(await desk.standInEnd({ operator: 'lee' })).toMatchObject({ state: 'over' });
  const next = await desk.standInPropose(PROPOSAL);
  await expect(actions.standInConfirm({ id: next.id, operator: 'root' })).rejects.toThrow(/at the desk/);
  expect(await desk.standInConfirm({ id: next.id, operator: 'lee' })).toMatchObject({ state: 'in force' });
});

it('[OPS-30] is ended by anyone, and a proposal lapses', async () => {
  const { clock, actions, recorded } = operators();
  const { id } = await actions.standInPropose(PROPOSAL);
  clock.advance(15 * 60_000);
  await expect(actions.standInConfirm({ id, operator: 'ben' })).rejects.toThrow(/not open/);
  const next = await actions.standInPropose(PROPOSAL);
  await actions.standInConfirm({ id: next.id, operator: 'ben' });
  expect(await actions.standInEnd({ operator: 'ava' })).toMatchObject({ id: next.id, state: 'over' });
  expect((await recorded()).at(-1)).toBe('contact_center.switch_ended by ava');
});

it('[OPS-30] is refused where it is not allowed, for too long, and without a reason', async () => {
  const nowhere = operators(null);
  await expect(nowhere.actions.standInPropose(PROPOSAL)).rejects.toThrow(/standInMinutes/);
  await expect(nowhere.actions.standInConfirm({ id: 'x', operator: 'ben' })).rejects.toThrow(
    /standInMinutes/,
  );
  const { actions, recorded } = operators(30);
  await expect(actions.standInPropose(PROPOSAL)).rejects.toThrow(/1 to 30/);
  await expect(actions.standInPropose({ ...PROPOSAL, minutes: 30, reason: '' })).rejects.toThrow(/reason/);
  expect(await recorded()).toEqual([]);
});
