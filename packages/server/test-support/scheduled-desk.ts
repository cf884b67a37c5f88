import { createDeskClient, type DeskClient } from '@throughline/chat-client/desk';
import type { DeskConversation } from '@throughline/protocol';
import type { ModelCluster } from './model-cluster.js';
import type { AgentAct } from './schedule-step.js';
import { ignore, Peer, type PeerSurroundings, type Shown } from './scheduled-peer.js';

const QUESTION = {
  kind: 'quick-replies',
  replies: [
    { id: 'yes', label: 'Yes' },
    { id: 'no', label: 'No' },
  ],
} as const;

/** An agent's desk. */
export class Desk extends Peer {
  readonly role = 'agent';
  readonly client: DeskClient;

  constructor(cluster: ModelCluster, index: number, surroundings: PeerSurroundings) {
    super(surroundings);
    this.client = createDeskClient({
      ...this.environment(),
      connect: () => this.dial((wire, dial) => cluster.acceptDesk(wire, agentId(index), index + dial)),
    });
    this.client.start();
  }

  pending() {
    return [...this.client.snapshot.transcripts.values()].flatMap((transcript) => transcript.pending);
  }

  /** The conversations that this agent has. */
  shown(): readonly Shown[] {
    const { transcripts } = this.client.snapshot;
    return this.#held.map(({ conversationId }) => {
      const { entries = [], customerTyping: typing = false } = transcripts.get(conversationId) ?? {};
      return { conversationId, entries, typing };
    });
  }

  override type(): void {
    super.type();
    const [held] = this.#held;
    if (held) this.client.typing(held.conversationId);
  }

  act(kind: AgentAct): void {
    const { desk } = this.client.snapshot;
    const [offer] = desk?.offers ?? [];
    const [held] = this.#held;
    const message = desk?.conversations.find(isMessage);
    if (kind === 'available') this.client.setAvailable(true).catch(ignore);
    if (kind === 'away') this.client.setAvailable(false).catch(ignore);
    if (kind === 'accept' && offer) this.client.accept(offer.interactionId).catch(ignore);
    if (kind === 'decline' && offer) this.client.decline(offer.interactionId).catch(ignore);
    if (kind === 'say' && held) this.hasSent(this.client.send(held.conversationId, 'reply'));
    if (kind === 'ask' && held) this.hasSent(this.client.send(held.conversationId, 'Is it so?', QUESTION));
    if (kind === 'finish' && held) this.client.end(held.conversationId).catch(ignore);
    if (kind === 'finish' && message) this.client.callEnded(message.conversationId, 'reached').catch(ignore);
  }

  get #held(): readonly DeskConversation[] {
    return (this.client.snapshot.desk?.conversations ?? []).filter((work) => !isMessage(work));
  }
}

/** A message that was left is work like a conversation. */
function isMessage({ customer }: DeskConversation): boolean {
  return customer.callback !== undefined;
}

export function agentId(index: number): string {
  return `agent-${index}`;
}
