import type { WorkLeases } from '@throughline/core';
import { expect, it } from 'vitest';
import { anId } from '../builders.js';

const LONG_MS = 60_000;

export function workLeasesContract(create: () => Promise<WorkLeases>): void {
  it('[STORE-32] gives a lease to exactly one of many who ask at once', async () => {
    const leases = await create();
    const work = anId();
    const nodes = Array.from({ length: 20 }, anId);
    const got = await Promise.all(nodes.map((node) => leases.take(work, node, LONG_MS)));
    expect(got.filter(Boolean)).toHaveLength(1);
  });

  it('[STORE-32] renews the lease of its holder and refuses everybody else', async () => {
    const leases = await create();
    const work = anId();
    expect(await leases.take(work, 'a', LONG_MS)).toBe(true);
    expect(await leases.take(work, 'a', LONG_MS)).toBe(true);
    expect(await leases.take(work, 'b', LONG_MS)).toBe(false);
  });

  it('[STORE-32] passes a lease on when its time is over', async () => {
    const leases = await create();
    const work = anId();
    await leases.take(work, 'a', 1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await leases.take(work, 'b', LONG_MS)).toBe(true);
    expect(await leases.take(work, 'a', LONG_MS)).toBe(false);
  });

  it('[STORE-32] is freed by its holder only', async () => {
    const leases = await create();
    const work = anId();
    await leases.take(work, 'a', LONG_MS);
    await leases.release(work, 'b');
    expect(await leases.take(work, 'b', LONG_MS)).toBe(false);
    await leases.release(work, 'a');
    expect(await leases.take(work, 'b', LONG_MS)).toBe(true);
  });
}
