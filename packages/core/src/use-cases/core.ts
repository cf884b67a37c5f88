import type { Bus } from '../ports/bus.js';
import type { Clock } from '../ports/clock.js';
import type { ContactCenter } from '../ports/contact-center.js';
import type { ConversationStore } from '../ports/conversation-store.js';
import type { Flows, Lookups } from '../ports/flows.js';
import type { Sealer } from '../ports/sealer.js';
import type { GroupCommit } from './group-commit.js';

/** Masks one text; see `mask` of the masking package. */
export type Masker = (text: string) => { readonly text: string; readonly maskedTypes: readonly string[] };

/** What every use-case works with. Made once, by the composing file. */
export interface Core {
  readonly conversations: ConversationStore;
  readonly appends: GroupCommit;
  readonly contactCenter: ContactCenter;
  readonly sealer: Sealer;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly mask: Masker;
  readonly flows: Flows;
  /** Without it, flows get no answer to their look-ups. */
  readonly lookups?: Lookups;
  /** A conversation opened this soon after the last one ended continues it, in milliseconds; 5 minutes by default. */
  readonly continueMs?: number;
  /** Makes ids: UUIDv7, so that they sort by time. */
  readonly newId: () => string;
}
