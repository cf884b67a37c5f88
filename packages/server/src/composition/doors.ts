import type { RateLimiter } from '@throughline/core';
import type { FastifyInstance } from 'fastify';
import type { ListenAddress, ServerOptions } from '../config/options.js';
import { createAgentDoor } from '../doors/agent/agent-door.js';
import { createCustomerDoor } from '../doors/customer/customer-door.js';
import { createOperationsDoor } from '../doors/operations/operations-door.js';
import { DEFAULT_REQUEST_RATES, RequestLimits } from '../doors/request-limits.js';
import type { Hub } from '../realtime/hub.js';
import type { Services } from '../realtime/services.js';
import type { Foundation } from './foundation.js';
import type { Identity } from './identity.js';

interface DoorParts {
  readonly services: Services;
  readonly hub: Hub;
  readonly identity: Identity;
  readonly limiter: RateLimiter;
  /** Whether the node is shutting down: then it is not ready for more. */
  readonly isClosing: () => boolean;
}

/** The doors for customers, agents and operations. */
export async function createDoors(
  options: ServerOptions,
  { store, metrics }: Foundation,
  { services, hub, identity, limiter, isClosing }: DoorParts,
) {
  const shared = { secureCookies: options.secureCookies, services, hub };
  const { agentSignIn, identityProvider, openIdProvider } = identity;
  const customer = await createCustomerDoor({
    ...shared,
    basePath: options.basePath,
    origins: options.origins,
    sameSite: options.sameSite ?? 'strict',
    ...(options.portal ? { portal: options.portal } : {}),
    limits: new RequestLimits({
      limiter,
      rates: options.requestRates ?? DEFAULT_REQUEST_RATES,
      ...(options.trustedProxies ? { trustedProxies: options.trustedProxies } : {}),
    }),
    ...(identityProvider ? { identityProvider } : {}),
    sessions: identity.customerSessions,
    servers: identity.servers,
    ...(openIdProvider ? { openIdProvider } : {}),
  });
  const agent = await createAgentDoor({
    ...shared,
    demo: options.mode === 'demo' && !agentSignIn,
    origins: options.agentOrigins,
    sessions: identity.agentSessions,
    ...(agentSignIn ? { signIn: agentSignIn } : {}),
    unknownAgents: options.agentSignIn?.unknownAgents ?? { kind: 'refuse' },
    audit: store.audit,
    endSessionsOf: customer.endSessionsOf,
  });
  const operations = await createOperationsDoor({ metrics, pingStore: () => store.ping(), isClosing });
  return { customer, agent, operations };
}

/**
 * @returns The door's address for this machine.
 * @throws Error naming the door and the port when it is in use
 */
export async function listen(
  app: FastifyInstance,
  { host, port }: ListenAddress,
  door: string,
): Promise<string> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new Error(
      `Port ${port} for the ${door} door is in use. End what listens there, or choose another port (0 picks a free one).`,
      { cause: error },
    );
  }
  const address = app.server.address();
  const bound = typeof address === 'object' && address ? address.port : port;
  return `http://localhost:${bound}`;
}
