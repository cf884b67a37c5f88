/** A fault that waits for what it strikes. */
export type ArmedFault =
  /** Answers Platform requests below `path` with this status, or handshakes of guests when it is `/v1`. 429 and 503 carry `Retry-After` when given. */
  | {
      readonly kind: 'http';
      readonly status: number;
      readonly path: string;
      readonly retryAfterSeconds?: number;
      /** Without a body, as a proxy in front answers. */
      readonly emptyBody: boolean;
    }
  /** Holds Platform requests below `path`, or frames of guests when `path` is `/v1`. */
  | { readonly kind: 'delay'; readonly ms: number; readonly path: string }
  /** Answers a guest's next request with 429. */
  | { readonly kind: 'rate-limit'; readonly retryAfterSeconds: number }
  /** Sends text that is no JSON instead of the next frame. */
  | { readonly kind: 'malformed-frame' }
  /** The next stand-in for the Messenger's script never becomes ready, or does not open. */
  | { readonly kind: 'messenger'; readonly how: 'never-ready' | 'command-error' };

/** Armed faults, each for a number of times. */
export class Faults {
  #armed: { readonly fault: ArmedFault; left: number }[] = [];

  arm(fault: ArmedFault, times: number): void {
    this.#armed.push({ fault, left: times });
  }

  list(): readonly { readonly fault: ArmedFault; readonly left: number }[] {
    return this.#armed.map(({ fault, left }) => ({ fault, left }));
  }

  clear(): void {
    this.#armed = [];
  }

  /** The next fault of this kind that `applies`, used once. */
  take<Kind extends ArmedFault['kind']>(
    kind: Kind,
    applies: (fault: Extract<ArmedFault, { kind: Kind }>) => boolean = () => true,
  ): Extract<ArmedFault, { kind: Kind }> | null {
    type Wanted = Extract<ArmedFault, { kind: Kind }>;
    const found = this.#armed.find(({ fault }) => fault.kind === kind && applies(fault as Wanted));
    if (!found) return null;
    found.left -= 1;
    if (found.left <= 0) this.#armed = this.#armed.filter((armed) => armed !== found);
    return found.fault as Wanted;
  }
}
