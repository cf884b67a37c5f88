import type { AuditEntry } from '../model/audit.js';
import type { RevealableSpan } from '../model/conversation.js';
import type { RevealStore } from '../ports/reveal-store.js';

/** Whether originals of hidden values are kept, and who may look at them. */
export interface RevealRules {
  readonly store: RevealStore;
  /** How long originals are kept, in milliseconds. */
  readonly keepMs: number;
  /** Roles of agents who may look. */
  readonly roles: readonly string[];
  /** What an agent can give as the reason; recorded as it is written here. */
  readonly reasons: readonly string[];
  /** Records an attempt that was refused. */
  readonly record: (refusal: AuditEntry) => Promise<void>;
  /** Whether the policy lets values of this type be revealed, now. */
  readonly mayReveal: (type: string) => boolean;
}

/** A value that was hidden, with where it is hidden in the masked text. */
export interface HiddenValue extends RevealableSpan {
  readonly value: string;
}
