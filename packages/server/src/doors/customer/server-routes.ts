import { changeContext, MAX_FIELDS, releaseConversation } from '@throughline/core';
import { actorOf, type CustomerSessions } from '@throughline/identity';
import { type ContextChange, CUSTOMER_PATHS } from '@throughline/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Services } from '../../realtime/services.js';
import type { Admission } from './admission.js';
import { bodyOf } from './server-body.js';
import { identityOf, type ServerGuard } from './server-guard.js';

const conversationIdSchema = z.uuid();

const customer = z.string().min(1).max(200).exactOptional();
const contextChangeSchema: z.ZodType<ContextChange> = z.strictObject({
  customer,
  fields: z
    .record(z.string(), z.string().nullable())
    .refine((fields) => Object.keys(fields).length <= MAX_FIELDS),
});
const releasedSchema = z.strictObject({ customer, release: z.string().min(1).max(200) });
const signOutSchema = z.strictObject({ customer });

export interface ServerRoutesOptions {
  readonly guard: ServerGuard;
  readonly sessions: CustomerSessions;
  readonly services: Services;
}

/**
 * What servers ask of the gateway. No browser takes part: cookies count for nothing, and whoever asks proves who it is
 * with every request; see {@link ServerGuard}.
 */
export function addServerRoutes(
  app: FastifyInstance,
  admission: Admission,
  { guard, sessions, services: { core } }: ServerRoutesOptions,
): void {
  app.post(CUSTOMER_PATHS.serverSignOut, async (request, reply) => {
    const signed = guard.signedRequestOf(request.raw);
    if (signed === null) {
      const client = await guard.admitClient(request.raw, 'sign-out');
      const { customer: named } = bodyOf(request, signOutSchema, '{"customer": "id"}');
      admission.announceEnd(await sessions.endAllAt(identityOf(client, named), actorOf(client)));
    } else admission.announceEnd(await sessions.endAllBy(signed));
    return reply.code(204).send();
  });

  app.patch(`${CUSTOMER_PATHS.serverConversations}/:id/context`, async (request, reply) => {
    const caller = await guard.admit(request.raw, 'context');
    const body = bodyOf(
      request,
      contextChangeSchema,
      `{"fields": {"name": "text, or null"}}, with at most ${MAX_FIELDS} fields, and "customer" unless the request is signed`,
    );
    const { customerId, actor } = await guard.customerOf(caller, body.customer);
    await changeContext(core, customerId, conversationIdOf(request), body.fields, actor);
    return reply.code(204).send();
  });

  app.post(`${CUSTOMER_PATHS.serverConversations}/:id/released`, async (request, reply) => {
    const caller = await guard.admit(request.raw, 'release');
    const body = bodyOf(
      request,
      releasedSchema,
      '{"release": "its name in the flow"}, and "customer" unless the request is signed',
    );
    const { customerId } = await guard.customerOf(caller, body.customer);
    await releaseConversation(core, customerId, conversationIdOf(request), body.release);
    return reply.code(204).send();
  });
}

/** What cannot be an id is no other refusal than an id that nobody has; the nil UUID is such a one. */
function conversationIdOf({ params }: FastifyRequest): string {
  const { id } = params as { id?: unknown };
  if (id === 'current') return id;
  const { data } = conversationIdSchema.safeParse(id);
  return data ?? '00000000-0000-0000-0000-000000000000';
}
