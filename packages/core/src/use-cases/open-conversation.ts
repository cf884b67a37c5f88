import { type FlowResult, type FlowTarget, runFlow } from '@throughline/flow';
import type { ContextItem, Conversation } from '../model/conversation.js';
import type { Customer } from '../model/customer.js';
import type { DecisionRecord, DecisionTarget } from '../model/decision.js';
import type { Core } from './core.js';
import { type Escalation, toContextItem } from './escalation-context.js';
import { requestAgent } from './request-agent.js';
import { openContext, sealContext, sealFacts } from './sealing.js';

/** How long after its end a conversation is continued by the next one, in milliseconds. */
const CONTINUE_MS = 5 * 60_000;

/**
 * Opens the customer's conversation, or joins the live one and adds the context to it (T1). Safe to repeat and to
 * call from any number of tabs, devices and nodes at once.
 * @throws CoreError `masking_failed`, `unavailable`
 */
export async function openConversation(
  core: Core,
  customer: Customer,
  escalation: Escalation,
): Promise<{ readonly conversation: Conversation; readonly joined: boolean }> {
  const context = toContextItem(core, customer, escalation);
  const live = await core.conversations.findLive(customer.id);
  if (live) return join(core, live, context);

  const previous = await core.conversations.findLastEnded(customer.id);
  const continued = previous && isFresh(core, previous, context.at) ? previous : null;
  const id = core.newId();
  const facts = toFacts(customer, context, previous);
  const result = runFlow(core.flow.flow, facts, { at: context.at });
  const decision = await toDecision(core, customer, id, facts, result, context.at);
  const opened = await core.conversations.open(
    { id, customerId: customer.id, openedAt: context.at, previousConversationId: continued?.id ?? null },
    await sealContext(core.sealer, customer.id, id, context),
    decision,
    {
      at: context.at,
      action: 'conversation.opened',
      actor: { kind: 'customer', id: customer.id },
      conversationId: id,
      details: { decisionId: decision.id, queueId: decision.target.queueId },
    },
  );
  if (opened.joined) return join(core, opened.conversation, context);

  publishChange(core, opened.conversation);
  await requestAgent(core, opened.conversation, decision);
  return { conversation: (await core.conversations.get(id)) ?? opened.conversation, joined: false };
}

function isFresh({ continueMs = CONTINUE_MS }: Core, { endedAt }: Conversation, now: Date): boolean {
  return endedAt !== null && now.getTime() - endedAt.getTime() < continueMs;
}

async function join(core: Core, live: Conversation, context: ContextItem) {
  if (await isNews(core, live, context)) {
    await core.conversations.addContext(
      live.id,
      await sealContext(core.sealer, live.customerId, live.id, context),
      {
        at: context.at,
        action: 'conversation.joined',
        actor: { kind: 'customer', id: live.customerId },
        conversationId: live.id,
      },
    );
    publishChange(core, live);
  }
  return { conversation: live, joined: true };
}

/** A tab that only reconnects, or moves within the same page, must not fill the agent's card with repetitions. */
async function isNews(core: Core, live: Conversation, context: ContextItem): Promise<boolean> {
  const last = (await core.conversations.context(live.id)).at(-1);
  if (!last) return true;
  const known = await openContext(core.sealer, live.customerId, live.id, last);
  return known.intent !== context.intent || known.page?.url !== context.page?.url;
}

/** The shape that flows are written against; a missing fact is null. */
function toFacts(customer: Customer, context: ContextItem, previous: Conversation | null) {
  const { externalId, tier, locale } = customer.claims;
  return {
    user: { id: externalId, tier, locale },
    webchat: { intent: context.intent, page: context.page },
    session: {
      previousConversationId: previous?.id ?? null,
      previousEndedAt: previous?.endedAt?.toISOString() ?? null,
    },
  };
}

async function toDecision(
  core: Core,
  customer: Customer,
  conversationId: string,
  facts: unknown,
  result: FlowResult,
  at: Date,
): Promise<DecisionRecord> {
  return {
    id: core.newId(),
    conversationId,
    at,
    flowName: core.flow.name,
    flowVersion: result.version,
    sealedFacts: await sealFacts(core.sealer, customer.id, conversationId, facts),
    path: result.path,
    reasons: result.reasons,
    target: toTarget(result.target),
  };
}

/** @throws TypeError for another kind of target; such flows are refused when they are loaded */
function toTarget(target: FlowTarget): DecisionTarget {
  if (target.kind === 'queue')
    return { kind: 'queue', queueId: target.queue, priority: target.priority ?? 0 };
  throw new TypeError(`This installation cannot carry out a target of kind ${target.kind}.`);
}

function publishChange(core: Core, conversation: Conversation): void {
  core.bus.publish({
    kind: 'conversation',
    conversationId: conversation.id,
    customerId: conversation.customerId,
  });
}
