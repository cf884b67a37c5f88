import { existsSync } from 'node:fs';
import type { RateLimiter, Store, TranscriptMails } from '@throughline/core';
import { DEFAULT_POLICY } from '@throughline/masking';
import type { FastifyInstance } from 'fastify';
import { defaultAuditSettings } from '../audit/audit-settings.js';
import { type AuditEvidence, checkTrail, evidenceOf } from '../audit/check-trail.js';
import type { ListenAddress, ServerOptions } from '../config/options.js';
import { createAgentDoor } from '../doors/agent/agent-door.js';
import { createCustomerDoor } from '../doors/customer/customer-door.js';
import { createOperationsDoor } from '../doors/operations/operations-door.js';
import { DEFAULT_REQUEST_RATES, RequestLimits } from '../doors/request-limits.js';
import type { Hub } from '../realtime/hub.js';
import type { Services } from '../realtime/services.js';
import { createStandInActions } from '../stand-in/stand-in-actions.js';
import type { Foundation } from './foundation.js';
import type { Identity } from './identity.js';
import { composeMessenger } from './messenger.js';
import type { Relay } from './relay.js';

interface DoorParts {
  readonly services: Services;
  readonly hub: Hub;
  readonly identity: Identity;
  readonly limiter: RateLimiter;
  /** Null when the embedded contact center serves the customers. */
  readonly relay: Relay | null;
  /** Null when no transcripts are sent. */
  readonly transcripts: TranscriptMails | null;
  /** Whether the node is shutting down: then it is not ready for more. */
  readonly isClosing: () => boolean;
}

/** The doors for customers, agents and operations. */
export async function createDoors(
  options: ServerOptions,
  { store, metrics }: Foundation,
  { services, hub, identity, limiter, relay, transcripts, isClosing }: DoorParts,
) {
  const limits = new RequestLimits({
    limiter,
    rates: options.requestRates ?? DEFAULT_REQUEST_RATES,
    ...(options.trustedProxies ? { trustedProxies: options.trustedProxies } : {}),
  });
  const shared = { secureCookies: options.secureCookies, limits, services, hub };
  const { agentSignIn, identityProvider, openIdProvider } = identity;
  const customer = await createCustomerDoor({
    ...shared,
    basePath: options.basePath,
    origins: options.origins,
    sameSite: options.sameSite ?? 'strict',
    ...(options.portal ? { portal: options.portal } : {}),
    ...(identityProvider ? { identityProvider } : {}),
    sessions: identity.customerSessions,
    servers: identity.servers,
    ...(transcripts ? { transcripts } : {}),
    ...(options.withoutChat ? { withoutChat: options.withoutChat } : {}),
    ...(relay ? { dataActions: relay } : {}),
    ...(openIdProvider ? { openIdProvider } : {}),
    ...(options.direct ? { messenger: await composeMessenger(options.direct, services.core, identity) } : {}),
  });
  const agent = await createAgentDoor({
    ...shared,
    demo: options.mode === 'demo' && !agentSignIn,
    origins: options.agentOrigins,
    sessions: identity.agentSessions,
    ...(agentSignIn ? { signIn: agentSignIn } : {}),
    unknownAgents: options.agentSignIn?.unknownAgents ?? { kind: 'refuse' },
    audit: store.audit,
    checkTrail: () => checkTrail(store.audit, presentEvidence(options)),
    findCustomer: (externalId) => findCustomer(store, portalsOf(options), externalId),
    maskingPolicy: options.masking?.policy ?? DEFAULT_POLICY,
    endSessionsOf: customer.endSessionsOf,
    standIn: standInOf(options, store, services),
  });
  const operations = await createOperationsDoor({ metrics, pingStore: () => store.ping(), isClosing });
  return { customer, agent, operations };
}

/** Switches by people at the desk; null where none are allowed. */
function standInOf({ relay }: ServerOptions, { standIn: store }: Store, { core }: Services) {
  const longestMinutes = relay?.standInMinutes;
  if (longestMinutes === undefined) return null;
  const now = () => core.clock.now();
  return {
    actions: createStandInActions({ store, now, longestMinutes, actor: 'agent' }),
    longestMinutes,
  };
}

/** Checkpoints that this node can read: another one may be the one that writes them to its disk. */
function presentEvidence({ audit, dataDir }: ServerOptions): AuditEvidence {
  const { checkpointFiles, keyFiles } = evidenceOf(audit ?? defaultAuditSettings(dataDir));
  return { checkpointFiles: checkpointFiles.filter((file) => existsSync(file)), keyFiles };
}

function portalsOf({ issuers, portal, identityProvider }: ServerOptions): readonly string[] {
  const names = [...issuers.map(({ issuer }) => issuer), portal?.issuer, identityProvider?.portal];
  return [...new Set(names.filter((name) => name !== undefined))];
}

/** The customer of this id at the first of the portals that has one who was here. */
async function findCustomer(
  { privacy }: Store,
  portals: readonly string[],
  externalId: string,
): Promise<string | null> {
  const named = await privacy.customersNamed(externalId);
  const byPortal = new Map(named.map(({ id, customer }) => [customer.issuer, id]));
  const portal = portals.find((issuer) => byPortal.has(issuer));
  return portal === undefined ? null : (byPortal.get(portal) ?? null);
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
