import { CONVERSATION_STATES, type ConversationState } from './conversation.js';

/**
 * What can happen to a conversation. `waiting`, `offered` and `assigned` follow the interaction; `bot` is an
 * assignment to a program; `agent_lost` is an assignment that went back; `held` and `out_of_queue` (a way out without an agent) are said by the flow; `ended` by a
 * participant, the gateway or the contact center.
 */
export type ConversationEvent =
  | 'waiting'
  | 'offered'
  | 'assigned'
  | 'bot'
  | 'agent_lost'
  | 'held'
  | 'out_of_queue'
  | 'ended';

export type ConversationMachine = {
  readonly [S in ConversationState]: {
    /** The state afterwards; null: the event changes nothing, because it is old or repeated. */
    readonly [E in ConversationEvent]: ConversationState | null;
  };
};

/** State × event, the table of SPEC.md. A state or an event without its cells does not compile. */
export const CONVERSATION_MACHINE: ConversationMachine = {
  routing: {
    waiting: 'queued',
    offered: 'offered',
    assigned: 'active',
    bot: 'bot',
    agent_lost: null,
    held: 'held',
    out_of_queue: 'fallback',
    ended: 'ended',
  },
  queued: {
    waiting: null,
    offered: 'offered',
    assigned: 'active',
    bot: 'bot',
    agent_lost: null,
    held: 'held',
    out_of_queue: 'fallback',
    ended: 'ended',
  },
  offered: {
    waiting: 'queued',
    offered: null,
    assigned: 'active',
    bot: 'bot',
    agent_lost: null,
    held: 'held',
    out_of_queue: 'fallback',
    ended: 'ended',
  },
  active: {
    waiting: null,
    offered: null,
    assigned: null,
    bot: null,
    agent_lost: 'queued',
    held: null,
    out_of_queue: null,
    ended: 'ended',
  },
  held: {
    waiting: 'queued',
    offered: 'offered',
    assigned: 'active',
    bot: 'bot',
    agent_lost: null,
    held: null,
    out_of_queue: 'fallback',
    ended: 'ended',
  },
  bot: {
    waiting: null,
    offered: null,
    assigned: null,
    bot: null,
    agent_lost: 'queued',
    held: null,
    out_of_queue: null,
    ended: 'ended',
  },
  fallback: {
    waiting: 'queued',
    offered: 'offered',
    assigned: 'active',
    bot: 'bot',
    agent_lost: null,
    held: 'held',
    out_of_queue: null,
    ended: 'ended',
  },
  ended: {
    waiting: null,
    offered: null,
    assigned: null,
    bot: null,
    agent_lost: null,
    held: null,
    out_of_queue: null,
    ended: null,
  },
};

/** The states in which an event changes something, and the one that it leads to: the same from all of them. */
export function stepOf(event: ConversationEvent): {
  readonly from: readonly ConversationState[];
  readonly to: ConversationState;
} {
  const moving = CONVERSATION_STATES.flatMap((state) => {
    const to = CONVERSATION_MACHINE[state][event];
    return to === null ? [] : [{ state, to }];
  });
  const [first] = moving;
  if (!first) throw new RangeError(`The event ${event} leads nowhere.`);
  return { from: moving.map(({ state }) => state), to: first.to };
}
