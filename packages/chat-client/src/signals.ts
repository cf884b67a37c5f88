import type { ReceiptCommand, TypingCommand } from '@throughline/protocol';
import type { Environment } from './environment.js';
import { ReceiptSender } from './receipt-sender.js';
import { OtherTyping, OwnTyping } from './typing.js';

export interface SignalHandler {
  /** False when the connection cannot take it now. */
  send(command: TypingCommand | ReceiptCommand): boolean;
  onChange(): void;
}

/** What both sides of a conversation tell each other besides entries: who is typing, what was delivered and read. */
export class Signals {
  readonly ownTyping: OwnTyping;
  readonly otherTyping: OtherTyping;
  readonly receipts: ReceiptSender;

  constructor(conversationId: string, environment: Environment, handler: SignalHandler) {
    this.ownTyping = new OwnTyping(environment, (on) => {
      handler.send({ type: 'typing', conversationId, on });
    });
    this.otherTyping = new OtherTyping(environment, () => handler.onChange());
    this.receipts = new ReceiptSender(environment, (receipts) =>
      handler.send({ type: 'receipt', conversationId, ...receipts }),
    );
  }

  /** What the other side was writing is here: it may have been cut off before it could say that it has stopped. */
  arrived(seq: number): void {
    this.otherTyping.set(false);
    this.receipts.delivered(seq);
  }

  /** The connection is gone, or the conversation is no longer on screen: no timer is left. */
  reset(): void {
    this.receipts.reset();
    this.ownTyping.reset();
    this.otherTyping.set(false);
  }
}
