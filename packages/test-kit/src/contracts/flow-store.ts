import type { FlowStore } from '@throughline/core';
import { expect, it } from 'vitest';
import { anAuditEntry, anId } from '../builders.js';

const at = new Date('2026-03-02T09:00:00.000Z');

/** Registers the tests that every {@link FlowStore} passes. */
export function flowStoreContract(create: () => Promise<FlowStore>): void {
  async function withVersions(...versions: string[]) {
    const store = await create();
    const name = `flow-${anId()}`;
    for (const version of versions)
      await store.add({
        name,
        version,
        source: `source of ${version}`,
        resources: ['queues: [a]'],
        addedAt: at,
      });
    const activate = (version: string, by: 'file' | 'operator' = 'operator') =>
      store.activate(name, { version, at, by }, anAuditEntry({ action: 'flow.activated' }));
    return { store, name, activate };
  }

  it('[STORE-58] keeps versions as they were first written', async () => {
    const { store, name } = await withVersions('one');
    await store.add({ name, version: 'one', source: 'another source', resources: [], addedAt: at });
    expect(await store.get(name, 'one')).toEqual({
      name,
      version: 'one',
      source: 'source of one',
      resources: ['queues: [a]'],
      addedAt: at,
    });
    expect(await store.get(name, 'two')).toBeNull();
    expect(await store.get('another', 'one')).toBeNull();
  });

  it('[STORE-58] puts a kept version in force, and remembers what was', async () => {
    const { store, name, activate } = await withVersions('one', 'two');
    expect(await store.activations(name, 5)).toEqual([]);
    expect([await activate('one', 'file'), await activate('one'), await activate('three')]).toEqual([
      true,
      false,
      false,
    ]);
    expect(await activate('two')).toBe(true);
    expect(await store.activations(name, 5)).toEqual([
      { version: 'two', at, by: 'operator' },
      { version: 'one', at, by: 'file' },
    ]);
    expect(await store.activations(name, 1)).toHaveLength(1);
    expect(await activate('one')).toBe(true);
  });

  it('[STORE-58] lets one of many put a version in force', async () => {
    const { store, name, activate } = await withVersions('one');
    const done = await Promise.all(Array.from({ length: 6 }, () => activate('one')));
    expect(done.filter(Boolean)).toHaveLength(1);
    expect(await store.activations(name, 9)).toHaveLength(1);
  });
}
