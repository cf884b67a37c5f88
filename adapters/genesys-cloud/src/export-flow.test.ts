import { readFileSync } from 'node:fs';
import { parseFlow, parseResources, runFlow } from '@throughline/flow';
import { describe, expect, it } from 'vitest';
import { GENESYS_ID, runArchitect } from '../test-support/architect-run.js';
import { toArchitect, toObeyingFlow } from './index.js';
import { contextAttributes } from './platform/context-attributes.js';

const example = (name: string) =>
  readFileSync(new URL(`../../../packages/flow/examples/${name}`, import.meta.url), 'utf8');

/** All that Architect can say. */
const TEXTS = parseFlow(String.raw`
flow: texts
facts:
  tier: { from: user.tier, type: string, default: STANDARD }
  intent: { from: webchat.intent, type: string }
start: known
default: rest
steps:
  known: { kind: input, facts: [intent], then: tier, missing: rest }
  tier:
    kind: decide
    when:
      - { if: "tier == 'GOLD' && !(intent in ['loan', 'card \"x\\\\'])", then: mark }
      - { if: "tier != 'STANDARD' || intent == 'loan'", then: hours }
    otherwise: by
  mark: { kind: set, values: { group: "'gold'", copy: intent }, then: group }
  group: { kind: decide, when: [{ if: "group == 'gold' && copy == 'vip'", then: vip }], otherwise: gold }
  vip: { kind: queue, queue: Gold, skills: [vip, "a b"], priority: 9, limit: 1m, then: rest }
  gold: { kind: queue, queue: Gold, limit: 1m, then: rest }
  hours: { kind: schedule, schedule: office, open: gold, closed: bye, holiday: rest }
  by: { kind: call, flow: speak, with: { what: intent }, then: { a: gold, b: rest } }
  rest: { kind: queue, queue: Rest, limit: 1m, then: bye }
  bye: { kind: end, text: "Good bye: #1 {{x}}" }
flows:
  speak:
    parameters: { what: { type: string, default: none } }
    start: which
    steps:
      which: { kind: switch, on: what, cases: [{ is: [faq, card], then: a }], otherwise: b }
      a: { kind: return, outcome: a }
      b: { kind: return, outcome: b }
schedules:
  office: { timeZone: Europe/Berlin, hours: { mon-fri: 08:00-18:00 }, holidays: [2026-11-27] }
`);
const WHEN = {
  open: '2026-11-25T10:00:00Z',
  closed: '2026-11-25T22:00:00Z',
  holiday: '2026-11-27T10:00:00Z',
};

describe('toArchitect', () => {
  it('[ARCHITECT-1] leads where the flow leads', () => {
    const { yaml } = toArchitect(TEXTS);
    let runs = 0;
    for (const tier of [undefined, 'STANDARD', 'GOLD', 'SILVER']) {
      for (const intent of [undefined, 'loan', 'card "x\\', 'vip', 'faq', 'other']) {
        for (const [schedule, at] of Object.entries(WHEN)) {
          const { path, target } = runFlow(
            TEXTS,
            { user: { tier }, webchat: { intent } },
            { at: new Date(at) },
          );
          const participantData = { ...(tier ? { customerTier: tier } : {}), ...(intent ? { intent } : {}) };
          const run = runArchitect(yaml, { participantData, schedule });
          expect(run.path).toEqual(path);
          if (target.kind === 'end') expect(run.texts).toEqual([target.text]);
          else expect(run).toMatchObject({ priority: 0, ...withoutLimit(target) });
          runs += 1;
        }
      }
    }
    expect(runs).toBe(72);
  });

  it('[ARCHITECT-1] takes the form of conditions and queue names as well', () => {
    const router = parseFlow(example('escalation-router.json'));
    const { yaml } = toArchitect(router);
    for (const tier of ['PREMIUM', 'STANDARD', 'OTHER']) {
      const { target } = runFlow(router, { user: { tier } });
      const participantData = { customerTier: tier };
      expect(runArchitect(yaml, { participantData })).toMatchObject({
        queue: 'queue' in target && target.queue,
      });
    }
  });

  it('[ARCHITECT-2] names exactly what it leaves to others', () => {
    expect(toArchitect(TEXTS).gaps).toEqual(
      ['vip', 'gold', 'rest'].map((step) => expect.objectContaining({ step, kind: 'queue', part: 'limit' })),
    );
    const { schedules } = parseResources(example('contact-center.yaml'));
    const flow = parseFlow(example('escalation.flow.yaml'), { schedules });
    const { gaps, yaml } = toArchitect(flow);
    const whole = gaps.filter(({ part }) => part === null).map(({ step }) => step);
    expect(new Set(whole)).toEqual(
      new Set([
        ...[
          'continuity',
          'join',
          'language',
          'payment',
          'paymentHold',
          'experiment',
          'holiday',
          'closed',
          'score',
        ],
        ...['loanStaff', 'loans', 'premium', 'premiumBusy', 'standard', 'standard/which', 'frenchStaff'],
        ...['callback', 'message'],
      ]),
    );
    const calls = /callData:\n +name: (.+)(?:\n.+){6}\n +Flow step:/g;
    expect([...yaml.matchAll(calls)].map(([, name]) => name)).toEqual(whole);
    expect(gaps).toContainEqual(expect.objectContaining({ step: 'premiumQueue', part: 'preferredAgent' }));
  });

  it('[ARCHITECT-3] goes on when the gateway does not answer, and promises nothing that it has not noted', () => {
    const flow = parseFlow(`
flow: asks
facts: { tier: user.tier }
start: staff
default: callback
steps:
  staff: { kind: availability, queue: a, available: there, nobody: callback, unknown: callback }
  there: { kind: queue, queue: a, limit: 1m, then: callback }
  callback: { kind: callback, queue: later, within: 4h, text: We call you. }
`);
    const { yaml } = toArchitect(flow);
    const run = (gateway: Record<string, string>) => runArchitect(yaml, { participantData: {}, gateway });
    expect(run({ staff: 'available' })).toMatchObject({ path: ['staff', 'there'], queue: 'a' });
    expect(run({ staff: 'nonsense', callback: '' })).toMatchObject({
      path: ['staff', 'callback'],
      texts: ['We call you.'],
    });
    expect(run({})).toMatchObject({ path: ['staff', 'callback'], queue: 'later', texts: [] });
  });

  it('[ARCHITECT-4] tells the gateway its conversation first, and where it leads in the end', () => {
    const { yaml } = toArchitect(TEXTS);
    const participantData = { throughlineConversationId: OURS, customerTier: 'GOLD', intent: 'vip' };
    const ids = { conversationId: OURS, genesysConversationId: GENESYS_ID };
    expect(runArchitect(yaml, { participantData }).told).toEqual([
      { action: 'Conversation', inputs: ids },
      { action: 'Routing', inputs: { conversationId: OURS } },
      { action: 'Outcome', inputs: { ...ids, taker: 'agent', queue: 'Gold', skills: 'vip,a b' } },
    ]);
    const ended = { throughlineConversationId: OURS, customerTier: 'SILVER', intent: 'x' };
    const run = runArchitect(yaml, { participantData: ended, schedule: 'closed' });
    expect(run.texts).toEqual(['Good bye: #1 {{x}}']);
    expect(run.told.at(-1)).toEqual({ action: 'Outcome', inputs: { ...ids, taker: 'none', queue: '' } });
  });

  it('[ARCHITECT-4] [CONTEXT-1] reads participant data under the names that the gateway sends', () => {
    const { yaml } = toArchitect(
      parseFlow(`
flow: names
facts: { a: user.tier, b: webchat.intent, c: webchat.page.url, d: webchat.page.title }
start: rest
default: rest
steps:
  rest: { kind: end, text: Bye }
`),
    );
    const read = [...yaml.matchAll(/- attribute:\n +name:\n +lit: (\w+)/g)].map(([, name]) => name);
    const page = { url: 'https://shop.example/', title: 'Shop' };
    const customer = { externalId: 'ava', displayName: 'Ava', tier: 'GOLD' };
    const { attributes } = contextAttributes({
      conversationId: OURS,
      previousConversationId: null,
      context: [{ at: new Date(0), customer, intent: 'vip', page }],
      routing: null,
      mask: (text) => text,
    });
    expect(read.sort()).toEqual(Object.keys(attributes).sort());
  });

  it('[ARCHITECT-4] believes the gateway rather than participant data, which may be a browser’s', () => {
    const { yaml } = toArchitect(TEXTS);
    const participantData = { throughlineConversationId: OURS, customerTier: 'GOLD', intent: 'vip' };
    const verified = { customerTier: 'SILVER', intent: 'loan' };
    const { path } = runFlow(
      TEXTS,
      { user: { tier: 'SILVER' }, webchat: { intent: 'loan' } },
      { at: new Date(WHEN.open) },
    );
    expect(runArchitect(yaml, { participantData, verified, schedule: 'open' }).path).toEqual(path);
    const some = { participantData, verified: { customerTier: 'SILVER' }, schedule: 'closed' };
    expect(runArchitect(yaml, some).path).toContain('hours');
  });
});

const OURS = '0c9f5b8e-1d1e-4bb5-8f7a-6a7e2b4d9c10';

function withoutLimit(target: object): object {
  const { limitMs: _, kind: __, ...rest } = target as Record<string, unknown>;
  return rest;
}

describe('toObeyingFlow', () => {
  const yaml = toObeyingFlow(TEXTS);
  const decided = (queue: string, priority: string, skills: string) =>
    runArchitect(yaml, {
      participantData: {
        throughlineQueue: queue,
        throughlinePriority: priority,
        ...(skills ? { throughlineSkills: skills } : {}),
      },
    });

  it('[ROUTING-3] sends the customer where the attributes say', () => {
    expect(decided('Gold', '9', 'vip,a b')).toMatchObject({
      queue: 'Gold',
      priority: 9,
      skills: ['vip', 'a b'],
    });
    expect(decided('Gold', '0', '')).toMatchObject({ queue: 'Gold', priority: 0 });
    expect(decided('Rest', '0', '')).toMatchObject({ queue: 'Rest' });
  });

  it('[ROUTING-3] takes the queue alone where priority or skills are others, as after a relaxation', () => {
    expect(decided('Gold', '9', 'vip')).toMatchObject({ queue: 'Gold', priority: 0 });
  });

  it('[ROUTING-3] goes to the last queue of the flow without a decision, or with one that there is not', () => {
    expect(decided('Nowhere', '0', '')).toMatchObject({ queue: 'Rest' });
    expect(runArchitect(yaml, { participantData: {} })).toMatchObject({ queue: 'Rest' });
  });

  it('[ROUTING-3] tells the gateway its conversation, and asks it for a queue that no attribute says', () => {
    const participantData = { throughlineConversationId: OURS };
    const asked = runArchitect(yaml, { participantData, verified: { queue: 'Gold' } });
    expect(asked).toMatchObject({ queue: 'Gold', priority: 0 });
    expect(asked.told).toEqual([
      { action: 'Conversation', inputs: { conversationId: OURS, genesysConversationId: GENESYS_ID } },
      { action: 'Routing', inputs: { conversationId: OURS } },
    ]);
    expect(decided('Gold', '0', '').told.map(({ action }) => action)).toEqual(['Conversation']);
  });

  it('[ROUTING-3] is refused for a flow without queues', () => {
    const flow = parseFlow('flow: none\nstart: bye\ndefault: bye\nsteps:\n  bye: { kind: end, text: Bye }\n');
    expect(() => toObeyingFlow(flow)).toThrow('The flow none has no queue');
  });
});
