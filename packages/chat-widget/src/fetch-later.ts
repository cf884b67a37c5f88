import { once } from './once.js';

/** The parts in `later.ts`. */
export const fetchLater = once<typeof import('./later.js')>(() => import('./later.js'));
