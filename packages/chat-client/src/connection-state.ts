import { CLOSE, type ErrorCode, LIMITS } from '@throughline/protocol';
import type { SignInError } from './sign-in-error.js';

/**
 * Where a connection stands, with what only that state needs. `attempt` counts the tries since a connection last
 * held for `STABLE_MS`.
 *
 * idle ─start─▶ signing-in ─▶ connecting ─▶ ready; a loss leads to waiting, and from there back to signing-in or
 * connecting. `sign-in-needed` lasts until a sign-in succeeds, which a wake-up tries in the background; `refused` waits
 * for nothing.
 */
export type LinkState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'signing-in'; readonly attempt: number }
  | { readonly kind: 'connecting'; readonly attempt: number }
  | { readonly kind: 'ready'; readonly attempt: number; readonly since: number }
  | {
      readonly kind: 'waiting';
      readonly attempt: number;
      readonly retryAt: number;
      /** What the next try begins with. */
      readonly next: 'sign-in' | 'connect';
    }
  | { readonly kind: 'sign-in-needed' }
  | { readonly kind: 'refused'; readonly code: ErrorCode };

export type LinkEvent =
  | { readonly kind: 'start' }
  | { readonly kind: 'stop' }
  /** Somebody is looking, or the network is back. `silentMs`: nothing was heard for this long. */
  | { readonly kind: 'wake'; readonly silentMs: number }
  | { readonly kind: 'signed-in' }
  | { readonly kind: 'sign-in-failed'; readonly error: Pick<SignInError, 'reason' | 'code'> }
  | { readonly kind: 'welcomed' }
  | { readonly kind: 'closed'; readonly code: number }
  /** The state's own time limit is over: see {@link limitMs}. */
  | { readonly kind: 'timeout' };

/** What the driver has to do now. */
export type Effect = 'sign-in' | 'connect' | 'disconnect';

export interface Step {
  readonly state: LinkState;
  readonly effects: readonly Effect[];
}

/** The moment of an event: the time in ms since the epoch, and a random number from 0 to below 1. */
export interface Moment {
  readonly now: number;
  readonly random: number;
}

/** Pure: the same state, event and moment always give the same step. */
export function transition(state: LinkState, event: LinkEvent, moment: Moment): Step {
  const cell = LINK_TABLE[state.kind][event.kind] as Cell<LinkState, LinkEvent>;
  return cell(state, event, moment);
}

/** How long a whole hand-off may take, in milliseconds. */
const SIGN_IN_MS = 30_000;
/** How long a socket may take to open and to be welcomed, in milliseconds. */
const WELCOME_MS = 10_000;
/** A connection that held this long counts as good: the next loss starts counting from zero. */
const STABLE_MS = 5_000;
/** Longer than from one heartbeat to the next: what is silent for longer went to sleep with the device. */
const STALE_MS = LIMITS.heartbeatMs + 2_000;
const BACKOFF_BASE_MS = 300;
const BACKOFF_CAP_MS = 15_000;

/** How long the state may last without news before `timeout`; null when it has no limit. */
export function limitMs(state: LinkState, now: number, silenceMs: number): number | null {
  switch (state.kind) {
    case 'signing-in':
      return SIGN_IN_MS;
    case 'connecting':
      return WELCOME_MS;
    case 'ready':
      return silenceMs;
    case 'waiting':
      return Math.max(0, state.retryAt - now);
    case 'idle':
    case 'sign-in-needed':
    case 'refused':
      return null;
  }
}

type Of<Union extends { kind: string }, Kind> = Extract<Union, { kind: Kind }>;
type Cell<State, Event> = (state: State, event: Event, moment: Moment) => Step;
export type LinkTable = {
  readonly [S in LinkState['kind']]: {
    readonly [E in LinkEvent['kind']]: Cell<Of<LinkState, S>, Of<LinkEvent, E>>;
  };
};

const stay = (state: LinkState): Step => ({ state, effects: [] });
const idle = (): Step => ({ state: { kind: 'idle' }, effects: [] });
const hangUp = (): Step => ({ state: { kind: 'idle' }, effects: ['disconnect'] });
const signIn = (attempt: number): Step => ({ state: { kind: 'signing-in', attempt }, effects: ['sign-in'] });
const connect = (attempt: number): Step => ({ state: { kind: 'connecting', attempt }, effects: ['connect'] });

/** State × event: a state or an event without its cells does not compile. */
export const LINK_TABLE: LinkTable = {
  idle: {
    start: () => signIn(0),
    stop: stay,
    wake: stay,
    'signed-in': stay,
    'sign-in-failed': stay,
    welcomed: stay,
    closed: stay,
    timeout: stay,
  },
  'signing-in': {
    start: stay,
    stop: idle,
    wake: stay,
    'signed-in': ({ attempt }) => connect(attempt),
    'sign-in-failed': signInFailed,
    welcomed: stay,
    closed: stay,
    timeout: ({ attempt }, _event, moment) => wait(attempt, 'sign-in', moment),
  },
  connecting: {
    start: stay,
    stop: hangUp,
    wake: reconnectWhenStale,
    'signed-in': stay,
    'sign-in-failed': stay,
    welcomed: ({ attempt }, _event, { now }) => stay({ kind: 'ready', attempt, since: now }),
    // A socket that was refused at the upgrade looks like one that could not be reached, so the session is looked
    // at again before the next try.
    closed: ({ attempt }, { code }, moment) => lost(attempt, code, 'sign-in', moment),
    timeout: ({ attempt }, _event, moment) => wait(attempt, 'sign-in', moment),
  },
  ready: {
    start: stay,
    stop: hangUp,
    wake: reconnectWhenStale,
    'signed-in': stay,
    // A renewal in the background; no answer is no reason to go.
    'sign-in-failed': (state, { error }) =>
      error.reason === 'sign-in-needed'
        ? { state: { kind: 'sign-in-needed' }, effects: ['disconnect'] }
        : stay(state),
    welcomed: stay,
    closed: (state, { code }, moment) => lost(attemptAfter(state, moment), code, 'connect', moment),
    timeout: (state, _event, moment) => wait(attemptAfter(state, moment), 'connect', moment),
  },
  waiting: {
    start: stay,
    stop: idle,
    wake: tryAgain,
    'signed-in': stay,
    'sign-in-failed': stay,
    welcomed: stay,
    closed: stay,
    timeout: tryAgain,
  },
  'sign-in-needed': {
    start: stay,
    stop: idle,
    wake: () => ({ state: { kind: 'sign-in-needed' }, effects: ['sign-in'] }),
    'signed-in': () => connect(0),
    'sign-in-failed': stay,
    welcomed: stay,
    closed: stay,
    timeout: stay,
  },
  refused: {
    start: stay,
    stop: idle,
    wake: stay,
    'signed-in': stay,
    'sign-in-failed': stay,
    welcomed: stay,
    closed: stay,
    timeout: stay,
  },
};

function signInFailed(
  { attempt }: { readonly attempt: number },
  { error }: Of<LinkEvent, 'sign-in-failed'>,
  moment: Moment,
): Step {
  switch (error.reason) {
    case 'sign-in-needed':
      return stay({ kind: 'sign-in-needed' });
    case 'refused':
      return stay({ kind: 'refused', code: error.code });
    case 'unreachable':
      return wait(attempt, 'sign-in', moment);
  }
}

function lost(attempt: number, code: number, next: 'sign-in' | 'connect', moment: Moment): Step {
  if (code === CLOSE.versionUnsupported) {
    return { state: { kind: 'refused', code: 'version_unsupported' }, effects: ['disconnect'] };
  }
  if (code !== CLOSE.sessionEnded) return wait(attempt, next, moment);
  // Once at once; a session that ends again and again must not become a storm of hand-offs.
  if (attempt > 0) return wait(attempt, 'sign-in', moment);
  return { state: { kind: 'signing-in', attempt: 1 }, effects: ['disconnect', 'sign-in'] };
}

/** Full jitter: any time up to the exponential bound, so that clients of a restarted gateway come back spread out. */
function wait(attempt: number, next: 'sign-in' | 'connect', { now, random }: Moment): Step {
  const boundMs = Math.min(BACKOFF_CAP_MS, BACKOFF_BASE_MS * 2 ** attempt);
  const retryAt = now + Math.round(random * boundMs);
  return { state: { kind: 'waiting', attempt: attempt + 1, retryAt, next }, effects: ['disconnect'] };
}

/** After a sleep the socket looks open for minutes. Whoever looks at the screen should not wait for its time limit. */
function reconnectWhenStale(
  state: Of<LinkState, 'connecting' | 'ready'>,
  { silentMs }: Of<LinkEvent, 'wake'>,
  moment: Moment,
): Step {
  if (silentMs < STALE_MS) return stay(state);
  return {
    state: { kind: 'connecting', attempt: attemptAfter(state, moment) },
    effects: ['disconnect', 'connect'],
  };
}

function tryAgain({ attempt, next }: Of<LinkState, 'waiting'>): Step {
  return next === 'sign-in' ? signIn(attempt) : connect(attempt);
}

function attemptAfter(
  { attempt, since = Number.POSITIVE_INFINITY }: { readonly attempt: number; readonly since?: number },
  { now }: Moment,
): number {
  return now - since >= STABLE_MS ? 0 : attempt;
}
