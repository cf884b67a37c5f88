import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { EmbeddedContactCenter, type EndedWait } from '@throughline/contact-center';
import {
  type Bus,
  Callbacks,
  type Clock,
  type Core,
  type CustomerIdentity,
  createMemoryStore,
  followInteraction,
  GroupCommit,
  type Interaction,
  type Masker,
  MemoryBus,
  type RateLimiter,
  type Store,
  systemClock,
  type WaitRange,
} from '@throughline/core';
import { createGenesysDoor, type GenesysDoor } from '@throughline/genesys-door';
import {
  AgentSessions,
  AgentSignIn,
  AssertionVerifier,
  CustomerSessions,
  OidcSessions,
  type OidcSessionsOptions,
  openOpenIdProvider,
  PendingSignIns,
  RelyingParty,
  SigningKeyFile,
} from '@throughline/identity';
import { DEFAULT_POLICY, type MaskingPolicy, mask } from '@throughline/masking';
import type { FastifyInstance } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { defaultAuditSettings } from './audit/audit-settings.js';
import { openAuditSequencer } from './audit/open-audit-sequencer.js';
import {
  type AgentSignInSettings,
  DEFAULT_REALTIME_LIMITS,
  type IdentityProviderSettings,
  type ListenAddress,
  type ServerOptions,
} from './config/options.js';
import { productionProblems } from './config/production-safety.js';
import { ConfigurationError, problemLine } from './config/setting-problem.js';
import { defaultProviderKeysFile } from './config/to-provider-settings.js';
import { createAgentDoor } from './doors/agent/agent-door.js';
import { createCustomerDoor } from './doors/customer/customer-door.js';
import type { IdentityProvider } from './doors/customer/oidc-routes.js';
import { MemoryRateLimiter } from './doors/memory-rate-limiter.js';
import { createOperationsDoor } from './doors/operations/operations-door.js';
import { DEFAULT_REQUEST_RATES, RequestLimits } from './doors/request-limits.js';
import { FlowLibrary } from './flows/flow-library.js';
import { flowWorld } from './flows/flow-world.js';
import { HttpLookups } from './flows/http-lookups.js';
import { createShadowFlow } from './flows/shadow-flow.js';
import { keptPolicy } from './masking/kept-policy.js';
import { MessageWindows } from './masking/message-windows.js';
import { createLogger } from './observability/logger.js';
import { createMetrics, type Metrics } from './observability/metrics.js';
import { openControlSocket } from './operators/control-socket.js';
import { createOperatorActions } from './operators/operator-actions.js';
import { Hub } from './realtime/hub.js';
import { ServedConversations } from './realtime/served-conversations.js';
import type { Services } from './realtime/services.js';
import { EnvelopeSealer } from './sealing/envelope-sealer.js';
import { defaultKeyFile, openKeyFile } from './sealing/key-encryption-key.js';

/** A running node. The customer door is for the caller's own HTTP server; the other doors listen already. */
export interface Throughline {
  /** Answers requests below the base path. */
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
  /** Takes upgrade requests of the customer door; false when the request is not ours. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;
  /** Ends all sessions of a customer as the portal names one, on every node, open connections included. */
  readonly endSessionsOf: (customer: CustomerIdentity) => Promise<void>;
  readonly agentUrl: string;
  /** Null when that door is not enabled. */
  readonly genesysUrl: string | null;
  readonly operationsUrl: string;
  /** Where data is kept, for people. */
  readonly storage: string;
  /** Tells clients to come back, finishes what is under way, and closes everything. Safe to call twice. */
  close(): Promise<void>;
}

/**
 * Starts a node from its options. This is the one place that names concrete adapters.
 * @throws ConfigurationError, FlowError, StoreOpenError, StoreLockedError and others whose message says what to do; nothing is left running
 */
export async function startThroughline(options: ServerOptions): Promise<Throughline> {
  const unsafe = productionProblems(options);
  if (unsafe.length > 0) throw new ConfigurationError(unsafe.map(problemLine));
  const store = await openStore(options);
  try {
    const bus = await openBus(options);
    try {
      return await startOn(store, bus, options);
    } catch (error) {
      await bus.close();
      throw error;
    }
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function startOn(store: Store, bus: Bus, options: ServerOptions): Promise<Throughline> {
  const logger = createLogger(options.logLevel);
  const metrics = createMetrics();
  const clock = systemClock;
  const sealer = new EnvelopeSealer(
    store.keys,
    await openKeyFile(options.keyFile ?? defaultKeyFile(options.dataDir)),
  );
  await sealer.proveKey();
  const nodeId = uuidv7();
  const auditSequencer = await openAuditSequencer(options.audit ?? defaultAuditSettings(options.dataDir), {
    trail: store.audit,
    leases: store.leases,
    nodeId,
    clock,
    logger,
    metrics,
  });
  const contactCenter = new EmbeddedContactCenter({
    store: store.interactions,
    bus,
    clock,
    newId: uuidv7,
    onWaitEnded: (wait) => recordWait(metrics, wait),
    ...(options.contactCenterLimits ? { limits: options.contactCenterLimits } : {}),
  });
  await contactCenter.configure(options.queues, options.agents);

  const flows = await FlowLibrary.open(options.flow, {
    store: store.flows,
    clock,
    logger,
    world: flowWorld(options),
  });
  const policy = keptPolicy(options.masking?.policy ?? DEFAULT_POLICY);
  for (const warning of options.masking?.warnings ?? []) logger.warn({ warning }, 'the masking policy');
  const maskText = textMasker(policy);
  const core: Core = {
    conversations: store.conversations,
    appends: new GroupCommit(store.conversations),
    contactCenter,
    sealer,
    bus,
    clock,
    mask: maskText,
    maskMessage: new MessageWindows(policy, clock).mask,
    flows,
    ...(options.shadowFlow
      ? {
          shadow: createShadowFlow(options.shadowFlow, flowWorld(options), {
            audit: store.audit,
            metrics,
            logger,
          }),
        }
      : {}),
    lookups: new HttpLookups({ hosts: options.lookupHosts ?? [], clock, logger, metrics }),
    newId: uuidv7,
    ...(options.contextFields ? { contextFields: options.contextFields } : {}),
    ...(options.continueMs === undefined ? {} : { continueMs: options.continueMs }),
  };
  const genesysDoor = options.genesysDoor
    ? await createGenesysDoor({
        ...options.genesysDoor,
        contactCenter,
        bus,
        clock,
        mask: maskText,
        newId: uuidv7,
        production: options.mode === 'production',
        onFailure: (err, what) => logger.warn({ err, what }, 'the Genesys-compatible door failed'),
      })
    : null;
  const callbacks = new Callbacks(core, store.callbacks);
  contactCenter.onChange((interaction) => followOwner(core, callbacks, genesysDoor, interaction, options));

  const limits = options.realtimeLimits ?? DEFAULT_REALTIME_LIMITS;
  const others = [callbacks, ...(genesysDoor ? [genesysDoor.guests] : [])];
  const served = new ServedConversations(core, others);
  const services: Services = { core, served, callbacks, contactCenter, limits, logger, metrics };
  warnOfLegacyPortals(options, logger);
  const customerSessions = new CustomerSessions({
    store: store.sessions,
    verifier: new AssertionVerifier(options.issuers, clock),
    sealer,
    clock,
    ...(options.sessionLimits ? { limits: options.sessionLimits } : {}),
  });
  const identityProvider = options.identityProvider
    ? createIdentityProvider(options.identityProvider, store, { sessions: customerSessions, sealer, clock })
    : null;
  const { agentSignIn } = options;
  const agentSessions = new AgentSessions(store.sessions, sealer, clock, agentSignIn?.sessionMs);
  const hub = new Hub({
    services,
    customerSessions,
    agentSessions,
    expiring: [store.sessions, store.issuedTokens],
    oidcSessions: identityProvider?.sessions ?? null,
    leases: store.leases,
    flows,
  });

  const limiter = await openRateLimiter(options);
  const requestLimits = new RequestLimits({
    limiter,
    rates: options.requestRates ?? DEFAULT_REQUEST_RATES,
    ...(options.trustedProxies ? { trustedProxies: options.trustedProxies } : {}),
  });
  const { openIdProvider: providerSettings } = options;
  const openIdProvider =
    providerSettings &&
    (await openOpenIdProvider({
      ...providerSettings,
      keys: new SigningKeyFile(providerSettings.keysFile ?? defaultProviderKeysFile(options.dataDir)),
      store: store.issuedTokens,
      clock,
      sessions: customerSessions,
      onFailure: (err) => logger.error({ err }, 'the OpenID provider failed'),
    }));

  let closing: Promise<void> | null = null;
  const shared = { secureCookies: options.secureCookies, services, hub };
  const customerDoor = await createCustomerDoor({
    ...shared,
    basePath: options.basePath,
    origins: options.origins,
    sameSite: options.sameSite ?? 'strict',
    ...(options.portal ? { portal: options.portal } : {}),
    limits: requestLimits,
    ...(identityProvider ? { identityProvider } : {}),
    sessions: customerSessions,
    ...(openIdProvider ? { openIdProvider } : {}),
  });
  const agentDoor = await createAgentDoor({
    ...shared,
    demo: options.mode === 'demo' && !agentSignIn,
    origins: options.agentOrigins,
    sessions: agentSessions,
    ...(agentSignIn ? { signIn: createAgentSignIn(agentSignIn, store, sealer, clock) } : {}),
    unknownAgents: agentSignIn?.unknownAgents ?? { kind: 'refuse' },
    audit: store.audit,
    endSessionsOf: customerDoor.endSessionsOf,
  });
  const operationsDoor = await createOperationsDoor({
    metrics,
    pingStore: () => store.ping(),
    isClosing: () => closing !== null,
  });
  const doors = [customerDoor, agentDoor, operationsDoor];

  const recordNode = (action: 'node.started' | 'node.stopped') =>
    store.audit.record({ at: clock.now(), action, actor: { kind: 'system', id: nodeId } });
  const controlSocket = options.databaseUrl
    ? null
    : await openControlSocket(
        options.dataDir,
        createOperatorActions(
          store,
          flowWorld(options),
          () => clock.now(),
          async () => sealer,
        ),
      );
  const closables = [...doors, genesysDoor, controlSocket].filter((door) => door !== null);

  const shutDown = async () => {
    await hub.close();
    await Promise.all(closables.map((door) => door.close()));
    await core.appends.idle();
    await contactCenter.idle();
    // The store may be what fails; the node ends all the same.
    await recordNode('node.stopped').catch(() => undefined);
    await auditSequencer.close();
    await limiter.close();
    await bus.close();
  };
  try {
    const agentUrl = await listen(agentDoor, options.agentDoor, 'agent');
    const operationsUrl = await listen(operationsDoor, options.operationsDoor, 'operations');
    const genesysUrl =
      genesysDoor && options.genesysDoor
        ? (await listen(genesysDoor.app, options.genesysDoor.listen, 'Genesys-compatible')).replace(
            'http:',
            options.genesysDoor.tls ? 'https:' : 'http:',
          )
        : null;
    await recordNode('node.started');
    auditSequencer.start();
    hub.start();
    return {
      handler: customerDoor.handler,
      upgrade: customerDoor.upgrade,
      endSessionsOf: customerDoor.endSessionsOf,
      agentUrl,
      genesysUrl,
      operationsUrl,
      storage: store.description,
      close: () => {
        closing ??= shutDown().finally(() => store.close());
        return closing;
      },
    };
  } catch (error) {
    await shutDown();
    throw error;
  }
}

function createIdentityProvider(
  { portal, claims, provider }: IdentityProviderSettings,
  store: Store,
  shared: Pick<OidcSessionsOptions, 'sessions' | 'sealer' | 'clock'>,
): IdentityProvider {
  const party = new RelyingParty(provider);
  const pending = new PendingSignIns(store.oidc, shared.sealer, shared.clock);
  const stores = { store: store.oidc, sessionStore: store.sessions };
  const sessions = new OidcSessions({ ...shared, ...stores, party, portal, ...(claims ? { claims } : {}) });
  return { party, pending, sessions, audit: store.audit };
}

/** Tells whoever owns the conversation: a guest of the door, or the core. */
async function followOwner(
  core: Core,
  callbacks: Callbacks,
  door: GenesysDoor | null,
  interaction: Interaction,
  { databaseUrl, redisUrl }: ServerOptions,
): Promise<void> {
  if (await door?.guests.follow(interaction)) return;
  if (await callbacks.follow(interaction)) return;
  await followInteraction(core, interaction);
  // Guests live in memory: after a restart nobody owns what they left in the queue. With a shared database the
  // owner may be another node.
  const isAlone = !databaseUrl && !redisUrl;
  const isOrphan = isAlone && !(await core.conversations.get(interaction.conversationId));
  if (isOrphan && interaction.state !== 'closed') {
    // Not awaited: closing waits for this very round of following to end.
    void core.contactCenter.close(interaction.conversationId, core.clock.now()).catch(() => undefined);
  }
}

function recordWait({ waits, waitEstimates }: Metrics, { seconds, estimate }: EndedWait): void {
  waits.observe(seconds);
  waitEstimates.inc({ outcome: estimate ? compareWait(seconds, estimate) : 'untold' });
}

function compareWait(seconds: number, { lowSeconds, highSeconds }: WaitRange): string {
  if (seconds < lowSeconds) return 'shorter';
  return seconds > highSeconds ? 'longer' : 'within';
}

function warnOfLegacyPortals({ issuers }: ServerOptions, logger: Services['logger']): void {
  for (const { issuer, keys } of issuers) {
    if (!('legacySecret' in keys)) continue;
    logger.warn(
      { issuer },
      'this portal signs with a shared secret (HS256): whoever reads that secret can sign in as any customer; have the portal use a key pair',
    );
  }
}

function createAgentSignIn(
  { provider, policy, deskOrigin }: AgentSignInSettings,
  store: Store,
  sealer: EnvelopeSealer,
  clock: Clock,
): AgentSignIn {
  return new AgentSignIn({
    party: new RelyingParty(provider),
    pending: new PendingSignIns(store.oidc, sealer, clock),
    policy,
    redirectUri: `${deskOrigin}/api/v1/sign-in/callback`,
    signedOutUri: `${deskOrigin}/`,
  });
}

// Adapters are loaded when they are used: a node in memory starts without them.

async function openStore({ databaseUrl, dataDir, inMemory }: ServerOptions): Promise<Store> {
  if (inMemory) return createMemoryStore(uuidv7);
  const { openEmbeddedStore, openPostgresStore } = await import('@throughline/store-postgres');
  return databaseUrl
    ? openPostgresStore({ url: databaseUrl })
    : openEmbeddedStore({ dataDir: join(dataDir, 'database') });
}

async function openBus({ databaseUrl, redisUrl }: ServerOptions): Promise<Bus> {
  if (redisUrl) {
    const { RedisBus } = await import('@throughline/bus-redis');
    return RedisBus.open({ url: redisUrl });
  }
  // Whoever has a database of its own may run more nodes on it.
  return new MemoryBus(databaseUrl ? 'this-node' : 'all-nodes');
}

async function openRateLimiter({ redisUrl }: ServerOptions): Promise<RateLimiter> {
  const alone = new MemoryRateLimiter();
  if (!redisUrl) return alone;
  const { RedisRateLimiter } = await import('@throughline/bus-redis');
  return new RedisRateLimiter({ url: redisUrl, fallback: alone });
}

function textMasker(policy: MaskingPolicy): Masker {
  return (text) => {
    const { text: masked, entities } = mask(text, policy);
    return { text: masked, maskedTypes: [...new Set(entities.map((entity) => entity.type))] };
  };
}

async function listen(app: FastifyInstance, { host, port }: ListenAddress, door: string): Promise<string> {
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
