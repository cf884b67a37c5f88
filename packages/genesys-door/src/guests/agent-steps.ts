import type { Interaction } from '@throughline/core';
import type { GuestDependencies } from './dependencies.js';
import type { ServedItem } from './model.js';
import { openParticipant } from './participants.js';
import type { ServedItems } from './served-items.js';

/** Brings the participants of an item in line with its interaction: who waits, is asked, has it, or left. */
export class AgentSteps<Item extends ServedItem> {
  readonly #dependencies: GuestDependencies;
  readonly #items: ServedItems<Item>;

  constructor(dependencies: GuestDependencies, items: ServedItems<Item>) {
    this.#dependencies = dependencies;
    this.#items = items;
  }

  async follow(item: Item, interaction: Interaction): Promise<void> {
    const { agentId: left } = item;
    const holder = interaction.state === 'assigned' ? interaction.agentId : null;
    if (left !== null && left !== holder) {
      item.agentId = null;
      await this.#tellDesk(item, interaction, 'left', left);
    }
    this.#leave(item, interaction);
    this.#join(item, interaction);
    if (holder !== null && item.agentId !== holder) {
      item.agentId = holder;
      await this.#tellDesk(item, interaction, 'joined', holder);
    }
    item.interactionState = interaction.state;
    item.queueId = interaction.queueId;
    item.priority = interaction.priority;
  }

  #leave(item: Item, { state, agentId, queueId }: Interaction): void {
    const agent = openParticipant(item, 'agent');
    if (agent && (state === 'waiting' || agent.agentId !== agentId)) {
      this.#items.leave(item, agent, 'transfer');
    }
    const acd = openParticipant(item, 'acd');
    if (acd && (state === 'assigned' || acd.queueId !== queueId)) {
      this.#items.leave(item, acd, 'transfer');
    }
  }

  #join(item: Item, { state, agentId, queueId }: Interaction): void {
    if (state !== 'assigned' && !openParticipant(item, 'acd')) {
      this.#items.join(item, 'acd', { queueId });
    }
    if (state === 'waiting') return;
    const agent =
      openParticipant(item, 'agent') ??
      this.#items.join(item, 'agent', { queueId, agentId, state: 'alerting' });
    if (state === 'assigned' && agent.state === 'alerting') {
      agent.state = 'connected';
      agent.connectedTime = this.#dependencies.clock.now();
    }
  }

  async #tellDesk(
    item: Item,
    interaction: Interaction,
    kind: 'joined' | 'left',
    agentId: string,
  ): Promise<void> {
    const { contactCenter, clock } = this.#dependencies;
    this.#items.append(item, {
      id: `${kind}:${interaction.id}:${interaction.version}`,
      kind,
      party: { role: 'agent', id: agentId },
      at: clock.now(),
      body: { displayName: (await contactCenter.agentDisplayName(agentId)) ?? 'Agent' },
    });
  }
}
