type Later = typeof import('./later.js');

let fetched: Promise<Later> | undefined;

/** The parts in `later.ts`, fetched once. What could not be fetched is asked for again with the next call. */
export function fetchLater(): Promise<Later> {
  fetched ??= import('./later.js').catch((error: unknown) => {
    fetched = undefined;
    throw error;
  });
  return fetched;
}
