import { expect, it } from 'vitest';
import { CoalescedTask } from './coalesced-task.js';

function heldTask() {
  const finish: (() => void)[] = [];
  let started = 0;
  const task = new CoalescedTask(() => {
    started += 1;
    return new Promise<void>((resolve) => finish.push(resolve));
  });
  return { task, started: () => started, finishNext: () => finish.shift()?.() };
}

it('shares one further run among all calls made during a run', async () => {
  const { task, started, finishNext } = heldTask();
  const first = task.run();
  const later = [task.run(), task.run(), task.run()];
  expect(started()).toBe(1);
  finishNext();
  await first;
  await Promise.resolve();
  expect(started()).toBe(2);
  finishNext();
  await Promise.all(later);
  expect(started()).toBe(2);
});

it('runs again after a failure, and only the callers of the failed run see it', async () => {
  let fail = true;
  const task = new CoalescedTask(async () => {
    if (fail) throw new Error('away');
  });
  const failed = task.run();
  fail = false;
  const next = task.run();
  await expect(failed).rejects.toThrow('away');
  await expect(next).resolves.toBeUndefined();
});
