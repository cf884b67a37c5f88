import type { SqlResult } from '../engine.js';

/** What the worker needs to open the database. */
export interface WorkerOptions {
  readonly dataDir: string;
  readonly snapshotFile: string | null;
}

/** One statement, or the end. The main thread sends the next request only after the answer to the last. */
export type WorkerRequest =
  | { readonly kind: 'query'; readonly sql: string; readonly parameters: readonly unknown[] }
  | { readonly kind: 'close' };

/** `ready` comes once, unasked; every request gets one other answer. */
export type WorkerAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'result'; readonly result: SqlResult }
  | { readonly kind: 'refused'; readonly code: string; readonly constraint: string | null }
  | { readonly kind: 'closed' };
