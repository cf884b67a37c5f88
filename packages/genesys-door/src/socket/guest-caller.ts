import type { BodyOf, ResponseClass } from '@throughline/guest-api';
import type { GuestPeer, GuestSession } from '../guests/model.js';
import type { Deployment } from '../options.js';

/** The connection that a request came over. */
export interface GuestCaller extends GuestPeer {
  readonly id: string;
  readonly deployment: Deployment;
  /** Address that the guest reaches the door under. */
  readonly baseUrl: string;
  /** Null until configured. */
  readonly session: GuestSession | null;
  /** From now on the session's messages come here; more connections than allowed push out the oldest. */
  join(session: GuestSession): void;
  /** The session is none of this connection's any more. */
  leave(): void;
  answer<C extends ResponseClass>(
    name: C,
    body: BodyOf<C>,
    tracingId: string | undefined,
    more?: { readonly type?: 'response' | 'message'; readonly code?: number },
  ): void;
}
