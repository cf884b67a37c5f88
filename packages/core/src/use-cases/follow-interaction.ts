import type { Conversation, EntryKind } from '../model/conversation.js';
import { stepOf } from '../model/conversation-machine.js';
import type { Interaction } from '../model/interaction.js';
import type { Transition } from '../ports/conversation-store.js';
import type { Core } from './core.js';
import { endConversation } from './end-conversation.js';
import { feedFlow, restartFlow } from './follow-flow.js';
import { sealBody } from './sealing.js';

/**
 * Brings a conversation in line with its interaction. Called at least once for the latest version of every change;
 * repeating it, or skipping versions in between, leads to the same conversation, because entry ids derive from the
 * interaction's version and transitions name the states they start from. A version that is followed after a newer one
 * changes nothing.
 */
export async function followInteraction(core: Core, interaction: Interaction): Promise<void> {
  let conversation = await core.conversations.get(interaction.conversationId);
  if (!conversation) return;
  if (conversation.state === 'ended') {
    // A request that was on its way when the conversation ended: nobody may be offered it.
    // Not awaited: closing waits for this very round of following to end.
    if (interaction.state !== 'closed')
      void core.contactCenter.close(conversation.id, core.clock.now()).catch(() => undefined);
    return;
  }

  if (interaction.state === 'closed') {
    await endConversation(core, conversation, { kind: 'system', id: 'contact-center' }, '', 'contact_center');
    return;
  }
  const holder = interaction.state === 'assigned' ? interaction.agentId : null;
  if (conversation.agentId !== null && conversation.agentId !== holder) {
    conversation = await leave(core, conversation, interaction);
    if (holder === null) await restartFlow(core, conversation);
  }
  switch (interaction.state) {
    case 'waiting':
      await change(core, conversation, interaction, { ...stepOf('waiting'), agentId: null });
      break;
    case 'offered':
      await change(core, conversation, interaction, { ...stepOf('offered'), agentId: null });
      break;
    case 'assigned':
      await join(core, conversation, interaction);
      break;
  }
}

async function join(core: Core, conversation: Conversation, interaction: Interaction): Promise<void> {
  const { agentId } = interaction;
  if (agentId === null) return;
  await change(core, conversation, interaction, {
    ...stepOf(interaction.byBot ? 'bot' : 'assigned'),
    agentId,
    entry: await agentEntry(core, conversation, interaction, 'joined', agentId),
  });
  await feedFlow(core, conversation, { kind: 'agentFree', at: core.clock.now().toISOString() });
}

async function leave(
  core: Core,
  conversation: Conversation,
  interaction: Interaction,
): Promise<Conversation> {
  const agentId = conversation.agentId ?? '';
  return change(core, conversation, interaction, {
    ...stepOf('agent_lost'),
    agentId: null,
    entry: await agentEntry(core, conversation, interaction, 'left', agentId),
    audit: {
      at: core.clock.now(),
      action: 'conversation.requeued',
      actor: { kind: 'system', id: 'contact-center' },
      conversationId: conversation.id,
      details: { agentId },
    },
  });
}

async function agentEntry(
  core: Core,
  conversation: Conversation,
  interaction: Interaction,
  kind: EntryKind,
  agentId: string,
) {
  const id = `${kind}:${interaction.id}:${interaction.version}`;
  const displayName = (await core.contactCenter.agentDisplayName(agentId)) ?? 'Agent';
  return {
    conversationId: conversation.id,
    id,
    kind,
    party: { role: 'agent' as const, id: agentId },
    at: core.clock.now(),
    sealedBody: await sealBody(core.sealer, conversation.customerId, conversation.id, id, { displayName }),
  };
}

type Change = Pick<Transition, 'from' | 'to' | 'agentId'> & Partial<Pick<Transition, 'entry' | 'audit'>>;

async function change(
  core: Core,
  conversation: Conversation,
  { version }: Interaction,
  change: Change,
): Promise<Conversation> {
  const { id, customerId } = conversation;
  const result = await core.conversations.transition({
    conversationId: id,
    at: core.clock.now(),
    entry: null,
    audit: null,
    interactionVersion: version,
    ...change,
  });
  if (result.kind === 'not_found') return conversation;
  if (result.kind === 'changed') {
    if (result.entry) core.bus.publish({ kind: 'entries', conversationId: id, entries: [result.entry] });
    core.bus.publish({ kind: 'conversation', conversationId: id, customerId });
  }
  return result.conversation;
}
