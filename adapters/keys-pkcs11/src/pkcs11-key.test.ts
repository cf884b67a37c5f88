import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PIN, SOFT_HSM, SoftHsm } from '../test-support/soft-hsm.js';
import { openPkcs11Key } from './pkcs11-key.js';

describe.skipIf(!SOFT_HSM)('a key in a security module (needs SoftHSM 2)', () => {
  let module: SoftHsm;
  beforeAll(() => {
    module = new SoftHsm();
    module.addToken('gateway');
    module.addToken('another');
    module.addKey('gateway', 'kek-2026');
    module.addKey('gateway', 'kek-2027');
    module.addKey('gateway', 'twice');
    module.addKey('gateway', 'twice');
  });
  afterAll(() => module.remove());

  const open = (changes: Partial<Parameters<typeof openPkcs11Key>[0]> = {}) =>
    openPkcs11Key({ library: SOFT_HSM, token: 'gateway', key: 'kek-2026', pin: PIN, ...changes });

  it('[HSM-1] wraps a data key so that it opens there, after a restart too', async () => {
    const key = await open();
    const dataKey = randomBytes(32);
    const wrapped = await key.wrap('data-key:ava', dataKey);
    await key.close();

    expect(wrapped.wrappedBy).toBe('pkcs11:gateway:kek-2026');
    expect(Buffer.from(wrapped.wrapped).includes(dataKey)).toBe(false);
    const again = await open();
    expect(Buffer.from(await again.unwrap('data-key:ava', wrapped))).toEqual(dataKey);
    await again.close();
  });

  it('[HSM-1] opens nothing for another customer, another key, or after a change', async () => {
    const [key, other] = [await open(), await open({ key: 'kek-2027' })];
    const wrapped = await key.wrap('data-key:ava', randomBytes(32));

    await expect(key.unwrap('data-key:ben', wrapped)).rejects.toThrow();
    await expect(other.unwrap('data-key:ava', wrapped)).rejects.toThrow(/wrapped by pkcs11:gateway:kek-2026/);
    await expect(other.unwrap('data-key:ava', { ...wrapped, wrappedBy: other.id })).rejects.toThrow();
    const changed = Uint8Array.from(wrapped.wrapped);
    changed[20] = (changed[20] ?? 0) ^ 1;
    await expect(key.unwrap('data-key:ava', { ...wrapped, wrapped: changed })).rejects.toThrow();
    // A refused value leaves the session usable.
    expect(await key.unwrap('data-key:ava', wrapped)).toHaveLength(32);
    await key.close();
    await other.close();
  });

  it('[HSM-2] goes on when the module has dropped the session', async () => {
    const [key, other] = [await open(), await open()];
    const wrapped = await key.wrap('b', randomBytes(32));
    const { acquire, loadBinding, release } = await import('./module.js');
    const api = acquire(await loadBinding(), SOFT_HSM);
    const slot = api.C_GetSlotList(true).find((each) => api.C_GetTokenInfo(each).label.trim() === 'gateway');
    api.C_CloseAllSessions(slot as Buffer);
    release(SOFT_HSM);

    expect(await key.unwrap('b', wrapped)).toHaveLength(32);
    expect(await other.unwrap('b', wrapped)).toHaveLength(32);
    await key.close();
    await key.close();
    await other.close();
  });

  it.each([
    ['a library that is not there', { library: '/nowhere/libhsm.so' }, /no PKCS#11 library \/nowhere/],
    ['a token that is not there', { token: 'gone' }, /no token "gone"; it has .*"gateway"/],
    ['a key that is not there', { key: 'gone' }, /no secret key with the label "gone".*pkcs11-tool/],
    ['a label of two keys', { key: 'twice' }, /more than one secret key/],
  ])('[HSM-3] refuses %s and says what to do', async (_, changes, message) => {
    await expect(open(changes)).rejects.toMatchObject({
      name: 'KeyEncryptionKeyError',
      message: expect.stringMatching(message),
    });
  });

  it('[HSM-3] refuses a wrong PIN without repeating it', async () => {
    const refusal = await open({ pin: '424242' }).catch((error: Error) => error);
    expect(refusal).toMatchObject({ name: 'KeyEncryptionKeyError' });
    expect((refusal as Error).message).toMatch(/"gateway" does not let us in.*Check the PIN/);
    expect((refusal as Error).message).not.toContain('424242');
  });
});
