import type { Flow } from '@throughline/flow';
import type { ContextItem, Conversation } from '../model/conversation.js';
import type { Customer } from '../model/customer.js';
import type { DecisionRecord } from '../model/decision.js';
import type { Core } from './core.js';
import { saidByPage } from './customer-card.js';
import { type Escalation, toContextItem } from './escalation-context.js';
import { beginRun, type FlowRun, summarize, timerOf } from './flow-run.js';
import { carryOut, publishChange } from './follow-flow.js';
import { openContext, sealContext, sealFacts, sealRun } from './sealing.js';
import { beginShadow, compareWithShadow } from './shadow-flow.js';

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
  /** From which the customer asks, for the audit trail. */
  sessionId: string | null = null,
): Promise<{ readonly conversation: Conversation; readonly joined: boolean }> {
  const context = toContextItem(core, customer, escalation);
  const live = await core.conversations.findLive(customer.id);
  if (live) return join(core, live, context, sessionId);

  const previous = await core.conversations.findLastEnded(customer.id);
  const continued = previous && isFresh(core, previous, context.at) ? previous : null;
  const id = core.newId();
  const facts = toFacts(customer, { ...context, priority: escalation.priority ?? null }, previous);
  const flow = core.flows.current;
  const shadowed = beginShadow(core, customer.id, facts, previous);
  const run = await beginRun(core, { customerId: customer.id }, flow, facts);
  const decision = await toDecision(core, customer, id, facts, flow, run, context.at);
  const { kind, queueId = null } = decision.target;
  const opened = await core.conversations.open(
    { id, customerId: customer.id, openedAt: context.at, previousConversationId: continued?.id ?? null },
    await sealContext(core.sealer, customer.id, id, context),
    decision,
    {
      at: context.at,
      action: 'conversation.opened',
      actor: { kind: 'customer', id: customer.id },
      conversationId: id,
      details: { decisionId: decision.id, flowVersion: flow.version, target: kind, queueId, sessionId },
    },
  );
  if (opened.joined) return join(core, opened.conversation, context, sessionId);

  void compareWithShadow(core, { conversationId: id, at: context.at }, run, shadowed);
  await carryOut(core, opened.conversation, run);
  return { conversation: (await core.conversations.get(id)) ?? opened.conversation, joined: false };
}

function isFresh({ continueMs = CONTINUE_MS }: Core, { endedAt }: Conversation, now: Date): boolean {
  return endedAt !== null && now.getTime() - endedAt.getTime() < continueMs;
}

async function join(core: Core, live: Conversation, context: ContextItem, sessionId: string | null) {
  if (await isNews(core, live, context)) {
    await core.conversations.addContext(
      live.id,
      await sealContext(core.sealer, live.customerId, live.id, context),
      {
        at: context.at,
        action: 'conversation.joined',
        actor: { kind: 'customer', id: live.customerId },
        conversationId: live.id,
        details: { sessionId },
      },
    );
    publishChange(core, live);
  }
  return { conversation: live, joined: true };
}

/** A tab that only reconnects, or moves within the same page, must not fill the agent's card with repetitions. */
async function isNews(core: Core, live: Conversation, context: ContextItem): Promise<boolean> {
  const stored = await core.conversations.context(live.id);
  const items = await Promise.all(
    stored.map((item) => openContext(core.sealer, live.customerId, live.id, item)),
  );
  const known = items.findLast(saidByPage);
  if (!known) return true;
  return (
    known.intent !== context.intent ||
    known.page?.url !== context.page?.url ||
    JSON.stringify(known.said) !== JSON.stringify(context.said)
  );
}

/** The shape that flows are written against; a missing fact is null. */
export function toFacts(
  customer: Customer,
  context: Pick<ContextItem, 'intent' | 'page' | 'said'> & { readonly priority?: string | null },
  previous: Conversation | null,
) {
  const { externalId, tier, locale } = customer.claims;
  return {
    user: { id: externalId, tier, locale },
    webchat: {
      intent: context.intent,
      page: context.page,
      priority: context.priority ?? null,
      context: context.said ?? {},
    },
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
  flow: Flow,
  run: FlowRun,
  at: Date,
): Promise<DecisionRecord> {
  return {
    id: core.newId(),
    conversationId,
    at,
    flowName: flow.name,
    flowVersion: flow.version,
    sealedFacts: await sealFacts(core.sealer, customer.id, conversationId, facts),
    ...summarize(flow, run),
    run: {
      sealed: await sealRun(core.sealer, customer.id, conversationId, run),
      timerAt: timerOf(run, at),
      pending: run.pending.length > 0,
      version: 1,
    },
  };
}
