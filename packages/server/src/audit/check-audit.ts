import { readFile } from 'node:fs/promises';
import type { OperatorActions } from '../operators/operator-actions.js';
import type { AuditSettings } from './audit-settings.js';
import { type Checkpoint, readCheckpoint } from './checkpoint.js';
import { readVerifyingKey } from './signing-key.js';
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
}

/**
 * Compares the trail with itself and with the checkpoints of files.
 * @throws Error naming the key or checkpoint file that cannot be read
 */
export async function checkAudit(actions: OperatorActions, evidence: AuditEvidence): Promise<AuditReport> {
  const trail = {
    head: () => actions.auditHead(null),
    unchained: (limit: number) => actions.auditUnchained({ limit }),
    read: ({ after, limit }: { after: number; limit: number }) => actions.auditRead({ after, limit }),
  };
  return checkTrail(trail, evidence);
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
  const keys = await Promise.all(evidence.keyFiles.map(readVerifyingKey));
  const checkpoints: Checkpoint[] = [];
  const unsigned: string[] = [];
  for (const file of evidence.checkpointFiles) {
    for (const [index, line] of (await readLines(file)).entries()) {
      if (line === '') continue;
      const checkpoint = await readCheckpoint(line, keys);
      if (checkpoint) checkpoints.push(checkpoint);
      else unsigned.push(`${file}:${index + 1}`);
    }
  }
  return { ...(await verifyTrail(trail, checkpoints)), checkpoints: checkpoints.length, unsigned };
}

async function readLines(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(
      `The checkpoints ${file} cannot be read (${error.code ?? 'unknown error'}). Name them with --checkpoints: without any, a trail that was computed anew looks sound.`,
    );
  });
  return text.split('\n');
}
