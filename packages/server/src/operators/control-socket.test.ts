import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectControlSocket, controlSocketPath, openControlSocket } from './control-socket.js';
import type { OperatorActions } from './operator-actions.js';

const HEAD = { chainId: 'chain-1', seq: 3, hash: 'ab'.repeat(32) };
const ACTIONS = {
  auditHead: async () => HEAD,
  auditUnchained: async ({ limit }) => {
    throw new Error(`no more than ${limit}`);
  },
  auditRead: async () => [],
  auditRecord: async () => null,
  flowActivate: async () => ({ version: 'one', changed: true }),
  flowRollback: async () => ({ version: 'one', changed: true }),
  flowHistory: async () => [],
  flowReplay: async () => {
    throw new Error('nothing to replay');
  },
  keysRewrap: async () => ({ after: null, changed: 0 }),
  keysRenew: async () => ({ after: null, changed: 0 }),
} satisfies Partial<OperatorActions> as unknown as OperatorActions;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'throughline-control-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('the control socket', () => {
  it('[AUDIT-11] answers commands of its own user', async () => {
    const socket = await openControlSocket(folder, ACTIONS);
    expect((await stat(controlSocketPath(folder))).mode & 0o777).toBe(0o600);
    const actions = await connectControlSocket(folder);
    expect(await actions?.auditHead(null)).toEqual(HEAD);
    await expect(actions?.auditUnchained({ limit: 7 })).rejects.toMatchObject({ name: 'ControlError' });
    await socket?.close();
    expect(await connectControlSocket(folder)).toBeNull();
  });

  it('[AUDIT-11] takes over from a process that died without closing', async () => {
    const first = await openControlSocket(folder, ACTIONS);
    const second = await openControlSocket(folder, ACTIONS);
    expect(await (await connectControlSocket(folder))?.auditHead(null)).toEqual(HEAD);
    await Promise.all([first?.close(), second?.close()]);
  });

  it('[AUDIT-11] does without a socket where the path is too long for one', async () => {
    expect(await openControlSocket(join(folder, 'x'.repeat(120)), ACTIONS)).toBeNull();
  });
});
