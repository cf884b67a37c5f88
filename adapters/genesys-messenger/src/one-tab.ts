/** The longest that a tab keeps others from starting, in milliseconds: it may hang. */
const HOLD_MS = 8_000;

/**
 * Tabs start one after the other: the first makes the session, and the others find it. Two at once could make two, and so
 * two conversations. Browsers without Web Locks go on at once.
 */
export async function oneTabAtATime<Result>(name: string, start: () => Promise<Result>): Promise<Result> {
  if (!('locks' in navigator)) return start();
  let result: Promise<Result> | undefined;
  await navigator.locks.request(name, () => {
    result = start();
    return Promise.race([result.catch(() => undefined), pause(HOLD_MS)]);
  });
  return result ?? start();
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
