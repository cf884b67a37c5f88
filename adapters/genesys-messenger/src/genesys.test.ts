import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { forget, keepFor } from './browser-keeps.js';
import { command, once, prepareGenesys } from './genesys.js';
import { oneTabAtATime } from './one-tab.js';

const DEPLOYMENT = '5e1f5e1f-0000-4000-8000-000000000001';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** What a command comes to, if anything. */
function watch(promise: Promise<unknown>) {
  const seen: { end?: unknown } = {};
  promise.then(
    (value) => Object.assign(seen, { end: value }),
    (error: unknown) => Object.assign(seen, { end: error }),
  );
  return seen;
}

describe('a command', () => {
  it('[DIRECT-2] is kept until the script has come, and is given up after 2.5 s', async () => {
    vi.stubGlobal('Genesys', undefined);
    prepareGenesys('prod-euw1', DEPLOYMENT);
    const { q } = (globalThis as unknown as { Genesys: { q: ArrayLike<unknown>[] } }).Genesys;
    const seen = watch(command('Database.set', { a: 1 }));
    void once('Messenger.ready');
    expect(q.map((call) => [...Array.from(call)].slice(0, 2))).toEqual([
      ['command', 'Database.set'],
      ['subscribe', 'Messenger.ready'],
    ]);
    await vi.advanceTimersByTimeAsync(2_499);
    expect(seen.end).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1);
    expect(seen.end).toEqual(new Error('Database.set was not answered'));
  });

  it('[DIRECT-2] ends with the answer of the script that came, whichever it is', async () => {
    vi.stubGlobal('Genesys', (...[, name, , done, fail]: ((value: unknown) => void)[]) =>
      String(name) === 'Messenger.open' ? done?.('open') : fail?.('no'),
    );
    await expect(command('Messenger.open')).resolves.toBe('open');
    await expect(command('Auth.logout')).rejects.toBe('no');
  });
});

describe('tabs', () => {
  it('[DIRECT-4] wait for the one that starts, and for 8 s at most if it hangs', async () => {
    let last: Promise<unknown> = Promise.resolve();
    const request = (_name: string, held: () => Promise<unknown>) => {
      last = last.then(held);
      return last;
    };
    vi.stubGlobal('navigator', { locks: { request } });
    void oneTabAtATime('x', () => new Promise(() => undefined));
    const second = vi.fn(async () => 'started');
    const seen = watch(oneTabAtATime('x', second));
    await vi.advanceTimersByTimeAsync(7_999);
    expect(second).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(seen.end).toBe('started');
    vi.stubGlobal('navigator', {});
    await expect(oneTabAtATime('x', async () => 'alone')).resolves.toBe('alone');
  });
});

describe('what the browser keeps', () => {
  it('[DIRECT-5] is the last customer’s: another one finds nothing of it', () => {
    const storage: Record<string, unknown> = {};
    const methods = {
      getItem: (key: string) => storage[key] ?? null,
      setItem: (key: string, value: string) => Object.assign(storage, { [key]: value }),
      removeItem: (key: string) => delete storage[key],
    };
    for (const [name, value] of Object.entries(methods)) {
      Object.defineProperty(storage, name, { value, enumerable: false });
    }
    vi.stubGlobal('localStorage', storage);
    keepFor('ava', DEPLOYMENT);
    storage[`_${DEPLOYMENT}:session`] = 'hers';
    storage.other = 'kept';
    keepFor('ava', DEPLOYMENT);
    expect(storage[`_${DEPLOYMENT}:session`]).toBe('hers');
    keepFor('ben', DEPLOYMENT);
    expect(storage).toEqual({ [`throughline-messenger:${DEPLOYMENT}`]: 'ben', other: 'kept' });
    forget(DEPLOYMENT);
    expect(storage).toEqual({ other: 'kept' });
  });
});
