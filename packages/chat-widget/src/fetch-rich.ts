import { once } from './once.js';

/** The parts in `rich.ts`. */
export const fetchRich = once<typeof import('./rich.js')>(() => import('./rich.js'));
