import { describe, expect, it } from 'vitest';
import type { NewEntry } from '../model/conversation.js';
import { CoreError } from '../model/errors.js';
import type { AppendResult } from '../ports/conversation-store.js';
import { GroupCommit } from './group-commit.js';
import { SendLane } from './send-lane.js';

const entry = (id: string): NewEntry => ({
  conversationId: 'c',
  id,
  kind: 'message',
  party: { role: 'customer', id: 'ava' },
  at: new Date(0),
  sealedBody: new Uint8Array(),
});

/** A store whose commits finish when the test says so. */
class HeldStore {
  readonly batches: string[][] = [];
  readonly #finish: (() => void)[] = [];
  #seq = 0;
  failOn: (ids: string[]) => Error | null = () => null;

  async append(entries: readonly NewEntry[]): Promise<AppendResult[]> {
    const ids = entries.map(({ id }) => id);
    this.batches.push(ids);
    await new Promise<void>((resolve) => this.#finish.push(resolve));
    const failure = this.failOn(ids);
    if (failure) throw failure;
    return entries.map((item) => {
      this.#seq += 1;
      return { kind: 'stored', duplicate: false, entry: { ...item, seq: this.#seq } };
    });
  }

  async finishNext(): Promise<void> {
    while (this.#finish.length === 0) await Promise.resolve();
    this.#finish.shift()?.();
  }
}

const seqOf = (result: AppendResult) => (result.kind === 'stored' ? result.entry.seq : null);

describe('group commit', () => {
  it('[CONV-9] [WIRE-23] takes nothing of a sender before the message that the store could not take', async () => {
    const store = new HeldStore();
    const commits = new GroupCommit(store);
    const lane = new SendLane();
    const codeOf = (result: Promise<AppendResult>) => result.then(seqOf, (error: CoreError) => error.code);
    store.failOn = () => new CoreError('unavailable', 'away');
    const first = codeOf(commits.append(entry('1'), lane));
    await Promise.resolve();
    await Promise.resolve();
    const queued = codeOf(commits.append(entry('2'), lane));
    await store.finishNext();
    store.failOn = () => null;
    const behind = codeOf(commits.append(entry('3'), lane));
    expect(await Promise.all([first, queued, behind])).toEqual(['unavailable', 'unavailable', 'unavailable']);

    const other = codeOf(commits.append(entry('other'), new SendLane()));
    await store.finishNext();
    expect(await other).toBe(1);
    const again = ['1', '2', '3'].map((id) => codeOf(commits.append(entry(id), lane)));
    await store.finishNext();
    expect(await Promise.all(again)).toEqual([2, 3, 4]);
  });

  it('[CONV-10] puts what arrives during a commit into the next one, in order of arrival', async () => {
    const store = new HeldStore();
    const commits = new GroupCommit(store);
    const first = commits.append(entry('1'));
    await Promise.resolve();
    await Promise.resolve();
    const later = ['2', '3', '4'].map((id) => commits.append(entry(id)));
    await store.finishNext();
    await first;
    await store.finishNext();
    expect((await Promise.all(later)).map(seqOf)).toEqual([2, 3, 4]);
    expect(store.batches).toEqual([['1'], ['2', '3', '4']]);
  });

  it('[CONV-7] fulfils only after the commit', async () => {
    const store = new HeldStore();
    const commits = new GroupCommit(store);
    let acknowledged = false;
    const appended = commits.append(entry('1')).then(() => {
      acknowledged = true;
    });
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
    expect(acknowledged).toBe(false);
    await store.finishNext();
    await appended;
    expect(acknowledged).toBe(true);
  });

  it('[CONV-10] commits the others one by one, in order, when one entry makes a whole batch fail', async () => {
    const store = new HeldStore();
    store.failOn = (ids) => (ids.includes('bad') ? new Error('invalid entry') : null);
    const commits = new GroupCommit(store);
    const results = Promise.allSettled(['1', 'bad', '2'].map((id) => commits.append(entry(id))));
    for (let commit = 0; commit < 4; commit += 1) await store.finishNext();
    expect((await results).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(store.batches).toEqual([['1', 'bad', '2'], ['1'], ['bad'], ['2']]);
  });

  it('[CONV-9] [T3] takes nothing behind an entry for which the store went away while a batch was split', async () => {
    const store = new HeldStore();
    store.failOn = (ids) => (ids.length > 1 ? new Error('one of them is invalid') : null);
    const commits = new GroupCommit(store);
    const lane = new SendLane();
    const results = Promise.allSettled(['1', '2', '3'].map((id) => commits.append(entry(id), lane)));
    await store.finishNext();
    await store.finishNext();
    store.failOn = () => new CoreError('unavailable', 'away');
    await store.finishNext();
    store.failOn = () => null;
    expect((await results).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(store.batches).toEqual([['1', '2', '3'], ['1'], ['2']]);
    await expect(commits.append(entry('3'), lane)).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('rejects every entry of a batch at once when the store cannot be reached', async () => {
    const store = new HeldStore();
    store.failOn = () => new CoreError('unavailable', 'The store is away.');
    const commits = new GroupCommit(store);
    const results = Promise.allSettled(['1', '2'].map((id) => commits.append(entry(id))));
    await store.finishNext();
    expect((await results).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(store.batches).toHaveLength(1);
  });
});
