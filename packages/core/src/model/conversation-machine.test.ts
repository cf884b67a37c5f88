import { describe, expect, it } from 'vitest';
import { CONVERSATION_MACHINE, type ConversationEvent, stepOf } from './conversation-machine.js';

const EVENTS: readonly ConversationEvent[] = ['waiting', 'offered', 'assigned', 'agent_lost', 'ended'];

describe('the life of a conversation', () => {
  it('[CONV-24] has an answer to every event in every state', () => {
    for (const row of Object.values(CONVERSATION_MACHINE))
      expect(Object.keys(row).toSorted()).toEqual(EVENTS.toSorted());
  });

  it('[CONV-24] leads to one state by each event, whatever the state before', () => {
    for (const event of EVENTS) {
      const targets = Object.values(CONVERSATION_MACHINE).flatMap((row) => row[event] ?? []);
      expect(new Set(targets)).toEqual(new Set([stepOf(event).to]));
    }
  });

  it('[CONV-12] [CONV-24] is over once it has ended, and can end from everywhere else', () => {
    const { ended, ...live } = CONVERSATION_MACHINE;
    expect(new Set(Object.values(ended))).toEqual(new Set([null]));
    expect(Object.values(live).every((row) => row.ended === 'ended')).toBe(true);
  });
});
