import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SigningKeyFile } from './signing-key-file.js';
import { createKeyRing, keysAt, retireKey, rotateKeys } from './signing-keys.js';

const NOW = new Date('2026-03-02T09:00:00.000Z');
const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000);
const LEAD_MS = 10 * 60_000;

describe('signing keys', () => {
  it('[PROV-11] are published first, then sign while the old one stays, then are alone', async () => {
    const first = await createKeyRing(NOW);
    const [original] = keysAt(first, NOW);
    const rotated = await rotateKeys(first, NOW, LEAD_MS);
    const states = (at: Date) => keysAt(rotated, at).map(({ kid, state }) => [kid === original?.kid, state]);
    expect(states(minutes(9))).toEqual([
      [true, 'signing'],
      [false, 'next'],
    ]);
    expect(states(minutes(10))).toEqual([
      [false, 'signing'],
      [true, 'old'],
    ]);
    const retired = retireKey(rotated, original?.kid ?? '', minutes(20), false);
    expect(keysAt(retired, minutes(20)).map(({ state }) => state)).toEqual(['signing']);
  });

  it('[PROV-11] refuse what would leave tokens without a key', async () => {
    const rotated = await rotateKeys(await createKeyRing(NOW), NOW, LEAD_MS);
    const [original, next] = keysAt(rotated, NOW);
    const [old, added] = [original?.kid ?? '', next?.kid ?? ''];
    expect(() => retireKey(rotated, old, minutes(5), false)).toThrow(/signs with the key .*Rotate first/);
    expect(() => retireKey(rotated, old, minutes(19), false)).toThrow(
      /needs the key .*--force after a theft/,
    );
    expect(() => retireKey(rotated, 'other', NOW, true)).toThrow(/has no key other\. It has/);
    await expect(rotateKeys(rotated, minutes(5), LEAD_MS)).rejects.toThrow(/signs from 2026-03-02T09:10/);
    expect(keysAt(retireKey(rotated, old, minutes(11), true), minutes(11))).toHaveLength(1);
    expect(keysAt(retireKey(rotated, added, minutes(5), false), minutes(5))[0]?.kid).toBe(old);
  });

  it('[PROV-11] sign with some key also when the clock went back', async () => {
    const ring = await rotateKeys(await createKeyRing(NOW), NOW, LEAD_MS);
    expect(keysAt(ring, minutes(-60)).map(({ state }) => state)).toEqual(['signing', 'next']);
  });
});

describe('the key file', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'throughline-keys-'));
    path = join(folder, 'keys', 'provider-keys.json');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('[PROV-12] is for its owner alone, when it is made and after each change', async () => {
    const file = new SigningKeyFile(path);
    expect(await file.createIfMissing(NOW)).toBe(true);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await file.change((ring) => rotateKeys(ring, NOW, 0));
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('[PROV-12] is the same for all who start at once, and read anew after a change by another', async () => {
    const files = Array.from({ length: 5 }, () => new SigningKeyFile(path));
    await Promise.all(files.map((file) => file.createIfMissing(NOW)));
    const rings = await Promise.all(files.map((file) => file.ring()));
    expect(new Set(rings.map(({ keys }) => keys[0]?.kid)).size).toBe(1);
    const changed = await new SigningKeyFile(path).change((ring) => rotateKeys(ring, NOW, LEAD_MS));
    for (const file of files) expect(await file.ring()).toEqual(changed);
  });

  it('[PROV-12] is changed by one at a time', async () => {
    const file = new SigningKeyFile(path);
    await file.createIfMissing(NOW);
    const changes = Array.from({ length: 3 }, () => file.change((ring) => rotateKeys(ring, NOW, LEAD_MS)));
    const outcomes = await Promise.allSettled(changes);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await file.ring()).keys).toHaveLength(2);
  });

  it('[PROV-12] says what is wrong with it, and never what is in it', async () => {
    const file = new SigningKeyFile(join(folder, 'other.json'));
    await expect(file.ring()).rejects.toThrow(/other\.json is not there\. Make it: `throughline keys rotate/);
    writeFileSync(join(folder, 'other.json'), '{"keys":[{"d":"precious"}]}');
    await expect(file.ring()).rejects.toThrow(/other\.json is not a file of the provider's signing keys/);
    await expect(file.ring()).rejects.not.toThrow(/precious/);
  });
});
