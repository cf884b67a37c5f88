import type { Flow } from '@throughline/flow';
import type { ContextField } from '../model/conversation.js';
import type { AuditTrail } from '../ports/audit-trail.js';
import type { Bus } from '../ports/bus.js';
import type { Clock } from '../ports/clock.js';
import type { ContactCenter } from '../ports/contact-center.js';
import type { ConversationStore } from '../ports/conversation-store.js';
import type { Files } from '../ports/files.js';
import type { Flows, Lookups } from '../ports/flows.js';
import type { Sealer } from '../ports/sealer.js';
import type { GroupCommit } from './group-commit.js';
import type { HiddenValue, RevealRules } from './reveal-rules.js';

/** Runs on live facts; only what it would have done is told. */
export interface ShadowFlow {
  readonly flow: Flow;
  /** Called once a new conversation, after it is opened. What goes wrong in it must be told there, too. */
  compared(comparison: ShadowComparison): Promise<void>;
  failed(error: unknown): void;
}

/** Where one conversation went at first, and where it would have gone: `queue loans`, `callback loans`, `phone`, … */
export interface ShadowComparison {
  readonly conversationId: string;
  readonly at: Date;
  readonly from: string;
  readonly to: string;
}

/** Masks one text; see `mask` of the masking package. */
export type Masker = (text: string) => { readonly text: string; readonly maskedTypes: readonly string[] };

/** A message on its way, before masking. */
export interface UnmaskedMessage {
  readonly conversationId: string;
  readonly id: string;
  /** Whoever it is from; only messages of one sender make up a value. */
  readonly sender: string;
  readonly text: string;
}

/**
 * Masks a message, with what was said before in the conversation in mind. `redacted` are earlier messages as they must
 * be from now on, because this one completes a value that began in them. A message that comes again, by its id, gives
 * the same answer.
 */
export type MessageMasker = (message: UnmaskedMessage) => ReturnType<Masker> & {
  /** What was hidden whole and may be revealed, ascending. */
  readonly revealable?: readonly HiddenValue[];
  readonly redacted: readonly (ReturnType<Masker> & { readonly id: string })[];
};

/** What every use-case works with. Made once, by the composing file. */
export interface Core {
  readonly conversations: ConversationStore;
  readonly appends: GroupCommit;
  readonly contactCenter: ContactCenter;
  readonly sealer: Sealer;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly mask: Masker;
  readonly maskMessage: MessageMasker;
  /** Where it is recorded that an agent hides a value. */
  readonly audit: Pick<AuditTrail, 'record' | 'read'>;
  /** Without it, no original of a hidden value is kept. */
  readonly reveals?: RevealRules;
  readonly flows: Flows;
  /** The contact center decides where conversations go: what it tells is recorded as the decision. */
  readonly decidesElsewhere?: boolean;
  /** A flow that runs beside the one in force, without effect. */
  readonly shadow?: ShadowFlow;
  /** Without it, flows get no answer to their look-ups. */
  readonly lookups?: Lookups;
  /** Without it, no files are taken. */
  readonly files?: Files;
  /** Customers are asked how a conversation went; not where the contact center asks them itself. */
  readonly asksSurvey?: boolean;
  /** What the portal's server may add to the context of conversations; nothing when absent. */
  readonly contextFields?: readonly ContextField[];
  /** A conversation opened this soon after the last one ended continues it, in milliseconds; 5 minutes by default. */
  readonly continueMs?: number;
  /** Makes ids: UUIDv7, so that they sort by time. */
  readonly newId: () => string;
}
