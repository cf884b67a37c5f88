import type { CustomerCommand, SharedItem, WithholdCommand } from '@throughline/protocol';
import type { ChatSnapshot, WayTaken } from './chat-snapshot.js';
import { CommandError } from './command-error.js';
import { Commands } from './commands.js';
import type { Environment } from './environment.js';

/** What a customer asks the gateway for besides sending messages. */
export class CustomerCommands extends Commands {
  readonly #send: (command: CustomerCommand) => boolean;
  readonly #snapshot: () => ChatSnapshot;

  constructor(
    environment: Environment,
    send: (command: CustomerCommand) => boolean,
    snapshot: () => ChatSnapshot,
  ) {
    super(environment);
    this.#send = send;
    this.#snapshot = snapshot;
  }

  choose = async (way: WayTaken): Promise<void> => {
    const conversationId = this.#liveId('no_conversation');
    await this.run((ref) => this.#send({ ...way, type: 'choose', ref, conversationId }));
  };

  cancelCallback = async (): Promise<void> => {
    const callbackId = this.#snapshot().callback?.id;
    if (callbackId === undefined) throw new CommandError('not_found');
    await this.run((ref) => this.#send({ type: 'cancel-callback', ref, callbackId }));
  };

  withhold = async (item: SharedItem): Promise<void> => {
    const conversationId = this.#liveId('not_found');
    const { name } = item;
    if (name === undefined) throw new CommandError('not_found');
    const kind = item.kind as WithholdCommand['kind'];
    await this.run((ref) => this.#send({ type: 'withhold', ref, conversationId, kind, name }));
  };

  end = async (): Promise<void> => {
    const conversationId = this.#liveId('no_conversation');
    await this.run((ref) => this.#send({ type: 'end', ref, conversationId }));
  };

  /** @throws CommandError with `otherwise` when there is no live conversation */
  #liveId(otherwise: 'no_conversation' | 'not_found'): string {
    const { conversation } = this.#snapshot();
    if (!conversation || conversation.state === 'ended') throw new CommandError(otherwise);
    return conversation.id;
  }
}
