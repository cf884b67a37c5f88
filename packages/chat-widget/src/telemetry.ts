import type { ChatClient } from '@throughline/chat-client';
import {
  BROWSER_PATHS,
  type BrowserReport,
  type BrowserSample,
  type LoadPhase,
  MAX_SAMPLES,
  REQUESTED_BY_HEADER,
} from '@throughline/protocol';
import { loadsOf, SCRIPT_FILES, SESSION_REQUESTS, triesOf } from './loads.js';
import { createMeasure } from './model/measured.js';

/** The build puts it in. */
declare const RELEASE: string;

/** Times are sent once the page is left, and now and then before, so that a page that crashes has told something. */
const SEND_EVERY_MS = 60_000;
/** How long the gateway may take. */
const SEND_MS = 5_000;
/** Of one page: a widget that throws without end is told of often enough by then. */
const MAX_OF_ERRORS = 5;
const MAX_MS = 600_000;

export interface Told {
  readonly client: ChatClient;
  /** Customer door. */
  readonly basePath: string;
  /** Share of pages that tell times, from 0 to 1; failures are always told, unless it is 0. */
  readonly share: number;
}

export interface Telemetry {
  /** A chat was there for the first time at `now`; `openedAt` is when the customer clicked, 0 when nobody did. */
  ready(openedAt: number, now: number): void;
  /** The customer is shown other ways, after `ms`. */
  fallback(phase: LoadPhase, ms: number): void;
  stop(): void;
}

/** Measures one chat and reports to the gateway: times and codes, nothing of who uses it or of what is said. */
export function startTelemetry({ client, basePath, share }: Told): Telemetry {
  const url = new URL(basePath + BROWSER_PATHS.browserReports, location.href);
  const folder = new URL(`${basePath}/`, location.href).href;
  const telling = new AbortController();
  const { signal } = telling;
  const isChosen = Math.random() < share;
  const measure = createMeasure();
  let samples: BrowserSample[] = [];
  let errors = 0;

  const send = () => {
    if (samples.length === 0) return;
    const sent = samples.splice(0, MAX_SAMPLES);
    const report: BrowserReport = { v: 1, release: RELEASE, samples: sent };
    fetch(url, {
      method: 'POST',
      body: JSON.stringify(report),
      headers: { 'content-type': 'application/json', [REQUESTED_BY_HEADER]: 'throughline' },
      credentials: 'omit',
      keepalive: true,
      signal: AbortSignal.timeout(SEND_MS),
    }).then(
      ({ status }) => wasHeard(status) || keep(sent),
      () => keep(sent),
    );
  };
  // What keeps a chat from opening keeps reports back, too: they go out with the next one, or with the page.
  const keep = (unsent: readonly BrowserSample[]) => {
    samples = [...unsent, ...samples].slice(0, MAX_SAMPLES);
  };
  const add = (more: readonly BrowserSample[]) => {
    samples = [...samples, ...more.map(inBounds)].slice(-MAX_SAMPLES);
  };
  const onError = (error: unknown, where: string) => {
    if (!where.includes(folder) || share === 0 || errors >= MAX_OF_ERRORS) return;
    errors += 1;
    add([{ kind: 'error', name: classOf(error) }]);
    send();
  };

  if (isChosen) {
    signal.addEventListener(
      'abort',
      client.subscribe(() => add(measure(client.snapshot, Date.now()))),
    );
    const timer = setInterval(send, SEND_EVERY_MS);
    signal.addEventListener('abort', () => clearInterval(timer));
  }
  addEventListener('error', ({ error, filename }) => onError(error, filename), { signal });
  addEventListener('unhandledrejection', ({ reason }) => onError(reason, stackOf(reason)), { signal });
  addEventListener('pagehide', send, { signal });
  return {
    ready(openedAt, now) {
      if (!isChosen) return;
      const ms = now - (openedAt || performance.timeOrigin);
      add([...phasesOf(folder, now), { kind: 'ready', clicked: openedAt > 0, ms }]);
    },
    fallback(phase, ms) {
      if (share === 0) return;
      add([{ kind: 'fallback', phase, ms }]);
      send();
    },
    stop: () => telling.abort(),
  };
}

/** The gateway took it (204), or will not have it. Everything else comes from what is in the way, with 200 too. */
function wasHeard(status: number): boolean {
  return status === 204 || (status >= 400 && status < 500);
}

/** `now` is ms since the epoch. */
function phasesOf(folder: string, now: number): BrowserSample[] {
  const sessions = loadsOf(folder, SESSION_REQUESTS);
  const signedInAt = Math.max(...sessions.map(({ responseEnd }) => responseEnd));
  const socketMs = now - performance.timeOrigin - signedInAt;
  return [
    ...spanOf('script', loadsOf(folder, SCRIPT_FILES)),
    ...spanOf('chat', triesOf(folder)),
    ...spanOf('session', sessions),
    ...(socketMs > 0 && sessions.length > 0 ? [sample('socket', socketMs)] : []),
  ];
}

function spanOf(phase: LoadPhase, entries: readonly PerformanceResourceTiming[]): BrowserSample[] {
  if (entries.length === 0) return [];
  const from = Math.min(...entries.map(({ startTime }) => startTime));
  return [sample(phase, Math.max(...entries.map(({ responseEnd }) => responseEnd)) - from)];
}

function sample(phase: LoadPhase, ms: number): BrowserSample {
  return { kind: 'phase', phase, ms };
}

/** A clock that was set, or a computer that slept, must not make the whole report unreadable. */
function inBounds(sample: BrowserSample): BrowserSample {
  return 'ms' in sample ? { ...sample, ms: Math.min(MAX_MS, Math.max(0, Math.round(sample.ms))) } : sample;
}

/** Never the message: it may quote what somebody wrote. */
function classOf(error: unknown): string {
  const name = error instanceof Error ? error.name : '';
  return /^[A-Za-z]{1,40}$/.test(name) ? name : 'other';
}

function stackOf(reason: unknown): string {
  return reason instanceof Error ? (reason.stack ?? '') : '';
}
