import { messageContentSchema } from '@throughline/guest-api';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { DoorState } from '../door-state.js';
import type { MadeUpCodes } from '../guests/code-exchange.js';
import { requireConversation } from '../platform/conversations/lookups.js';
import type { PlatformTokens } from '../platform/oauth.js';
import { PlatformError } from '../platform/platform-error.js';
import { readBody } from '../platform/read-body.js';
import { readFault } from './fault-body.js';
import { inject, requireStruck } from './inject.js';

const signInBody = z.strictObject({
  sub: z.string().min(1),
  givenName: z.string().default(''),
  familyName: z.string().default(''),
  email: z.string().default(''),
  nonce: z.string().optional(),
  refreshable: z.boolean().default(true),
});
const outboundBody = z.strictObject({
  text: z.string().optional(),
  content: z.array(messageContentSchema).optional(),
  originatingEntity: z.enum(['Human', 'Bot']).default('Bot'),
  nickname: z.string().optional(),
});

/** What tests need and the real service has not: faults, made-up sign-ins, rich messages. Refused in production. */
export function addEmulatorRoutes(
  app: FastifyInstance,
  state: DoorState,
  tokens: PlatformTokens,
  codes: MadeUpCodes | null,
): void {
  const { faults, guests } = state;
  app.addHook('onRequest', async () => {
    if (state.options.production) {
      throw new PlatformError(
        403,
        'fault.injection.refused',
        'Faults and made-up data are refused in production mode.',
      );
    }
  });
  app.post('/faults', async ({ body }, reply) => {
    await inject(state, tokens, readFault(body));
    return reply.code(202).send({ armed: faults.list() });
  });
  app.get('/faults', async () => ({ armed: faults.list() }));
  app.delete('/faults', async (_request, reply) => {
    faults.clear();
    return reply.code(204).send();
  });
  app.post('/authorization-codes', async ({ body }) => {
    if (!codes) {
      throw new PlatformError(
        409,
        'request.conflict',
        'An identity provider is configured: get a code from it.',
      );
    }
    const { sub, givenName, familyName, email, nonce, refreshable } = readBody(signInBody, body);
    const identity = { sub, firstName: givenName, lastName: familyName, email };
    return { code: codes.issue(identity, refreshable, nonce ?? null) };
  });
  app.post<{ Params: { conversationId: string } }>(
    '/conversations/:conversationId/messages',
    async ({ params, body }) => {
      const { text, content, originatingEntity, nickname } = readBody(outboundBody, body);
      return guests.messages.outbound(requireConversation(state, params.conversationId), {
        originatingEntity,
        ...(text === undefined ? {} : { text }),
        ...(content === undefined ? {} : { content }),
        ...(nickname === undefined ? {} : { nickname }),
      });
    },
  );
  // Which conversation a guest has: the real service tells it only to flows.
  app.get<{ Params: { token: string } }>('/sessions/:token', async ({ params }) => {
    const session = requireStruck(state, params.token);
    return {
      id: session.id,
      deploymentId: session.deployment.id,
      readOnly: session.readOnly,
      authenticated: session.identity !== null,
      conversationId: session.conversation?.id ?? null,
    };
  });
}
