import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importJWK, jwtVerify, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadOrCreateSigningKey, SigningKeyError } from './signing-key.js';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meridian-'));
  file = join(folder, 'keys', 'portal.json');
});
afterEach(() => rm(folder, { recursive: true }));

describe("the portal's keys", () => {
  it('are created once, readable by their owner alone', async () => {
    const created = await loadOrCreateSigningKey(file);
    const loaded = await loadOrCreateSigningKey(file);
    expect(loaded.kid).toBe(created.kid);
    expect(loaded.sessionKey).toEqual(created.sessionKey);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('are the same for processes that start at once, and leave no draft behind', async () => {
    const keys = await Promise.all(Array.from({ length: 8 }, () => loadOrCreateSigningKey(file)));
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(1);
    expect(await readdir(join(folder, 'keys'))).toEqual(['portal.json']);
  });

  it('verify by the public half, which does not hold the private one', async () => {
    const { kid, privateKey, publicJwk } = await loadOrCreateSigningKey(file);
    expect(publicJwk).toMatchObject({ kid, alg: 'ES256', use: 'sig', kty: 'EC' });
    expect(publicJwk).not.toHaveProperty('d');
    const token = await new SignJWT({ a: 1 }).setProtectedHeader({ alg: 'ES256' }).sign(privateKey);
    const { payload } = await jwtVerify(token, await importJWK(publicJwk));
    expect(payload).toEqual({ a: 1 });
  });

  it.each([
    ['is cut off', (text: string) => text.slice(0, 40)],
    ['is empty', () => ''],
    ['lacks the private half', (text: string) => text.replace(/"d": "[^"]+",?/, '')],
    ['lacks the session key', (text: string) => text.replace('"session"', '"other"')],
  ])('are refused, quoting nothing of the file, when it %s', async (_case, damage) => {
    await loadOrCreateSigningKey(file);
    const text = damage(await readFile(file, 'utf8'));
    await writeFile(file, text);
    const error = await loadOrCreateSigningKey(file).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SigningKeyError);
    expect(String(error)).toContain(file);
    expect(String(error)).not.toMatch(/"|kty|assertion/);
    expect(await readFile(file, 'utf8')).toBe(text);
  });
});
