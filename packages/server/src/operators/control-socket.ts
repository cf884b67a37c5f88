import { rmSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { type FastifyInstance, fastify } from 'fastify';
import type { OperatorAction, OperatorActions } from './operator-actions.js';

/** Longest path of a Unix socket on Linux, in bytes (`sun_path` without its ending zero, unix(7)). */
const MOST_PATH_BYTES = 107;

/** Where the node of a data directory listens for the command line. */
export function controlSocketPath(dataDir: string): string {
  return join(dataDir, 'control.sock');
}

/**
 * Lets commands of the same user act on the store of this process. The socket has mode 0600 in the node's own data
 * directory: whoever can open it can read the database's files as well.
 * @returns null when the path of the data directory is too long for a socket
 */
export async function openControlSocket(
  dataDir: string,
  actions: OperatorActions,
): Promise<FastifyInstance | null> {
  const path = controlSocketPath(dataDir);
  if (Buffer.byteLength(path) > MOST_PATH_BYTES) return null;
  const app = fastify({ logger: false, forceCloseConnections: true });
  app.post<{ Params: { action: string }; Body: unknown }>('/v1/:action', async ({ params, body }, reply) => {
    const action = Object.hasOwn(actions, params.action) ? actions[params.action as OperatorAction] : null;
    if (!action) return reply.code(404).send({ message: 'This node knows no such action: is it older?' });
    try {
      return { result: await (action as (parameter: unknown) => Promise<unknown>)(body) };
    } catch (error) {
      // The caller is the operator, who may read what is wrong.
      return reply.code(422).send({ message: error instanceof Error ? error.message : 'It failed.' });
    }
  });
  // The node has the lock of the data directory, so a socket that is there already is a dead process's.
  rmSync(path, { force: true });
  await app.listen({ path });
  await chmod(path, 0o600);
  return app;
}

/** The node that listens at the socket failed, or does not understand. */
class ControlError extends Error {
  override readonly name = 'ControlError';
}

/** @returns null when no node listens there */
export async function connectControlSocket(dataDir: string): Promise<OperatorActions | null> {
  const path = controlSocketPath(dataDir);
  const call = (action: OperatorAction) => (parameter: unknown) => callAction(path, action, parameter);
  const actions = {
    auditHead: call('auditHead'),
    auditUnchained: call('auditUnchained'),
    auditRead: call('auditRead'),
    auditRecord: call('auditRecord'),
    flowActivate: call('flowActivate'),
    flowRollback: call('flowRollback'),
    flowHistory: call('flowHistory'),
    flowReplay: call('flowReplay'),
    keysRewrap: call('keysRewrap'),
    keysRenew: call('keysRenew'),
    privacyHold: call('privacyHold'),
    privacyLift: call('privacyLift'),
    privacyHolds: call('privacyHolds'),
    privacyRequest: call('privacyRequest'),
    privacyStatus: call('privacyStatus'),
    privacyReceipt: call('privacyReceipt'),
    privacyExport: call('privacyExport'),
    privacyReplay: call('privacyReplay'),
    standInPropose: call('standInPropose'),
    standInConfirm: call('standInConfirm'),
    standInEnd: call('standInEnd'),
    standInStatus: call('standInStatus'),
  } as OperatorActions;
  try {
    await actions.auditHead(null);
    return actions;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ECONNREFUSED') return null;
    throw error;
  }
}

function callAction(socketPath: string, action: OperatorAction, parameter: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const options = {
      socketPath,
      path: `/v1/${action}`,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      // A kept connection could be that of a node that is gone.
      agent: false,
    };
    const call = request(options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('error', reject);
      response.on('end', () => {
        const { result, message } = JSON.parse(text) as { result?: unknown; message?: string };
        if (response.statusCode === 200) resolve(result);
        else reject(new ControlError(`The running node answered: ${message ?? response.statusCode}`));
      });
    });
    call.on('error', reject);
    call.end(JSON.stringify(parameter));
  });
}
