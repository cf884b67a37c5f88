import { type AuditEvidence, type AuditReport, checkTrail, readEvidence } from '../audit/check-trail.js';
import type { CheckpointSink } from '../audit/checkpoint-sinks.js';
import { contradicted, type RestoreStatement, signRestore, withoutLost } from '../audit/restore-statement.js';
import type { AuditSigningKey } from '../audit/signing-key.js';
import { verifyTrail } from '../audit/verify-trail.js';
import type { OperatorActions } from './operator-actions.js';

/**
 * As {@link checkTrail}, for the trail of the gateway that these actions reach.
 * @throws Error naming the key or checkpoint file that cannot be read
 */
export async function checkAudit(actions: OperatorActions, evidence: AuditEvidence): Promise<AuditReport> {
  return checkTrail(trailOf(actions), evidence);
}

/** Where a statement is written, and who makes it. */
export interface RestoreAcceptance {
  readonly sinks: readonly CheckpointSink[];
  readonly key: AuditSigningKey;
  readonly operator: string;
  readonly reason: string;
  readonly now: Date;
}

/**
 * States that a restored database is why checkpoints do not fit. The trail itself must be sound, and is told first.
 * @throws Error when nothing was lost, or the trail does not fit with itself
 */
export async function acceptRestore(
  actions: OperatorActions,
  evidence: AuditEvidence,
  { sinks, key, operator, reason, now }: RestoreAcceptance,
): Promise<RestoreStatement> {
  const { checkpoints, restores } = await readEvidence(evidence);
  const counting = withoutLost(checkpoints, restores);
  const lost = await contradicted(trailOf(actions), counting);
  const times = lost.map(({ at }) => at).toSorted();
  const [lostFrom] = times;
  const lostThrough = times.at(-1);
  if (!lostFrom || !lostThrough) throw new Error('Every checkpoint fits the trail: nothing was lost.');
  const { chainId } = await actions.auditHead(null);
  const statement = {
    chainId,
    lostFrom,
    lostThrough,
    acceptedAt: now.toISOString(),
    acceptedBy: operator,
    reason,
  };
  const { findings } = await verifyTrail(trailOf(actions), withoutLost(counting, [statement]));
  const [finding] = findings;
  if (finding) throw new Error(`A restore alone does not explain it: ${finding.message}.`);
  await actions.auditRecord({
    action: 'audit.restore_accepted',
    operator,
    details: { lostFrom, lostThrough, reason },
  });
  const line = await signRestore(statement, key);
  for (const sink of sinks) await sink.write(line);
  return statement;
}

function trailOf(actions: OperatorActions) {
  return {
    head: () => actions.auditHead(null),
    unchained: (limit: number) => actions.auditUnchained({ limit }),
    read: ({ after, limit }: { after: number; limit: number }) => actions.auditRead({ after, limit }),
  };
}
