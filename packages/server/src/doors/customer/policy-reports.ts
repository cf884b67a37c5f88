import { isDirective } from '@throughline/content-policy';
import { CUSTOMER_PATHS } from '@throughline/protocol';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Services } from '../../realtime/services.js';

const MAX_REPORT_BYTES = 32_768;
/** Reports of one request that are looked at. */
const MAX_REPORTS = 20;
/** Kinds of violation that are told apart; browsers send what pages make them send. */
const MAX_KINDS = 500;
/** The same kind is written to the log again after this, in milliseconds. */
const QUIET_MS = 3_600_000;

/** What is not an address in reports (CSP 3 §5.3; Chromium sends the names of schemes). */
const WORDS = new Set([
  'inline',
  'eval',
  'wasm-eval',
  'self',
  'data',
  'blob',
  'trusted-types-sink',
  'trusted-types-policy',
]);

interface Violation {
  readonly directive: string;
  readonly blocked: string;
  readonly disposition: string;
}

/** `report-uri` (CSP 3 §5.3). */
const legacySchema = z.object({
  'csp-report': z.object({
    'effective-directive': z.string().optional(),
    'violated-directive': z.string().optional(),
    'blocked-uri': z.string().optional(),
    disposition: z.string().optional(),
  }),
});
/** `report-to` (Reporting API §3, CSP 3 §5.5). */
const reportsSchema = z.array(
  z.object({
    type: z.string(),
    body: z.object({
      effectiveDirective: z.string().optional(),
      blockedURL: z.string().nullable().optional(),
      disposition: z.string().optional(),
    }),
  }),
);

/**
 * Takes what browsers report about the portal's Content-Security-Policy: counted, and each kind written to the log once
 * an hour. Anybody may send anything here, so only known words and origins are kept.
 */
export function addPolicyReports(app: FastifyInstance, { core, logger, metrics }: Services): void {
  /** When each kind was last written, oldest first. */
  const told = new Map<string, number>();
  const isNews = (kind: string, now: number) => {
    const last = told.get(kind);
    if (last !== undefined && now - last < QUIET_MS) return false;
    if (last === undefined && told.size >= MAX_KINDS) return false;
    told.set(kind, now);
    return true;
  };
  const types = ['application/csp-report', 'application/reports+json', 'application/json'];
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser(types, { parseAs: 'string', bodyLimit: MAX_REPORT_BYTES }, (_, body, done) =>
    done(null, body),
  );
  app.post(CUSTOMER_PATHS.policyReports, async (request, reply) => {
    for (const violation of readViolations(String(request.body))) {
      const { directive, disposition } = violation;
      metrics.policyViolations.inc({ directive, disposition });
      if (isNews(JSON.stringify(violation), core.clock.now().getTime())) {
        logger.warn(violation, "the portal's Content-Security-Policy was violated");
      }
    }
    return reply.code(204).send();
  });
}

/** Nothing for what is no report: a browser does nothing with a refusal. */
function readViolations(text: string): Violation[] {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return [];
  }
  const legacy = legacySchema.safeParse(body);
  if (legacy.success) {
    const report = legacy.data['csp-report'];
    const directive = report['effective-directive'] ?? report['violated-directive'];
    return [toViolation(directive, report['blocked-uri'], report.disposition)];
  }
  const reports = reportsSchema.safeParse(body);
  return (reports.data ?? [])
    .filter(({ type }) => type === 'csp-violation')
    .slice(0, MAX_REPORTS)
    .map(({ body: { effectiveDirective, blockedURL, disposition } }) =>
      toViolation(effectiveDirective, blockedURL ?? undefined, disposition),
    );
}

function toViolation(directive = '', blocked = '', disposition = 'enforce'): Violation {
  const name = directive.split(' ')[0] ?? '';
  return {
    directive: isDirective(name) ? name : 'other',
    blocked: WORDS.has(blocked) ? blocked : originOf(blocked),
    disposition: disposition === 'report' ? 'report' : 'enforce',
  };
}

/** Never the path or the query: they may tell about the customer. */
function originOf(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : null;
  return url && url.host !== '' ? `${url.protocol}//${url.host}`.slice(0, 200) : 'other';
}
