import { messageContentSchema } from '@throughline/guest-api';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { DoorState } from '../door-state.js';
import type { MadeUpCodes } from '../guests/code-exchange.js';
import type { GuestSession } from '../guests/model.js';
import { requireConversation } from '../platform/conversations/lookups.js';
import type { PlatformTokens } from '../platform/oauth.js';
import { notFound, PlatformError } from '../platform/platform-error.js';
import { readBody } from '../platform/read-body.js';
import { closeSignedIn } from '../socket/configure.js';

const times = z.int().min(1).max(1000).default(1);
const token = z.string().optional();
const faultBody = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('http'),
    status: z.int().min(400).max(599),
    path: z.string().default('/api/v2/'),
    retryAfterSeconds: z.number().min(0).optional(),
    emptyBody: z.boolean().default(false),
    times,
  }),
  z.strictObject({
    kind: z.literal('delay'),
    ms: z.int().min(1).max(60_000),
    path: z.string().default('/api/v2/'),
    times,
  }),
  z.strictObject({ kind: z.literal('rate-limit'), retryAfterSeconds: z.number().min(0).default(3), times }),
  z.strictObject({ kind: z.literal('malformed-frame'), times }),
  z.strictObject({ kind: z.literal('expire-session'), token }),
  z.strictObject({ kind: z.literal('expire-jwt') }),
  z.strictObject({ kind: z.literal('expire-token') }),
  z.strictObject({ kind: z.literal('read-only'), token }),
  z.strictObject({ kind: z.literal('drop-socket'), token }),
  z.strictObject({ kind: z.literal('signed-in'), token }),
]);
type Fault = z.infer<typeof faultBody>;

/** Names of the faults, for the command line. */
export const FAULT_KINDS: readonly string[] = faultBody.options.map(({ shape }) => shape.kind.value);

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
    await inject(state, tokens, readBody(faultBody, body));
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
    const session = requireSession(state, params.token);
    return {
      id: session.id,
      deploymentId: session.deployment.id,
      readOnly: session.readOnly,
      authenticated: session.identity !== null,
      conversationId: session.conversation?.id ?? null,
    };
  });
}

async function inject(state: DoorState, tokens: PlatformTokens, fault: Fault): Promise<void> {
  const { faults, guests } = state;
  switch (fault.kind) {
    case 'http': {
      const { kind, status, path, emptyBody, retryAfterSeconds } = fault;
      const wait = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
      return faults.arm({ kind, status, path, emptyBody, ...wait }, fault.times);
    }
    case 'delay':
      return faults.arm({ kind: 'delay', ms: fault.ms, path: fault.path }, fault.times);
    case 'rate-limit':
      return faults.arm({ kind: 'rate-limit', retryAfterSeconds: fault.retryAfterSeconds }, fault.times);
    case 'malformed-frame':
      return faults.arm({ kind: 'malformed-frame' }, fault.times);
    case 'expire-jwt':
      return state.tokens.expireGuestJwts();
    case 'expire-token':
      return tokens.expireAll();
    case 'expire-session':
      for (const session of struck(state, fault.token)) await guests.sessions.expire(session);
      return;
    case 'read-only':
      for (const session of struck(state, fault.token)) {
        if (session.conversation) await guests.messages.disconnect(session.conversation, null);
        session.readOnly = true;
      }
      return;
    case 'drop-socket':
      for (const session of struck(state, fault.token)) for (const peer of session.peers) peer.drop();
      return;
    case 'signed-in':
      for (const session of struck(state, fault.token)) closeSignedIn(session);
  }
}

/** The session of this token, or all of them. */
function struck(state: DoorState, wanted: string | undefined): readonly GuestSession[] {
  return wanted === undefined ? state.guests.sessions.all() : [requireSession(state, wanted)];
}

function requireSession({ guests }: DoorState, wanted: string): GuestSession {
  const session = guests.sessions.get(wanted);
  if (!session) throw notFound('session');
  return session;
}
