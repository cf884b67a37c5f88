import { changeContext, MAX_FIELDS, releaseConversation } from '@throughline/core';
import type { CustomerSessions } from '@throughline/identity';
import { type ContextChange, CUSTOMER_PATHS } from '@throughline/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { WireError } from '../../errors.js';
import type { Services } from '../../realtime/services.js';
import type { Admission } from './admission.js';

/** Longest token that is looked at, in characters. */
const MAX_TOKEN_LENGTH = 8 * 1024;

const conversationIdSchema = z.uuid();

const contextChangeSchema: z.ZodType<ContextChange> = z.strictObject({
  fields: z
    .record(z.string(), z.string().nullable())
    .refine((fields) => Object.keys(fields).length <= MAX_FIELDS),
});
const releasedSchema = z.strictObject({ release: z.string().min(1).max(200) });

/**
 * What servers ask of the gateway. No browser takes part: cookies count for nothing, and whoever asks proves who it is
 * with every request (`Authorization: Bearer`, RFC 6750).
 */
export function addServerRoutes(
  app: FastifyInstance,
  admission: Admission,
  { sessions, services: { core } }: { readonly sessions: CustomerSessions; readonly services: Services },
): void {
  app.post(CUSTOMER_PATHS.serverSignOut, async (request, reply) => {
    admission.announceEnd(await sessions.endAllBy(bearerOf(request)));
    return reply.code(204).send();
  });

  app.patch(`${CUSTOMER_PATHS.serverConversations}/:id/context`, async (request, reply) => {
    const customerId = await sessions.customerOf(bearerOf(request));
    const { fields } = bodyOf(
      request,
      contextChangeSchema,
      `{"fields": {"name": "text, or null"}}, with at most ${MAX_FIELDS} fields`,
    );
    await changeContext(core, customerId, conversationIdOf(request), fields);
    return reply.code(204).send();
  });

  app.post(`${CUSTOMER_PATHS.serverConversations}/:id/released`, async (request, reply) => {
    const customerId = await sessions.customerOf(bearerOf(request));
    const { release } = bodyOf(request, releasedSchema, '{"release": "its name in the flow"}');
    await releaseConversation(core, customerId, conversationIdOf(request), release);
    return reply.code(204).send();
  });
}

function bearerOf({ headers: { authorization } }: FastifyRequest): string {
  const token = /^bearer ([\w.~+/=-]+)$/i.exec(authorization ?? '')?.[1];
  if (token && token.length <= MAX_TOKEN_LENGTH) return token;
  throw new WireError(
    'unauthenticated',
    'Send "Authorization: Bearer …" with a request that you have signed.',
  );
}

/** What cannot be an id is no other refusal than an id that nobody has; the nil UUID is such a one. */
function conversationIdOf({ params }: FastifyRequest): string {
  const { id } = params as { id?: unknown };
  if (id === 'current') return id;
  const { data } = conversationIdSchema.safeParse(id);
  return data ?? '00000000-0000-0000-0000-000000000000';
}

function bodyOf<Body>({ body }: FastifyRequest, schema: z.ZodType<Body>, shape: string): Body {
  const { data } = schema.safeParse(body);
  if (data !== undefined) return data;
  throw new WireError('bad_request', `The body must be ${shape}.`);
}
