import { readFile } from 'node:fs/promises';
import type { OperatorActions } from '../operators/operator-actions.js';
import type { AuditSettings } from './audit-settings.js';
import { type Checkpoint, readCheckpoint } from './checkpoint.js';
import type { CheckpointSink } from './checkpoint-sinks.js';
import {
  contradicted,
  type RestoreStatement,
  readRestore,
  signRestore,
  withoutLost,
} from './restore-statement.js';
import { type AuditSigningKey, readVerifyingKey } from './signing-key.js';
import { type ReadableTrail, type TrailReport, verifyTrail } from './verify-trail.js';

export interface AuditEvidence {
  /** Files with one checkpoint a line, as the nodes wrote them. */
  readonly checkpointFiles: readonly string[];
  /** Signing keys, either half; earlier ones too when the key was replaced. */
  readonly keyFiles: readonly string[];
}

export interface AuditReport extends TrailReport {
  readonly checkpoints: number;
  /** `file:line` of what none of the keys signed. */
  readonly unsigned: readonly string[];
  /** Restores that an operator has accepted: what came after them in their time is lost. */
  readonly restores: readonly RestoreStatement[];
}

/**
 * Compares the trail with itself and with the checkpoints of files.
 * @throws Error naming the key or checkpoint file that cannot be read
 */
export async function checkAudit(actions: OperatorActions, evidence: AuditEvidence): Promise<AuditReport> {
  return checkTrail(trailOf(actions), evidence);
}

/** Checkpoints and keys where the nodes of these settings keep them; places that are no files are left out. */
export function evidenceOf({ checkpoints, signingKeyFile }: AuditSettings): AuditEvidence {
  return {
    checkpointFiles: checkpoints.flatMap((place) => (place.kind === 'file' ? [place.file] : [])),
    keyFiles: [signingKeyFile],
  };
}

/** As {@link checkAudit}, for a trail at hand. */
export async function checkTrail(trail: ReadableTrail, evidence: AuditEvidence): Promise<AuditReport> {
  const { checkpoints, restores, unsigned } = await readEvidence(evidence);
  const counting = withoutLost(checkpoints, restores);
  const report = await verifyTrail(trail, counting);
  return { ...report, checkpoints: counting.length, unsigned, restores };
}

async function readEvidence(evidence: AuditEvidence) {
  const keys = await Promise.all(evidence.keyFiles.map(readVerifyingKey));
  const checkpoints: Checkpoint[] = [];
  const restores: RestoreStatement[] = [];
  const unsigned: string[] = [];
  for (const file of evidence.checkpointFiles) {
    for (const [index, line] of (await readLines(file)).entries()) {
      if (line === '') continue;
      const checkpoint = await readCheckpoint(line, keys);
      const restore = checkpoint ? null : await readRestore(line, keys);
      if (checkpoint) checkpoints.push(checkpoint);
      else if (restore) restores.push(restore);
      else unsigned.push(`${file}:${index + 1}`);
    }
  }
  return { checkpoints, restores, unsigned };
}

function trailOf(actions: OperatorActions) {
  return {
    head: () => actions.auditHead(null),
    unchained: (limit: number) => actions.auditUnchained({ limit }),
    read: ({ after, limit }: { after: number; limit: number }) => actions.auditRead({ after, limit }),
  };
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

async function readLines(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(
      `The checkpoints ${file} cannot be read (${error.code ?? 'unknown error'}). Name them with --checkpoints: without any, a trail that was computed anew looks sound.`,
    );
  });
  return text.split('\n');
}
