import type { Receipts } from '@throughline/protocol';
import { Alarm, type Environment } from './environment.js';

/** Receipts go out at most this often, in milliseconds. */
const COALESCE_MS = 250;
const NOTHING: Receipts = { deliveredSeq: 0, readSeq: 0 };

/** Tells the gateway how far this side has got; only what rose, and several rises in one frame. */
export class ReceiptSender {
  /** False when the connection cannot take it now. */
  readonly #send: (receipts: Receipts) => boolean;
  readonly #due: Alarm;
  #reached = NOTHING;
  #sent = NOTHING;

  constructor(environment: Environment, send: (receipts: Receipts) => boolean) {
    this.#due = new Alarm(environment);
    this.#send = send;
  }

  delivered(seq: number): void {
    this.#raise({ ...this.#reached, deliveredSeq: seq });
  }

  /** What was read was delivered, too. */
  read(seq: number): void {
    this.#raise({ deliveredSeq: seq, readSeq: seq });
  }

  /** Forgets what was sent: a receipt has no answer, so it may have been lost with the connection. */
  reset(): void {
    this.#due.clear();
    this.#sent = NOTHING;
  }

  /** Sends what rose since. */
  schedule(): void {
    if (!this.#due.isSet && hasRisen(this.#sent, this.#reached))
      this.#due.set(COALESCE_MS, () => this.#flush());
  }

  #raise({ deliveredSeq, readSeq }: Receipts): void {
    this.#reached = {
      deliveredSeq: Math.max(deliveredSeq, this.#reached.deliveredSeq),
      readSeq: Math.max(readSeq, this.#reached.readSeq),
    };
    this.schedule();
  }

  #flush(): void {
    if (this.#send(this.#reached)) this.#sent = this.#reached;
  }
}

function hasRisen(from: Receipts, to: Receipts): boolean {
  return to.deliveredSeq > from.deliveredSeq || to.readSeq > from.readSeq;
}
