import type { Conversation } from '@throughline/core';
import { eventually } from './eventually.js';
import { RelayDoor } from './relay-door.js';
import { RelayGateway } from './relay-gateway.js';

const RECAP = 'customer: Earlier in this conversation';

/** One customer, one node, and the other side with an agent who takes everything. */
export class RelayStage {
  readonly door: RelayDoor;
  readonly gateway: RelayGateway;
  readonly conversation: Conversation;

  private constructor(door: RelayDoor, gateway: RelayGateway, conversation: Conversation) {
    this.door = door;
    this.gateway = gateway;
    this.conversation = conversation;
  }

  static async set(): Promise<RelayStage> {
    const door = await RelayDoor.start();
    const gateway = new RelayGateway({ endpoint: door.endpoint, limits: { answerMs: 1_500 } });
    return new RelayStage(door, gateway, await gateway.open());
  }

  async write(text: string): Promise<void> {
    await this.gateway.send(this.conversation, text);
  }

  async sendFile(name: string): Promise<void> {
    await this.gateway.sendFile(this.conversation, name, 'content');
  }

  /** The agent answers in the conversation that is live now. */
  async answer(text: string): Promise<void> {
    const live = await eventually(
      async () => {
        const taken = await this.door.accept();
        const isLive = await Promise.all(taken.map((id) => this.door.isLive(id)));
        return taken.find((_id, index) => isLive[index]);
      },
      (id) => id !== undefined,
    );
    await this.door.say(live ?? '', text);
  }

  /** Texts of the customer that the other side has, over all conversations there, without what sums them up. */
  async arrived(): Promise<readonly string[]> {
    const all = await Promise.all(this.door.conversations.map((id) => this.door.transcript(id)));
    const lines = all.flat().filter((line) => line.startsWith('customer: '));
    return lines.filter((line) => !line.startsWith(RECAP));
  }

  /** Until agents have all of these, or the conversation is over. */
  async untilArrived(texts: readonly string[]): Promise<void> {
    await eventually(
      async () => {
        const arrived = await this.arrived();
        const { state } = await this.gateway.get(this.conversation);
        return state === 'ended' || texts.every((text) => arrived.includes(`customer: ${text}`));
      },
      (isSo) => isSo,
    );
  }

  /** Until the customer sees "delivered" at this entry. */
  async untilDelivered(seq: number): Promise<void> {
    await eventually(
      () => this.gateway.get(this.conversation),
      ({ agentReceipts }) => agentReceipts.deliveredSeq >= seq,
    );
  }

  async untilEnded(): Promise<void> {
    await eventually(
      () => this.gateway.get(this.conversation),
      ({ state }) => state === 'ended',
    );
  }

  async untilSeen(line: string): Promise<readonly string[]> {
    return eventually(
      () => this.gateway.transcript(this.conversation),
      (seen) => seen.includes(line),
    );
  }

  async strike(): Promise<void> {
    await this.gateway.stop();
    await this.door.stop();
  }
}
