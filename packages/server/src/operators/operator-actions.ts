import type { AuditEntry, AuditHead, AuditTrail, ChainedEntry, RecordedEntry } from '@throughline/core';
import type { Store } from '@throughline/store-postgres';

/**
 * What the command line does with the store. Parameters and results are plain JSON, because the store of a running
 * node with an embedded database is reached through its control socket.
 */
export interface OperatorActions {
  auditHead(parameter: null): Promise<AuditHead>;
  auditUnchained(parameter: { limit: number }): Promise<RecordedEntry[]>;
  auditRead(parameter: AuditReadParameter): Promise<ChainedEntry[]>;
  auditRecord(parameter: OperatorRecord): Promise<null>;
}

/** {@link AuditSearch} with times as ISO 8601. */
export interface AuditReadParameter {
  readonly after: number;
  readonly limit: number;
  readonly conversationId?: string;
  readonly action?: string;
  readonly actorId?: string;
  readonly since?: string;
  readonly until?: string;
}

/** What an operator did, for the trail. */
export interface OperatorRecord {
  readonly action: Extract<AuditEntry['action'], `audit.${string}`>;
  /** Name of the operating system's user. */
  readonly operator: string;
  readonly details: NonNullable<AuditEntry['details']>;
}

export type OperatorAction = keyof OperatorActions;

/** The actions on a store that this process has open. */
export function createOperatorActions({ audit }: Pick<Store, 'audit'>, now: () => Date): OperatorActions {
  return {
    auditHead: () => audit.head(),
    auditUnchained: ({ limit }) => audit.unchained(limit),
    auditRead: (parameter) => readAudit(audit, parameter),
    auditRecord: async ({ action, operator, details }) => {
      await audit.record({ at: now(), action, actor: { kind: 'operator', id: operator }, details });
      return null;
    },
  };
}

function readAudit(audit: AuditTrail, { since, until, ...search }: AuditReadParameter) {
  return audit.read({
    ...search,
    ...(since === undefined ? {} : { since: new Date(since) }),
    ...(until === undefined ? {} : { until: new Date(until) }),
  });
}
