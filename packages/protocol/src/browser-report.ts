/** What a browser reports of itself: times and codes. Nothing of who uses it, and nothing of what is said. */
export interface BrowserReport {
  readonly v: 1;
  /** Version of the widget, `1.2.3`. */
  readonly release: string;
  /** At most {@link MAX_SAMPLES}. */
  readonly samples: readonly BrowserSample[];
}

/** All times in whole milliseconds. */
export type BrowserSample =
  /** How long one phase of the way to a working chat took. */
  | { readonly kind: 'phase'; readonly phase: LoadPhase; readonly ms: number }
  /** From the customer's click, or from the page's start where nobody has clicked, to a working chat. */
  | { readonly kind: 'ready'; readonly clicked: boolean; readonly ms: number }
  /** From sending a message to its acknowledgement. */
  | { readonly kind: 'sent'; readonly ms: number }
  /** The connection was lost, and was there again after this. */
  | { readonly kind: 'reconnected'; readonly ms: number }
  /** The customer was shown other ways to reach the company, this long after the click. `phase` is what they waited for. */
  | { readonly kind: 'fallback'; readonly phase: LoadPhase; readonly ms: number }
  /** An exception in the widget's own code, by its class: `TypeError`, or `other`. */
  | { readonly kind: 'error'; readonly name: string };

/**
 * - `script`: the loader. `chat`: the files of the chat. `session`: the portal vouches and the gateway answers.
 * - `socket`: from there to the welcome. `state`, of fallbacks alone: the socket was open, and nothing came over it.
 */
export type LoadPhase = (typeof LOAD_PHASES)[number];

export const LOAD_PHASES = ['script', 'chat', 'session', 'socket', 'state'] as const;

/** Of one report. */
export const MAX_SAMPLES = 50;
