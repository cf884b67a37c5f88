import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { type BrowserMetrics, createBrowserMetrics } from './browser-metrics.js';

/** What a node counts. Labels are codes and roles, never ids or content. */
export interface Metrics {
  readonly registry: Registry;
  readonly connections: Gauge<'door'>;
  readonly messages: Counter<'role'>;
  readonly refusals: Counter<'code'>;
  /** 1 while the store does not answer. */
  readonly savingPaused: Gauge;
  /** From the frame's arrival to its acknowledgement, in seconds. */
  readonly acknowledgement: Histogram;
  /** Place of the last chained entry of the audit trail, as this node knows it. */
  readonly auditSeq: Gauge;
  readonly auditCheckpoints: Counter<'outcome'>;
  /** Waits that an agent ended, by whether the customer had been told the truth. */
  readonly waitEstimates: Counter<'outcome'>;
  /** Look-ups of flows. */
  readonly lookups: Counter<'outcome'>;
  /** New conversations, by whether the shadow flow agreed. */
  readonly shadowFlow: Counter<'outcome'>;
  /** How long customers waited for an agent, in seconds. */
  readonly waits: Histogram;
  /** Records that were past their time. */
  readonly purged: Counter<'class'>;
  /** What browsers reported about the portal's Content-Security-Policy. */
  readonly policyViolations: Counter<'directive' | 'disposition'>;
  /** What customers said about conversations, from 1, bad, to 5, good. */
  readonly surveys: Counter<'score'>;
  /** Transcripts by mail: queued, sent, postponed, given_up. */
  readonly mails: Counter<'step'>;
  readonly mailsWaiting: Gauge;
  /** How long the oldest of them has been waiting, in seconds. */
  readonly mailsOldest: Gauge;
  /** What widgets reported, by the family of the browser; see `BrowserSample`. */
  readonly browser: BrowserMetrics;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    connections: new Gauge({
      name: 'throughline_connections',
      help: 'Open WebSocket connections.',
      labelNames: ['door'],
      registers,
    }),
    messages: new Counter({
      name: 'throughline_messages_total',
      help: 'Messages committed.',
      labelNames: ['role'],
      registers,
    }),
    refusals: new Counter({
      name: 'throughline_refusals_total',
      help: 'Requests and frames refused, by error code.',
      labelNames: ['code'],
      registers,
    }),
    savingPaused: new Gauge({
      name: 'throughline_saving_paused',
      help: '1 while the store does not answer, so that nothing is saved or acknowledged; else 0.',
      registers,
    }),
    acknowledgement: new Histogram({
      name: 'throughline_acknowledgement_seconds',
      help: 'Time from the arrival of a message to its acknowledgement.',
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
      registers,
    }),
    auditSeq: new Gauge({
      name: 'throughline_audit_seq',
      help: 'Last chained entry of the audit trail, on the node that chains it.',
      registers,
    }),
    auditCheckpoints: new Counter({
      name: 'throughline_audit_checkpoints_total',
      help: 'Checkpoints of the audit trail, by outcome: written or failed.',
      labelNames: ['outcome'],
      registers,
    }),
    waitEstimates: new Counter({
      name: 'throughline_wait_estimates_total',
      help: 'Waits that an agent ended: within what the customer was told at their start, shorter, longer, or untold.',
      labelNames: ['outcome'],
      registers,
    }),
    lookups: new Counter({
      name: 'throughline_flow_lookups_total',
      help: 'Look-ups of flows, by outcome: answered, or why there was no answer.',
      labelNames: ['outcome'],
      registers,
    }),
    shadowFlow: new Counter({
      name: 'throughline_shadow_flow_total',
      help: 'New conversations that the shadow flow looked at: same, elsewhere (by kinds of targets), or failed.',
      labelNames: ['outcome'],
      registers,
    }),
    waits: new Histogram({
      name: 'throughline_wait_seconds',
      help: 'Time from asking for an agent to the answer of one.',
      buckets: [5, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600],
      registers,
    }),
    purged: new Counter({
      name: 'throughline_purged_records_total',
      help: 'Records removed because their time was over, by class of data.',
      labelNames: ['class'],
      registers,
    }),
    policyViolations: new Counter({
      name: 'throughline_policy_violations_total',
      help: "Violations of the portal's Content-Security-Policy that browsers reported.",
      labelNames: ['directive', 'disposition'],
      registers,
    }),
    surveys: new Counter({
      name: 'throughline_survey_answers_total',
      help: 'What customers said about conversations that had ended, from 1, bad, to 5, good.',
      labelNames: ['score'],
      registers,
    }),
    mails: new Counter({
      name: 'throughline_mails_total',
      help: 'Transcripts by mail: queued, sent, postponed (each time), given_up.',
      labelNames: ['step'],
      registers,
    }),
    mailsWaiting: new Gauge({
      name: 'throughline_mails_waiting',
      help: 'Transcripts that are to be mailed, over all nodes.',
      registers,
    }),
    mailsOldest: new Gauge({
      name: 'throughline_mails_oldest_seconds',
      help: 'How long the oldest transcript that is to be mailed has been waiting; 0 when none is.',
      registers,
    }),
    browser: createBrowserMetrics(registers),
  };
}
