import type { FastifyRequest } from 'fastify';
import type { DoorState } from '../door-state.js';
import type { PlatformTokens } from './oauth.js';
import { PlatformError } from './platform-error.js';

const EVERYTHING = ['*:*:*'];

/** What the roles of clients give. It is asked for where administrators read; the rest is open to every client. */
export class Permissions {
  readonly #state: DoorState;
  readonly #tokens: PlatformTokens;

  constructor(state: DoorState, tokens: PlatformTokens) {
    this.#state = state;
    this.#tokens = tokens;
  }

  of(clientId: string): readonly string[] {
    const client = this.#state.options.clients.find(({ id }) => id === clientId);
    return client?.permissions ?? EVERYTHING;
  }

  /** @throws PlatformError 403 */
  require(request: FastifyRequest, permission: string): void {
    const given = this.of(this.#tokens.clientOf(request));
    if (given.some((pattern) => covers(pattern, permission))) return;
    throw new PlatformError(403, 'missing.permissions', 'Unable to perform the requested action.', {
      messageParams: { permissions: permission },
    });
  }
}

function covers(pattern: string, permission: string): boolean {
  const wanted = permission.split(':');
  return pattern.split(':').every((part, index) => part === '*' || part === wanted[index]);
}
