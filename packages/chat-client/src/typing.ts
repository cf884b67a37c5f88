import { Alarm, type Environment } from './environment.js';

/** `typing` frames go out at most this often while the person types, in milliseconds. */
const REPEAT_MS = 3_000;
/** The person has stopped when no key was pressed for this long, in milliseconds. */
const PAUSE_MS = 5_000;
/** The other side has stopped when nothing was heard for this long: a lost "off" must not show for ever. */
const EXPIRY_MS = 6_000;

/** Says that this side is typing, without a frame per keystroke. */
export class OwnTyping {
  readonly #send: (on: boolean) => void;
  readonly #repeat: Alarm;
  readonly #pause: Alarm;

  constructor(environment: Environment, send: (on: boolean) => void) {
    this.#send = send;
    this.#repeat = new Alarm(environment);
    this.#pause = new Alarm(environment);
  }

  /** A key was pressed. */
  keystroke(): void {
    this.#pause.set(PAUSE_MS, () => this.stop());
    if (this.#repeat.isSet) return;
    this.#repeat.set(REPEAT_MS, () => undefined);
    this.#send(true);
  }

  /** The person has paused, or has sent what was typed. */
  stop(): void {
    if (this.#pause.isSet || this.#repeat.isSet) this.#send(false);
    this.reset();
  }

  /** Forgets without a word: the connection is gone. */
  reset(): void {
    this.#pause.clear();
    this.#repeat.clear();
  }
}

/** Whether the other side is typing. */
export class OtherTyping {
  readonly #onChange: () => void;
  readonly #expiry: Alarm;

  constructor(environment: Environment, onChange: () => void) {
    this.#expiry = new Alarm(environment);
    this.#onChange = onChange;
  }

  get on(): boolean {
    return this.#expiry.isSet;
  }

  set(on: boolean): void {
    const { on: before } = this;
    if (on) this.#expiry.set(EXPIRY_MS, this.#onChange);
    else this.#expiry.clear();
    if (on !== before) this.#onChange();
  }
}
