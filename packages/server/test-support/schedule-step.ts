import fc from 'fast-check';
import type { StoreMood } from './model-store.js';

/** Who there is in a schedule. */
export const CAST = { tabs: 2, agents: 2, nodes: 2 } as const;

/** One thing that people, networks or machines do. */
export type Step =
  | { readonly kind: TabAct; readonly tab: number }
  | { readonly kind: AgentAct; readonly agent: number }
  /** A key is pressed, and so on. */
  | { readonly kind: 'type' | 'cut' | 'wake'; readonly peer: number }
  | {
      readonly kind: 'deliver';
      readonly peer: number;
      readonly up: boolean;
      readonly count: number;
      /** Over HTTP: the last one first. */
      readonly backwards: boolean;
    }
  /** From now on no WebSocket of this tab comes through, or every one. */
  | { readonly kind: 'block' | 'unblock'; readonly tab: number }
  /** The WebSockets of this tab come through again, and time goes on until that has been noticed. */
  | { readonly kind: 'probe'; readonly tab: number }
  /** Over HTTP: a proxy asks again what is not answered yet, or the answers under way are lost. */
  | { readonly kind: 'again' | 'lose'; readonly tab: number }
  /** The network works for everybody, for a moment. */
  | { readonly kind: 'flow' }
  | { readonly kind: 'open'; readonly tab: number; readonly intent: number }
  | { readonly kind: 'restart'; readonly node: number }
  | { readonly kind: 'store'; readonly mood: StoreMood }
  | { readonly kind: 'bus'; readonly works: boolean }
  | { readonly kind: 'wait'; readonly ms: number };

/** `pick`: an answer to what was asked; `leave`: the way out of the queue that leaves a message and ends it. */
export type TabAct = 'send' | 'twice' | 'pick' | 'leave' | 'end';
/** `ask`: with answers to pick from; `finish`: ends the conversation, and is done with a message that was left. */
export type AgentAct = 'available' | 'away' | 'accept' | 'decline' | 'say' | 'ask' | 'finish';

const tab = fc.nat(CAST.tabs - 1);
const agent = fc.nat(CAST.agents - 1);
const peer = fc.nat(CAST.tabs + CAST.agents - 1);

/** Of a tab, of an agent: one of these kinds, each as likely as it is often there. */
const ofTab = <const Kind extends string>(...kinds: readonly Kind[]) =>
  fc.record({ kind: fc.constantFrom(...kinds), tab });
const ofAgent = <const Kind extends string>(...kinds: readonly Kind[]) =>
  fc.record({ kind: fc.constantFrom(...kinds), agent });

export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: ofTab('send') },
  {
    weight: 16,
    arbitrary: fc.record({
      kind: fc.constant('deliver' as const),
      peer,
      up: fc.boolean(),
      count: fc.integer({ min: 1, max: 5 }),
      backwards: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('flow' as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('cut', 'wake', 'type'), peer }) },
  { weight: 1, arbitrary: ofTab('twice') },
  { weight: 3, arbitrary: ofTab('block', 'unblock', 'probe', 'again', 'lose') },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('open' as const), tab, intent: fc.nat(2) }) },
  { weight: 2, arbitrary: ofTab('pick') },
  { weight: 6, arbitrary: ofAgent('available', 'accept', 'accept', 'say') },
  { weight: 2, arbitrary: ofAgent('ask') },
  { weight: 2, arbitrary: ofAgent('decline', 'away', 'finish') },
  { weight: 2, arbitrary: ofTab('end', 'leave', 'leave') },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('restart' as const), node: fc.nat(CAST.nodes - 1) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('store' as const),
      mood: fc.constantFrom('well' as const, 'away' as const, 'losing' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('bus' as const), works: fc.boolean() }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 20_000 }) }),
  },
);
