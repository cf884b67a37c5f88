import type { Flow } from '@throughline/flow';
import * as architect from './actions.js';
import { toText } from './expression.js';
import { DATA_ACTIONS } from './setup/data-actions.js';

/** The gateway's id of the conversation, which arrives as participant data. */
export const CONVERSATION_ID = 'Flow.throughlineConversationId';

/** What a message flow reads first, wherever decisions are taken. */
export const CONVERSATION_FACT = { attribute: 'throughlineConversationId', variable: CONVERSATION_ID };

/** Facts of the portal that the gateway vouches for; participant data may be a browser's. */
const VERIFIED: readonly {
  readonly from: string;
  readonly output: keyof typeof DATA_ACTIONS.routing.output;
  readonly variable: string;
}[] = [
  { from: 'user.id', output: 'customerId', variable: 'Flow.throughlineCustomerId' },
  { from: 'user.tier', output: 'customerTier', variable: 'Flow.throughlineTier' },
  { from: 'user.locale', output: 'customerLocale', variable: 'Flow.throughlineLocale' },
  { from: 'webchat.intent', output: 'intent', variable: 'Flow.throughlineIntent' },
];

/** Names that `contextAttributes` and direct mode give to facts as participant data. */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  'user.tier': 'customerTier',
  'webchat.intent': 'intent',
  'webchat.page.url': 'pageUrl',
  'webchat.page.title': 'pageTitle',
};

/** The participant data that has a fact; what the gateway does not send itself goes by the fact's own name. */
export function attributeOf({ name, from }: Pick<Flow['facts'][number], 'name' | 'from'>): string {
  return ATTRIBUTES[from.join('.')] ?? name;
}

/** Tells the gateway which conversation of Genesys Cloud its own is. The flow goes on without an answer. */
export function reportConversation(): architect.Action {
  const inputs = { conversationId: CONVERSATION_ID, genesysConversationId: 'Message.ConversationId' };
  return architect.callDataAction('Report the conversation', DATA_ACTIONS.conversation, inputs, {}, []);
}

/** Tells the gateway what the flow decided. The flow goes on without an answer. */
export function reportOutcome(
  name: string,
  taker: 'agent' | 'none',
  queue: string,
  skills: readonly string[],
): architect.Action {
  const inputs = {
    conversationId: CONVERSATION_ID,
    genesysConversationId: 'Message.ConversationId',
    taker: toText(taker),
    queue: toText(queue),
    ...(skills.length > 0 ? { skills: `MakeList(${skills.map(toText).join(', ')})` } : {}),
  };
  return architect.callDataAction(name, DATA_ACTIONS.outcome, inputs, {}, []);
}

/** What a flow needs of the gateway's facts, and the variables that they arrive in. */
export function verifiedFacts(flow: Flow, variableOf: (fact: Flow['facts'][number]) => string | null) {
  return flow.facts.flatMap((fact) => {
    const known = VERIFIED.find(({ from }) => from === fact.from.join('.'));
    const target = variableOf(fact);
    return known && target !== null ? [{ ...known, target }] : [];
  });
}

/** Puts the gateway's facts over those of the participant data; what the gateway does not know stays. */
export function readVerifiedFacts(facts: ReturnType<typeof verifiedFacts>): readonly architect.Action[] {
  if (facts.length === 0) return [];
  const outputs = Object.fromEntries(facts.map(({ output, variable }) => [output, variable]));
  const values = facts.map(({ variable, target }) => ({
    variable: target,
    exp: `If(IsNotSetOrEmpty(${variable}), ${target}, ${variable})`,
  }));
  const inputs = { conversationId: CONVERSATION_ID };
  return [
    architect.callDataAction('Read verified facts', DATA_ACTIONS.routing, inputs, outputs, []),
    architect.updateText('Prefer verified facts', values),
  ];
}
