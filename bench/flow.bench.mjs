/**
 * Decisions a second: a flow, the same decision as a closure written by hand, and the same as rules of
 * json-rules-engine. All three are given the same customers and must agree on each of them.
 */
import { parseFlow, runFlow } from '@throughline/flow';
import { Engine } from 'json-rules-engine';

const FLOW = `flow: bench
facts:
  tier: { from: user.tier, type: string, default: STANDARD }
  language: { from: user.language, type: string, default: en }
  intent: { from: webchat.intent, type: string, default: other }
  balance: { from: user.balance, type: number, default: 0 }
start: first
default: standard
steps:
  first:
    kind: decide
    when:
      - { if: intent == 'fraud', then: fraud }
      - { if: tier == 'PREMIUM' && balance >= 100000, then: wealth }
      - { if: tier == 'PREMIUM', then: premium }
      - { if: intent == 'loan' && balance > 500, then: loans }
    otherwise: second
  second:
    kind: decide
    when:
      - { if: "language in ['de', 'at']", then: german }
      - { if: language == 'fr' && intent != 'faq', then: french }
      - { if: "intent in ['faq', 'hours']", then: help }
    otherwise: standard
  fraud: { kind: queue, queue: fraud, priority: 100, limit: 1m, then: help }
  wealth: { kind: queue, queue: wealth, limit: 2m, then: premium }
  premium: { kind: queue, queue: premium, limit: 2m, then: standard }
  loans: { kind: queue, queue: loans, limit: 5m, then: standard }
  german: { kind: queue, queue: german, limit: 5m, then: help }
  french: { kind: queue, queue: french, limit: 5m, then: help }
  help: { kind: link, url: /help }
  standard: { kind: queue, queue: standard, limit: 10m, then: help }
`;

/** @typedef {{user: {tier: string, language: string, balance: number}, webchat: {intent: string}}} Customer */

/** @param {Customer} customer */
function byHand({ user: { tier, language, balance }, webchat: { intent } }) {
  if (intent === 'fraud') return 'fraud';
  if (tier === 'PREMIUM' && balance >= 100_000) return 'wealth';
  if (tier === 'PREMIUM') return 'premium';
  if (intent === 'loan' && balance > 500) return 'loans';
  if (['de', 'at'].includes(language)) return 'german';
  if (language === 'fr' && intent !== 'faq') return 'french';
  return ['faq', 'hours'].includes(intent) ? 'help' : 'standard';
}

/** @type {[string, [string, string, unknown][]][]} */
const RULES = [
  ['fraud', [['intent', 'equal', 'fraud']]],
  [
    'wealth',
    [
      ['tier', 'equal', 'PREMIUM'],
      ['balance', 'greaterThanInclusive', 100_000],
    ],
  ],
  ['premium', [['tier', 'equal', 'PREMIUM']]],
  [
    'loans',
    [
      ['intent', 'equal', 'loan'],
      ['balance', 'greaterThan', 500],
    ],
  ],
  ['german', [['language', 'in', ['de', 'at']]]],
  [
    'french',
    [
      ['language', 'equal', 'fr'],
      ['intent', 'notEqual', 'faq'],
    ],
  ],
  ['help', [['intent', 'in', ['faq', 'hours']]]],
];

/** The first rule that holds ends the run, which is the quickest that the engine can do. */
function rulesEngine() {
  const engine = new Engine();
  for (const [index, [type, conditions]] of RULES.entries()) {
    engine.addRule({
      priority: RULES.length - index,
      conditions: { all: conditions.map(([fact, operator, value]) => ({ fact, operator, value })) },
      event: { type },
      onSuccess: () => engine.stop(),
    });
  }
  return engine;
}

const CUSTOMERS = customers();

/** @returns {Promise<string[]>} */
export async function bench() {
  const flow = parseFlow(FLOW);
  const engine = rulesEngine();
  const decide = (/** @type {Customer} */ customer) => {
    const { target } = runFlow(flow, customer);
    return target.kind === 'queue' ? target.queue : 'help';
  };
  const ask = async (/** @type {Customer} */ { user, webchat }) => {
    const { events } = await engine.run({ ...user, ...webchat });
    return events[0]?.type ?? 'standard';
  };
  for (const customer of CUSTOMERS) {
    const expected = byHand(customer);
    if (decide(customer) !== expected) throw new Error('The flow decides otherwise.');
    if ((await ask(customer)) !== expected) throw new Error('The rules decide otherwise.');
  }
  const [hand = 0, ours = 0, rules = 0] = await rates([
    [400, byHand],
    [40, decide],
    [4, ask],
  ]);
  return [
    `by hand            ${hand.toFixed(0).padStart(10)} decisions/s, ${(hand / ours).toFixed(0)} × as many as a flow, without path and reasons`,
    `flow               ${ours.toFixed(0).padStart(10)} decisions/s`,
    `json-rules-engine  ${rules.toFixed(0).padStart(10)} decisions/s; a flow makes ${(ours / rules).toFixed(1)} × as many`,
  ];
}

/**
 * Decisions a second of each in its best of several rounds, which they take in turns: what else the machine does then
 * hits all alike.
 * @param {[number, (customer: Customer) => unknown][]} contenders Each with how often every customer comes in a round.
 */
async function rates(contenders) {
  const best = contenders.map(() => 0);
  for (let round = 0; round < 25; round += 1) {
    for (const [index, [repeats, decide]] of contenders.entries()) {
      const startedAt = performance.now();
      for (let repeat = 0; repeat < repeats; repeat += 1) {
        for (const customer of CUSTOMERS) {
          const decision = decide(customer);
          if (decision instanceof Promise) await decision;
        }
      }
      const rate = (repeats * CUSTOMERS.length * 1_000) / (performance.now() - startedAt);
      best[index] = Math.max(best[index] ?? 0, rate);
    }
  }
  return best;
}

/** @returns {Customer[]} */
function customers() {
  const all = [];
  for (const tier of ['PREMIUM', 'STANDARD', 'BASIC']) {
    for (const language of ['en', 'de', 'fr', 'at']) {
      for (const intent of ['other', 'fraud', 'loan', 'faq', 'hours']) {
        for (const balance of [0, 501, 100_000])
          all.push({ user: { tier, language, balance }, webchat: { intent } });
      }
    }
  }
  return all;
}
