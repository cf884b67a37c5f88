import {
  noteRemoteId,
  type RoutingFacts,
  readRoutingFacts,
  readStepOutcome,
  recordRouting,
  recordWrapUp,
  remoteIdOf,
} from '@throughline/core';
import { DATA_ACTIONS, type RoutingAuthority, type ToldEntry } from '@throughline/genesys-cloud';
import { actorOf } from '@throughline/identity';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Services } from '../../realtime/services.js';
import type { RequestLimits } from '../request-limits.js';
import { bodyOf } from './server-body.js';
import type { ServerGuard } from './server-guard.js';

/** What the gateway knows of conversations that Genesys Cloud serves. */
export interface GenesysActions {
  readonly authority: RoutingAuthority;
  /** For how long a returning guest comes into the same conversation there, in milliseconds. */
  readonly threadingMs: number;
  /** Null when Architect decides. @throws CoreError `not_found` for a conversation that is not live there */
  readonly routingOf: (conversationId: string) => Promise<RoutingWish | null>;
  /** It has become known which conversation there is ours. */
  readonly learned: (conversationId: string, remoteId: string) => void;
  /** A conversation that the customer has there through another channel, or that is over. */
  readonly tellEntry: (customerId: string, entry: ToldEntry) => Promise<void>;
}

interface RoutingWish {
  readonly queueId: string;
  readonly priority: number;
  readonly skills: readonly string[];
}

/** Architect gives an empty text where it has none. */
const textOrNone = z
  .string()
  .max(128)
  .transform((text) => text || null);

const routingSchema = z.strictObject({ conversationId: z.uuid() });
const conversationSchema = z.strictObject({ conversationId: z.uuid(), genesysConversationId: z.uuid() });
const name = z.string().min(1).max(128);
const stepSchema = z.strictObject({ conversationId: z.uuid(), flow: name, version: name, step: name });
const entrySchema = z.strictObject({
  /** The customer's id at the portal, as the identity provider vouched for it. */
  customer: z.string().min(1).max(256),
  genesysConversationId: z.uuid(),
  channel: z.string().regex(/^[a-z][a-z0-9_-]{0,31}$/i),
  state: z.enum(['live', 'over', '']).default('live'),
});
const wrapUpSchema = z.strictObject({
  conversationId: z.uuid(),
  genesysConversationId: z.uuid(),
  wrapUp: z.string().min(1).max(128),
  agent: textOrNone.default(null),
});
const outcomeSchema = z.strictObject({
  conversationId: z.uuid(),
  genesysConversationId: z.uuid(),
  taker: z.enum(['agent', 'bot', 'none']),
  queue: textOrNone.default(null),
  skills: z.array(z.string().min(1).max(64)).max(20).default([]),
});

export interface GenesysRoutesOptions {
  readonly guard: ServerGuard;
  readonly limits: RequestLimits;
  readonly services: Services;
  readonly actions: GenesysActions;
}

/** What flows of Architect ask of the gateway and tell it, by data actions with the scope `genesys`. */
export function addGenesysRoutes(
  app: FastifyInstance,
  { guard, limits, services: { core }, actions }: GenesysRoutesOptions,
): void {
  const admit = async ({ raw }: FastifyRequest) => {
    const client = await guard.admitClient(raw, 'genesys');
    await limits.takeForServer(client.id);
    return client;
  };

  /** Flows tell the same again and again: what is told before is no news. */
  const learn = async (conversationId: string, remoteId: string, keep: () => Promise<void>) => {
    const known = await remoteIdOf(core, conversationId);
    await keep();
    if (known !== remoteId) actions.learned(conversationId, remoteId);
  };

  app.post(DATA_ACTIONS.routing.path, async (request) => {
    await admit(request);
    const { conversationId } = bodyOf(request, routingSchema, '{"conversationId": "id of ours"}');
    const wish = await actions.routingOf(conversationId);
    const facts = await readRoutingFacts(core, conversationId);
    const { authority, threadingMs } = actions;
    return { conversationId, authority, ...toFlat(facts, threadingMs), ...toDecision(wish) };
  });

  app.post(DATA_ACTIONS.conversation.path, async (request, reply) => {
    await admit(request);
    const { conversationId, genesysConversationId } = bodyOf(
      request,
      conversationSchema,
      '{"conversationId": "id of ours", "genesysConversationId": "Message.ConversationId"}',
    );
    // Whoever does not serve the conversation says nothing about it.
    await actions.routingOf(conversationId);
    await learn(conversationId, genesysConversationId, () =>
      noteRemoteId(core, conversationId, genesysConversationId),
    );
    return reply.code(204).send();
  });

  app.post(DATA_ACTIONS.step.path, async (request) => {
    await admit(request);
    const { conversationId, ...step } = bodyOf(
      request,
      stepSchema,
      '{"conversationId": "id of ours", "flow": "its name", "version": "its version", "step": "id of the step"}',
    );
    await actions.routingOf(conversationId);
    return { outcome: await readStepOutcome(core, conversationId, step) };
  });

  app.post(DATA_ACTIONS.outcome.path, async (request, reply) => {
    const client = await admit(request);
    const { conversationId, genesysConversationId, taker, queue, skills } = bodyOf(
      request,
      outcomeSchema,
      '{"conversationId": "id of ours", "genesysConversationId": "Message.ConversationId", "taker": "agent, bot or none", "queue": "its name", "skills": ["name"]}',
    );
    // Whoever does not serve the conversation says nothing about it.
    await actions.routingOf(conversationId);
    const outcome = { remoteId: genesysConversationId, taker, queue, skills };
    await learn(conversationId, genesysConversationId, () =>
      recordRouting(core, conversationId, outcome, actorOf(client)),
    );
    return reply.code(204).send();
  });

  app.post(DATA_ACTIONS.wrapUp.path, async (request, reply) => {
    const client = await admit(request);
    const { conversationId, genesysConversationId, wrapUp, agent } = bodyOf(
      request,
      wrapUpSchema,
      '{"conversationId": "id of ours", "genesysConversationId": "its id at Genesys", "wrapUp": "name of the code", "agent": "display name"}',
    );
    const told = { remoteId: genesysConversationId, wrapUp, agent };
    await recordWrapUp(core, conversationId, told, actorOf(client));
    return reply.code(204).send();
  });

  app.post(DATA_ACTIONS.entry.path, async (request, reply) => {
    const client = await admit(request);
    const { customer, genesysConversationId, channel, state } = bodyOf(
      request,
      entrySchema,
      '{"customer": "its id at the portal", "genesysConversationId": "Message.ConversationId", "channel": "whatsapp", "state": "live or over"}',
    );
    const { customerId } = await guard.customerOf({ kind: 'client', client }, customer);
    await actions.tellEntry(customerId, {
      remoteId: genesysConversationId,
      channel,
      isOver: state === 'over',
    });
    return reply.code(204).send();
  });
}

/** Output contracts of data actions know no null and are read flat: what is not known is left out. */
function toFlat({ customer, intent, fields, previous }: RoutingFacts, threadingMs: number) {
  const known = {
    customerId: customer.externalId,
    customerTier: customer.tier,
    customerLocale: customer.locale,
    intent,
    previousConversationId: previous?.conversationId,
    previousGenesysConversationId: previous?.remoteId,
    previousEndedSecondsAgo: previous?.endedSecondsAgo,
  };
  return {
    ...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== null && value !== undefined)),
    continuesPrevious: previous?.continued ?? false,
    previousThreadOpen: previous !== null && previous.endedSecondsAgo * 1000 < threadingMs,
    fields,
  };
}

function toDecision(wish: RoutingWish | null) {
  return wish ? { queue: wish.queueId, priority: wish.priority, skills: wish.skills } : {};
}
