/**
 * The thread in which the embedded database runs, so that a checkpoint or a sync to disk never stalls sockets.
 * Whatever goes wrong beyond a refused statement ends the thread: the database's memory can no longer be trusted, and
 * what was committed is on disk.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { WorkerAnswer, WorkerOptions, WorkerRequest } from './messages.js';
import { openPglite } from './pglite.js';

const { dataDir, snapshotFile } = workerData as WorkerOptions;
const { pglite } = await openPglite(dataDir, snapshotFile);

parentPort?.on('message', (request: WorkerRequest) => {
  const work = request.kind === 'close' ? close() : run(request.sql, request.parameters);
  // Thrown outside of any promise, so that it ends the thread whatever the process does with rejections.
  work.then(answer, (error) => queueMicrotask(() => fail(error)));
});
answer({ kind: 'ready' });

function answer(message: WorkerAnswer): void {
  parentPort?.postMessage(message);
}

function fail(error: unknown): never {
  throw error;
}

async function run(sql: string, parameters: readonly unknown[]): Promise<WorkerAnswer> {
  try {
    const { command, rowCount, rows } = await pglite.query(sql, [...parameters]);
    return { kind: 'result', result: { command: command ?? '', rowCount: rowCount ?? null, rows } };
  } catch (error) {
    const { severity, code, constraint } = error as Readonly<Record<string, string | undefined>>;
    if (severity !== 'ERROR' || code === undefined) throw error;
    return { kind: 'refused', code, constraint: constraint ?? null };
  }
}

async function close(): Promise<WorkerAnswer> {
  await pglite.close();
  return { kind: 'closed' };
}
