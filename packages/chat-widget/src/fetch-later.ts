import { once } from './once.js';

/** The parts in `later.ts`; undefined until they have come. */
export let later: typeof import('./later.js').laterParts | undefined;

export const fetchLater = once(async () => {
  later = (await import('./later.js')).laterParts;
  return later;
});
