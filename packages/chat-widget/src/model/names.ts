import type { Entry } from '@throughline/protocol';
import { words } from '../words.js';

/** Whom an entry of the other side is from. */
export function nameOf({ party }: Entry): string {
  return party.displayName ?? (party.role === 'agent' ? words.agent : words.automated);
}
