import { describe, expect, it } from 'vitest';
import { ManualTime, settle } from '../test-support/manual-time.js';
import { Renewal } from './renewal.js';
import { SignInError } from './sign-in-error.js';
import { ALONE, type Tabs } from './tabs.js';

const LIFETIME_MS = 1_800_000;

/** Tabs of one browser over one clock; the portal answers as the test says. */
function aBrowser(count: number, tabsOf: (index: number) => Tabs = () => ALONE) {
  const time = new ManualTime();
  const portal = { asked: 0, answer: (): Promise<number> => Promise.resolve(LIFETIME_MS) };
  const signedOut: number[] = [];
  const signedInElsewhere: number[] = [];
  const tabs = Array.from({ length: count }, (_, index) => {
    const ask = () => {
      portal.asked += 1;
      return portal.answer();
    };
    return new Renewal(time, ask, tabsOf(index), {
      onSignedOut: () => signedOut.push(index),
      onSignedInElsewhere: () => signedInElsewhere.push(index),
    });
  });
  return { time, portal, tabs, signedOut, signedInElsewhere };
}

/** A browser whose tabs know each other, as with Web Locks and a BroadcastChannel. */
function neighbors() {
  const listeners: ((lifetimeMs: number) => void)[] = [];
  let queue: Promise<void> = Promise.resolve();
  return (index: number): Tabs => ({
    alone: (task) => {
      const run = queue.then(task);
      queue = run.catch(() => undefined);
      return run;
    },
    tell: (lifetimeMs) => {
      for (const [other, listener] of listeners.entries()) if (other !== index) listener(lifetimeMs);
    },
    listen: (listener) => {
      listeners[index] = listener;
    },
  });
}

async function aSignedInTab() {
  const browser = aBrowser(1);
  const [tab] = browser.tabs as [Renewal];
  await tab.signIn();
  tab.start(LIFETIME_MS);
  browser.portal.asked = 0;
  return { ...browser, tab };
}

describe('renewing', () => {
  it('[CLIENT-7] happens when 80 % of the lifetime is over, again and again', async () => {
    const { time, portal } = await aSignedInTab();
    await time.pass(0.8 * LIFETIME_MS - 1);
    expect(portal.asked).toBe(0);
    await time.pass(1);
    expect(portal.asked).toBe(1);
    await time.pass(8 * LIFETIME_MS);
    expect(portal.asked).toBe(11);
  });

  it('[CLIENT-7] happens when somebody looks, unless the portal has just vouched', async () => {
    const { time, portal, tab } = await aSignedInTab();
    await time.pass(0.1 * LIFETIME_MS - 1);
    tab.wake();
    await settle();
    expect(portal.asked).toBe(0);
    await time.pass(1);
    tab.wake();
    tab.wake();
    await settle();
    expect(portal.asked).toBe(1);
  });

  it('[CLIENT-9] tells the other tabs of a sign-in that it came too late for, once', () => {
    const told: number[] = [];
    const tabs: Tabs = { ...ALONE, tell: (lifetimeMs) => told.push(lifetimeMs) };
    const handler = { onSignedOut: () => undefined, onSignedInElsewhere: () => undefined };
    const late = new Renewal(new ManualTime(), async () => LIFETIME_MS, tabs, handler, 1);
    expect(told).toEqual([]);
    late.start(LIFETIME_MS);
    late.start(LIFETIME_MS);
    expect(told).toEqual([LIFETIME_MS]);
    new Renewal(new ManualTime(), async () => LIFETIME_MS, tabs, handler).start(LIFETIME_MS);
    expect(told).toEqual([LIFETIME_MS]);
  });

  it('[CLIENT-7] waits for the connection when somebody looks at a tab without one', async () => {
    const { time, portal, tab } = await aSignedInTab();
    tab.stop();
    await time.pass(LIFETIME_MS / 2);
    tab.wake();
    await settle();
    expect(portal.asked).toBe(0);
    tab.start(LIFETIME_MS / 2);
    await settle();
    expect(portal.asked).toBe(1);
  });

  it.each([-86_400_000, 86_400_000])('[CLIENT-7] survives a clock that jumps by %i ms', async (skewMs) => {
    const { time, portal, tab } = await aSignedInTab();
    time.skewMs = skewMs;
    await time.pass(0.8 * LIFETIME_MS - 1);
    expect(portal.asked).toBe(0);
    tab.wake();
    await settle();
    expect(portal.asked).toBe(1);
    tab.wake();
    await settle();
    expect(portal.asked).toBe(1);
  });

  it('[CLIENT-7] leaves no timer behind when the connection is gone', async () => {
    const { time, portal, tab } = await aSignedInTab();
    tab.stop();
    await time.pass(10 * LIFETIME_MS);
    expect(portal.asked).toBe(0);
  });

  it('[CLIENT-9] asks a portal that is away again after growing pauses, and goes on', async () => {
    const { time, portal, signedOut } = await aSignedInTab();
    const askedAt: number[] = [];
    portal.answer = () => {
      askedAt.push(time.now());
      return Promise.reject(new SignInError('unreachable'));
    };
    await time.pass(0.8 * LIFETIME_MS + 600_000);
    const pauses = askedAt.slice(1).map((at, index) => at - (askedAt[index] ?? 0));
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
    expect(pauses[0]).toBeLessThanOrEqual(1_000);
    expect(pauses.at(-1)).toBeGreaterThanOrEqual(30_000);
    expect(pauses.at(-1)).toBeLessThanOrEqual(60_000);

    portal.answer = () => Promise.resolve(LIFETIME_MS);
    await time.pass(60_000);
    portal.asked = 0;
    await time.pass(0.75 * LIFETIME_MS);
    expect(portal.asked).toBe(0);
    expect(signedOut).toEqual([]);
  });

  it('[CLIENT-9] [T4] says so at once when the portal knows nobody any more, and stops asking', async () => {
    const { time, portal, tab, signedOut } = await aSignedInTab();
    portal.answer = () => Promise.reject(new SignInError('sign-in-needed'));
    await time.pass(0.8 * LIFETIME_MS);
    expect(signedOut).toEqual([0]);
    tab.stop();
    await time.pass(LIFETIME_MS);
    expect(portal.asked).toBe(1);
  });
});

describe('renewing in five tabs', () => {
  it('[CLIENT-8] is done by one of them for all', async () => {
    const { time, portal, tabs } = aBrowser(5, neighbors());
    await tabs[0]?.signIn();
    for (const tab of tabs) tab.start(LIFETIME_MS);
    portal.asked = 0;
    await time.pass(0.8 * LIFETIME_MS);
    expect(portal.asked).toBe(1);
    for (const tab of tabs) tab.wake();
    await time.pass(0.8 * LIFETIME_MS);
    expect(portal.asked).toBe(2);
  });

  it('[CLIENT-8] is done by another one, in time, when the tab that did it last has gone', async () => {
    const { time, portal, tabs } = aBrowser(3, neighbors());
    for (const tab of tabs) tab.start(LIFETIME_MS);
    await tabs[0]?.signIn();
    portal.asked = 0;
    tabs[0]?.stop();
    await time.pass(0.8 * LIFETIME_MS);
    expect(portal.asked).toBe(0);
    await time.pass(0.1 * LIFETIME_MS);
    expect(portal.asked).toBe(1);
  });

  it('[CLIENT-8] is done by each where they do not know each other', async () => {
    const { time, portal, tabs } = aBrowser(5);
    for (const tab of tabs) tab.start(LIFETIME_MS);
    await time.pass(0.8 * LIFETIME_MS);
    expect(portal.asked).toBe(5);
  });

  it('[CLIENT-8] goes to the next one when the portal did not answer the first', async () => {
    const { time, portal, tabs } = aBrowser(2, neighbors());
    for (const tab of tabs) tab.start(LIFETIME_MS);
    let first = true;
    portal.answer = () => {
      if (!first) return Promise.resolve(LIFETIME_MS);
      first = false;
      return Promise.reject(new SignInError('unreachable'));
    };
    await time.pass(0.8 * LIFETIME_MS + 1_000);
    expect(portal.asked).toBe(2);
  });

  it('[CLIENT-9] [T4] tells tabs that wait for a sign-in of one elsewhere', async () => {
    const { tabs, signedInElsewhere } = aBrowser(3, neighbors());
    await tabs[1]?.signIn();
    expect(signedInElsewhere).toEqual([0, 2]);
  });
});
