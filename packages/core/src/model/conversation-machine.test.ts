import { specTable } from '@throughline/test-kit';
import { describe, expect, it } from 'vitest';
import {
  CONVERSATION_MACHINE,
  type ConversationEvent,
  type ConversationMachine,
  stepOf,
} from './conversation-machine.js';

const EVENTS: readonly ConversationEvent[] = [
  'waiting',
  'offered',
  'assigned',
  'bot',
  'agent_lost',
  'held',
  'out_of_queue',
  'ended',
];

describe('the life of a conversation', () => {
  it('[CONV-24] has an answer to every event in every state', () => {
    for (const row of Object.values(CONVERSATION_MACHINE))
      expect(Object.keys(row).toSorted()).toEqual(EVENTS.toSorted());
  });

  it('[CONV-24] is what the table of SPEC.md says', () => {
    const inCode = Object.entries(CONVERSATION_MACHINE).map(([state, row]) => [
      state,
      ...EVENTS.map((event) => row[event] ?? '–'),
    ]);
    const inSpec = specTable(new URL('../../SPEC.md', import.meta.url), '## States');
    expect(inSpec.map(([state, _meaning, ...cells]) => [state, ...cells])).toEqual(inCode);
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

  it('[CONV-24] does not compile without one of its cells or states', () => {
    const { agent_lost: _cell, ...row } = CONVERSATION_MACHINE.held;
    // @ts-expect-error -- the answer of `held` to `agent_lost` is missing
    const withoutCell: ConversationMachine = { ...CONVERSATION_MACHINE, held: row };
    const { held: _row, ...states } = CONVERSATION_MACHINE;
    // @ts-expect-error -- the row of `held` is missing
    const withoutRow: ConversationMachine = states;
    expect([withoutCell.held.agent_lost, withoutRow.held]).toEqual([undefined, undefined]);
  });
});
