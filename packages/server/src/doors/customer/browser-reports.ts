import { type BrowserSample, CUSTOMER_PATHS } from '@throughline/protocol';
import { browserReportSchema } from '@throughline/protocol/schemas';
import type { FastifyInstance } from 'fastify';
import { WireError } from '../../errors.js';
import type { BrowserMetrics } from '../../observability/browser-metrics.js';
import type { Services } from '../../realtime/services.js';

const MAX_REPORT_BYTES = 16_384;
/** Releases that are told apart; anybody may send anything here. */
const MAX_RELEASES = 20;
/** Classes of errors that engines throw (ECMAScript §20.5, Web IDL §2.8); others count as `other`. */
const ERROR_NAMES = new Set([
  'AbortError',
  'DataCloneError',
  'DOMException',
  'Error',
  'InvalidStateError',
  'NetworkError',
  'NotAllowedError',
  'NotSupportedError',
  'QuotaExceededError',
  'RangeError',
  'ReferenceError',
  'SecurityError',
  'SyntaxError',
  'TimeoutError',
  'TypeError',
]);

/** Counts what widgets report. No session is asked for and no id is read: nobody can be told from anybody else. */
export function addBrowserReports(app: FastifyInstance, { metrics }: Services): void {
  const releases = new Set<string>();
  const known = (release: string) => {
    if (releases.size < MAX_RELEASES) releases.add(release);
    return releases.has(release) ? release : 'other';
  };
  app.post(CUSTOMER_PATHS.browserReports, { bodyLimit: MAX_REPORT_BYTES }, async (request, reply) => {
    const report = browserReportSchema.safeParse(request.body).data;
    if (!report) throw new WireError('bad_request', 'This is no report of a widget.');
    const browser = browserOf(request.headers['user-agent'] ?? '');
    const release = known(report.release);
    for (const sample of report.samples) count(metrics.browser, sample, browser, release);
    return reply.code(204).send();
  });
}

function count(metrics: BrowserMetrics, sample: BrowserSample, browser: string, release: string): void {
  const seconds = 'ms' in sample ? sample.ms / 1_000 : 0;
  switch (sample.kind) {
    case 'phase':
      metrics.phases.observe({ phase: sample.phase, browser }, seconds);
      break;
    case 'ready':
      metrics.ready.observe({ after: sample.clicked ? 'click' : 'page', browser }, seconds);
      break;
    case 'sent':
      metrics.sends.observe({ browser }, seconds);
      break;
    case 'reconnected':
      metrics.reconnects.observe({ browser }, seconds);
      break;
    case 'fallback':
      metrics.fallbacks.inc({ phase: sample.phase, browser });
      break;
    case 'error': {
      const name = ERROR_NAMES.has(sample.name) ? sample.name : 'other';
      metrics.errors.inc({ name, release, browser });
      break;
    }
  }
}

/** Families alone: whoever counts more finely begins to know people. */
function browserOf(userAgent: string): string {
  if (/Firefox\//.test(userAgent)) return 'firefox';
  if (/(Chrome|Chromium)\//.test(userAgent)) return 'chromium';
  return /Safari\//.test(userAgent) ? 'safari' : 'other';
}
