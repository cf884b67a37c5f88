import { randomBytes } from 'node:crypto';
import { v5 as uuidv5 } from 'uuid';

const NAMESPACE = '5e1f5e1f-0000-4000-8000-000000000000';

/** Messages have ids of 32 hex digits. */
export function newMessageId(): string {
  return randomBytes(16).toString('hex');
}

/** The UUID under which clients know a queue, an agent or a wrap-up code: always the same for the same name. */
export function stableId(
  kind:
    | 'queue'
    | 'user'
    | 'division'
    | 'wrapup'
    | 'organization'
    | 'presence'
    | 'role'
    | 'flow'
    | 'integration',
  name: string,
): string {
  return uuidv5(`${kind}:${name}`, NAMESPACE);
}
