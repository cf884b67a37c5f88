import { setTimeout as pause } from 'node:timers/promises';

/** Looks until it is so; a test that waits for ever ends by the runner's limit, with what was seen last. */
export async function eventually<Seen>(
  look: () => Promise<Seen> | Seen,
  isSo: (seen: Seen) => boolean,
): Promise<Seen> {
  for (;;) {
    const seen = await look();
    if (isSo(seen)) return seen;
    await pause(20);
  }
}
