import { readFile } from 'node:fs/promises';
import type { AuditSettings } from './audit-settings.js';
import { type Checkpoint, readCheckpoint } from './checkpoint.js';
import { type RestoreStatement, readRestore, withoutLost } from './restore-statement.js';
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
  /** Restores that an operator has accepted: what came after them in their time is lost. */
  readonly restores: readonly RestoreStatement[];
}

/** Checkpoints and keys where the nodes of these settings keep them; places that are no files are left out. */
export function evidenceOf({ checkpoints, signingKeyFile }: AuditSettings): AuditEvidence {
  return {
    checkpointFiles: checkpoints.flatMap((place) => (place.kind === 'file' ? [place.file] : [])),
    keyFiles: [signingKeyFile],
  };
}

/**
 * Compares the trail with itself and with the checkpoints of files.
 * @throws Error naming the key or checkpoint file that cannot be read
 */
export async function checkTrail(trail: ReadableTrail, evidence: AuditEvidence): Promise<AuditReport> {
  const { checkpoints, restores, unsigned } = await readEvidence(evidence);
  const counting = withoutLost(checkpoints, restores);
  const report = await verifyTrail(trail, counting);
  return { ...report, checkpoints: counting.length, unsigned, restores };
}

/** @throws Error naming the key or checkpoint file that cannot be read */
export async function readEvidence(evidence: AuditEvidence) {
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

async function readLines(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(
      `The checkpoints ${file} cannot be read (${error.code ?? 'unknown error'}). Name them with --checkpoints: without any, a trail that was computed anew looks sound.`,
    );
  });
  return text.split('\n');
}
