import type {
  AuditTrail,
  ConversationStore,
  InteractionStore,
  KeyStore,
  OidcStore,
  SessionStore,
  WorkLeases,
} from '@throughline/core';
import { type Kysely, sql } from 'kysely';
import { PostgresAuditTrail } from './postgres-audit-trail.js';
import { PostgresConversationStore } from './postgres-conversation-store.js';
import { PostgresInteractionStore } from './postgres-interaction-store.js';
import { PostgresKeyStore } from './postgres-key-store.js';
import { PostgresOidcStore } from './postgres-oidc-store.js';
import { PostgresSessionStore } from './postgres-session-store.js';
import { PostgresWorkLeases } from './postgres-work-leases.js';
import type { Database } from './schema.js';

/** Every SQL-backed port over one database. */
export interface Store {
  readonly conversations: ConversationStore;
  readonly interactions: InteractionStore;
  readonly sessions: SessionStore;
  readonly oidc: OidcStore;
  readonly keys: KeyStore;
  readonly leases: WorkLeases;
  readonly audit: AuditTrail;
  /** What it is and where, for start-up logs. Holds no password. */
  readonly description: string;
  /** Rejects with `CoreError('unavailable')` when the database does not answer. */
  ping(): Promise<void>;
  /** Waits for what is under way; later calls reject with `CoreError('unavailable')`. Safe to repeat. */
  close(): Promise<void>;
}

export function createStore(db: Kysely<Database>, description: string, close: () => Promise<void>): Store {
  let closed: Promise<void> | undefined;
  return {
    conversations: new PostgresConversationStore(db),
    interactions: new PostgresInteractionStore(db),
    sessions: new PostgresSessionStore(db),
    oidc: new PostgresOidcStore(db),
    keys: new PostgresKeyStore(db),
    leases: new PostgresWorkLeases(db),
    audit: new PostgresAuditTrail(db),
    description,
    ping: async () => {
      await sql`select 1`.execute(db);
    },
    close: () => {
      closed ??= close();
      return closed;
    },
  };
}
