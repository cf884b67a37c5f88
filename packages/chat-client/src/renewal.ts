import type { ConnectionOptions } from './connection.js';
import { Alarm, type Environment } from './environment.js';
import { SignInError } from './sign-in-error.js';
import { ALONE, type Tabs } from './tabs.js';

export interface RenewalHandler {
  /** The portal does not vouch for the customer any more. */
  onSignedOut(error: SignInError): void;
  /** Another tab had the portal vouch. */
  onSignedInElsewhere(): void;
}

/** When the session is renewed, as a share of its lifetime: the rest is for a portal that is slow or away. */
const DUE_SHARE = 0.8;
/** The tabs that did not renew stand by: they are due up to this share of the lifetime later, each at its own time. */
const STAND_BY_SHARE = 0.1;
/** The portal's word is new for this share of the lifetime: nobody has to ask again. */
const FRESH_SHARE = 0.1;
/** Least and longest pause between two tries, in milliseconds. */
const PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 60_000;

/**
 * Has the portal vouch again before the session ends, while the connection goes on. Of several tabs, one renews for
 * all. Only differences of times count, so that a clock that jumps causes an early renewal at most.
 */
export class Renewal {
  readonly #environment: Environment;
  readonly #ask: ConnectionOptions['signIn'];
  readonly #tabs: Tabs;
  readonly #handler: RenewalHandler;
  readonly #due: Alarm;
  #lifetimeMs = 0;
  /** When the portal last vouched, in this tab or another, in ms since the epoch. */
  #vouchedAt: number;
  /** The connection is up: there is a session to renew. */
  #active = false;
  #running = false;
  /** Somebody looked at the tab while there was no connection. */
  #wanted = false;
  /** The portal has vouched before this was there, and the other tabs do not know. */
  #untold: boolean;
  #failures = 0;

  constructor(
    environment: Environment,
    ask: ConnectionOptions['signIn'],
    tabs: Tabs = ALONE,
    handler: RenewalHandler,
    vouchedAt = 0,
  ) {
    this.#vouchedAt = vouchedAt;
    this.#untold = vouchedAt > 0;
    this.#environment = environment;
    this.#ask = ask;
    this.#tabs = tabs;
    this.#handler = handler;
    this.#due = new Alarm(environment);
    tabs.listen((lifetimeMs) => {
      this.#vouched(lifetimeMs, DUE_SHARE + STAND_BY_SHARE * environment.random());
      handler.onSignedInElsewhere();
    });
  }

  /** What the connection signs in with. */
  readonly signIn = async (): Promise<void> => {
    const lifetimeMs = await this.#ask();
    this.#vouched(typeof lifetimeMs === 'number' ? lifetimeMs : this.#lifetimeMs);
    this.#tabs.tell(this.#lifetimeMs);
  };

  /** The connection is welcomed; its session lasts for this long. */
  start(lifetimeMs: number): void {
    this.#active = true;
    this.#plan(lifetimeMs);
    if (this.#untold) this.#tabs.tell(lifetimeMs);
    this.#untold = false;
    if (this.#wanted) void this.#renew();
  }

  /** The connection is gone. */
  stop(): void {
    this.#active = false;
    this.#due.clear();
  }

  /** Somebody looks: by now another person may sit there, or the device has slept for longer than timers tell. */
  wake(): void {
    if (this.#isFresh()) return;
    this.#wanted = true;
    if (this.#active) void this.#renew();
  }

  #isFresh(): boolean {
    const age = Math.abs(this.#environment.now() - this.#vouchedAt);
    return age < this.#lifetimeMs * FRESH_SHARE;
  }

  #vouched(lifetimeMs: number, dueShare?: number): void {
    this.#vouchedAt = this.#environment.now();
    this.#wanted = false;
    this.#failures = 0;
    this.#plan(lifetimeMs, dueShare);
  }

  #plan(lifetimeMs: number, dueShare = DUE_SHARE): void {
    this.#lifetimeMs = lifetimeMs;
    if (this.#active) this.#due.set(Math.max(PAUSE_MS, lifetimeMs * dueShare), () => void this.#renew());
  }

  async #renew(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      await this.#tabs.alone(async () => {
        // Another tab may have renewed while this one waited for its turn.
        if (!this.#isFresh()) await this.signIn();
      });
    } catch (error) {
      if (error instanceof SignInError && error.reason === 'sign-in-needed') this.#handler.onSignedOut(error);
      else this.#tryLater();
    } finally {
      this.#running = false;
    }
  }

  /** No answer is no sign-out: the conversation goes on, and when the session ends first, the connection sees to it. */
  #tryLater(): void {
    if (!this.#active) return;
    const boundMs = Math.min(MAX_PAUSE_MS, PAUSE_MS * 2 ** this.#failures);
    this.#failures += 1;
    this.#due.set(boundMs * (0.5 + this.#environment.random() / 2), () => void this.#renew());
  }
}
