import { Counter, Histogram, type Registry } from 'prom-client';

/** What widgets report: times in seconds; labels are families of browsers, phases and classes of errors. */
export interface BrowserMetrics {
  readonly phases: Histogram<'phase' | 'browser'>;
  /** `after` is `click` or `page`. */
  readonly ready: Histogram<'after' | 'browser'>;
  readonly sends: Histogram<'browser'>;
  readonly reconnects: Histogram<'browser'>;
  readonly fallbacks: Counter<'phase' | 'browser'>;
  readonly errors: Counter<'name' | 'release' | 'browser'>;
}

const BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30];

export function createBrowserMetrics(registers: Registry[]): BrowserMetrics {
  const times = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Histogram({ name: `throughline_widget_${name}`, help, labelNames, buckets: BUCKETS, registers });
  return {
    phases: times(
      'load_phase_seconds',
      'How long each phase of the way to a working chat took in browsers.',
      ['phase', 'browser'],
    ),
    ready: times('ready_seconds', 'Time from the click (or the start of the page) to a working chat.', [
      'after',
      'browser',
    ]),
    sends: times('send_seconds', 'Time from sending a message to its acknowledgement, as browsers saw it.', [
      'browser',
    ]),
    reconnects: times('reconnect_seconds', 'How long browsers were without a connection that they had.', [
      'browser',
    ]),
    fallbacks: new Counter({
      name: 'throughline_widget_fallbacks_total',
      help: 'Customers who were shown other ways because the chat did not open, by what they waited for.',
      labelNames: ['phase', 'browser'],
      registers,
    }),
    errors: new Counter({
      name: 'throughline_widget_errors_total',
      help: "Exceptions in the widget's own code, by class, release of the widget, and browser.",
      labelNames: ['name', 'release', 'browser'],
      registers,
    }),
  };
}
