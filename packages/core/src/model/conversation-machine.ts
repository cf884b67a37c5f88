import type { ConversationState } from './conversation.js';

/**
 * What can happen to a conversation. `waiting`, `offered` and `assigned` follow the interaction; `agent_lost` is an
 * assignment that went back; `ended` is said by a participant, the gateway or the contact center.
 */
export type ConversationEvent = 'waiting' | 'offered' | 'assigned' | 'agent_lost' | 'ended';

/** The state afterwards; null: the event changes nothing, because it is old or repeated. */
type Row = Readonly<Record<ConversationEvent, ConversationState | null>>;

const ENDS_ONLY: Row = { waiting: null, offered: null, assigned: null, agent_lost: null, ended: 'ended' };

/** State × event, the table of SPEC.md. A state or an event without its cells does not compile. */
export const CONVERSATION_MACHINE: Readonly<Record<ConversationState, Row>> = {
  routing: { ...ENDS_ONLY, waiting: 'queued', offered: 'offered', assigned: 'active' },
  queued: { ...ENDS_ONLY, offered: 'offered', assigned: 'active' },
  offered: { ...ENDS_ONLY, waiting: 'queued', assigned: 'active' },
  active: { ...ENDS_ONLY, agent_lost: 'queued' },
  held: ENDS_ONLY,
  bot: ENDS_ONLY,
  fallback: ENDS_ONLY,
  ended: { waiting: null, offered: null, assigned: null, agent_lost: null, ended: null },
};

/** The states in which an event changes something, and the one that it leads to: the same from all of them. */
export function stepOf(event: ConversationEvent): {
  readonly from: readonly ConversationState[];
  readonly to: ConversationState;
} {
  const cells = Object.entries(CONVERSATION_MACHINE) as [ConversationState, Row][];
  const moving = cells.flatMap(([state, row]) => (row[event] === null ? [] : [{ state, to: row[event] }]));
  const [first] = moving;
  if (!first) throw new RangeError(`The event ${event} leads nowhere.`);
  return { from: moving.map(({ state }) => state), to: first.to };
}
