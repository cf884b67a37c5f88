import type { AuditTrail } from '@throughline/core';
import type { FastifyInstance } from 'fastify';
import type { TrailReport } from '../../audit/verify-trail.js';
import type { StaffAdmission } from './staff-admission.js';

/** Longest trail that is checked while somebody waits, in entries. */
const MOST_ENTRIES = 100_000;
/** Findings that are told; the command line tells all. */
const MOST_FINDINGS = 20;

export interface AuditCheckOptions {
  readonly trail: Pick<AuditTrail, 'head'>;
  /** Compares the trail with itself and with the checkpoints that this node can read. */
  readonly checkTrail: () => Promise<TrailReport & { readonly checkpoints: number }>;
}

/** How the audit trail stands, for those whose role it is to read it. */
export function addAuditCheckRoutes(
  app: FastifyInstance,
  admission: StaffAdmission,
  { trail, checkTrail }: AuditCheckOptions,
): void {
  // Several who ask at once share one check.
  let checking: ReturnType<AuditCheckOptions['checkTrail']> | null = null;
  app.post('/api/v1/audit/check', async (request) => {
    await admission.requireRole(request.raw, 'auditor');
    const { seq } = await trail.head();
    if (seq > MOST_ENTRIES) return { entries: seq, tooLong: true };
    checking ??= checkTrail().finally(() => {
      checking = null;
    });
    const { findings, ...report } = await checking;
    return { ...report, findings: findings.slice(0, MOST_FINDINGS), tooLong: false };
  });
}
