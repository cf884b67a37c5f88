import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  type Bus,
  Callbacks,
  CarryOvers,
  type CustomerIdentity,
  type Store,
  systemClock,
} from '@throughline/core';
import { v7 as uuidv7 } from 'uuid';
import { defaultAuditSettings } from './audit/audit-settings.js';
import { openAuditSequencer } from './audit/open-audit-sequencer.js';
import { followOwner, openContactCenter } from './composition/contact-center.js';
import { composeCore } from './composition/core.js';
import { createDoors, listen } from './composition/doors.js';
import { unsentFiles } from './composition/files.js';
import {
  type Foundation,
  openBus,
  openRateLimiter,
  openSealer,
  openStore,
} from './composition/foundation.js';
import { listenForGenesys, openGenesysDoor } from './composition/genesys-door.js';
import { composeIdentity } from './composition/identity.js';
import { composePrivacy } from './composition/privacy.js';
import { openRelay } from './composition/relay.js';
import { repeatedWork } from './composition/repeated-work.js';
import { composeTranscripts } from './composition/transcripts.js';
import { DEFAULT_REALTIME_LIMITS, type ServerOptions } from './config/options.js';
import { productionProblems } from './config/production-safety.js';
import { ConfigurationError, problemLine } from './config/setting-problem.js';
import { FlowLibrary } from './flows/flow-library.js';
import { flowWorld } from './flows/flow-world.js';
import { createLogger } from './observability/logger.js';
import { createMetrics } from './observability/metrics.js';
import { openControlSocket } from './operators/control-socket.js';
import { createOperatorActions } from './operators/operator-actions.js';
import { Hub } from './realtime/hub.js';
import { ServedConversations } from './realtime/served-conversations.js';
import type { Services } from './realtime/services.js';
import { createStandInActions } from './stand-in/stand-in-actions.js';

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
 * Starts a node from its options. With `composition/` this is the one place that names concrete adapters.
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
  const foundation: Foundation = {
    nodeId: uuidv7(),
    store,
    bus,
    sealer: await openSealer({ store, bus, clock: systemClock }, options),
    clock: systemClock,
    logger: createLogger(options.logLevel),
    metrics: createMetrics(),
  };
  const { nodeId, sealer, clock, logger, metrics } = foundation;
  const auditSequencer = await openAuditSequencer(options.audit ?? defaultAuditSettings(options.dataDir), {
    trail: store.audit,
    leases: store.leases,
    nodeId,
    clock,
    logger,
    metrics,
  });
  const contactCenter = await openContactCenter(options, foundation);
  const flows = await FlowLibrary.open(options.flow, {
    store: store.flows,
    clock,
    logger,
    world: flowWorld(options),
  });
  const hours = options.withoutChat?.schedule;
  if (hours !== undefined && !flows.current.schedules.has(hours))
    logger.warn({ schedule: hours }, 'withoutChat.schedule is not in the flow: no opening hours are told');
  const limiter = await openRateLimiter(options);
  const relay = await openRelay(options, foundation, contactCenter, store.rates);
  const core = composeCore(options, foundation, relay?.contactCenter ?? contactCenter, flows);
  const genesysDoor = await openGenesysDoor(options, foundation, contactCenter, core);
  const callsElsewhere = relay?.callbacks ?? null;
  // Without an OAuth client for them, calls are made from the desk, wherever conversations are served.
  const callbacks = new Callbacks(
    { ...core, contactCenter: callsElsewhere ?? contactCenter },
    store.callbacks,
  );
  callsElsewhere?.start(callbacks);
  contactCenter.onChange((interaction) =>
    followOwner({ ...core, contactCenter }, callbacks, genesysDoor, interaction, options),
  );

  const limits = options.realtimeLimits ?? DEFAULT_REALTIME_LIMITS;
  const others = [callbacks, ...(genesysDoor ? [genesysDoor.guests] : [])];
  const served = new ServedConversations(core, others);
  const carryOvers = new CarryOvers(core, store.carryOvers);
  const services: Services = { core, served, callbacks, carryOvers, contactCenter, limits, logger, metrics };
  const transcripts = await composeTranscripts(options.mail, foundation, core);
  const identity = await composeIdentity(options, foundation, core.mask);
  const privacy = await composePrivacy(options, foundation, core, contactCenter);
  const hub = new Hub({
    services,
    customerSessions: identity.customerSessions,
    agentSessions: identity.agentSessions,
    expiring: [store.sessions, store.issuedTokens, store.reveals, store.carryOvers, unsentFiles(store.blobs)],
    oidcSessions: identity.identityProvider?.sessions ?? null,
    leases: store.leases,
    flows,
    repeated: repeatedWork(foundation, core, relay, transcripts),
    privacy: privacy.work,
  });

  let closing: Promise<void> | null = null;
  const isClosing = () => closing !== null;
  const doorParts = { services, hub, identity, limiter, relay, transcripts, isClosing };
  const doors = await createDoors(options, foundation, doorParts);

  const recordNode = (action: 'node.started' | 'node.stopped') =>
    store.audit.record({ at: clock.now(), action, actor: { kind: 'system', id: nodeId } });
  const standInActions = createStandInActions({
    store: store.standIn,
    now: () => clock.now(),
    longestMinutes: options.relay?.standInMinutes ?? null,
  });
  const controlSocket = options.databaseUrl
    ? null
    : await openControlSocket(
        options.dataDir,
        createOperatorActions(
          store,
          flowWorld(options),
          () => clock.now(),
          async () => sealer,
          { ...privacy.actions, ...standInActions },
        ),
      );
  const closables = [...Object.values(doors), genesysDoor, controlSocket].filter((door) => door !== null);

  const shutDown = async () => {
    await hub.close();
    await relay?.stop();
    await Promise.all(closables.map((door) => door.close()));
    await core.appends.idle();
    await contactCenter.idle();
    // The store may be what fails; the node ends all the same.
    await recordNode('node.stopped').catch(() => undefined);
    await auditSequencer.close();
    await limiter.close();
    await sealer.close();
    await bus.close();
  };
  try {
    await privacy.work.start();
    const agentUrl = await listen(doors.agent, options.agentDoor, 'agent');
    const operationsUrl = await listen(doors.operations, options.operationsDoor, 'operations');
    const genesysUrl = await listenForGenesys(genesysDoor, options);
    await recordNode('node.started');
    auditSequencer.start();
    hub.start();
    relay?.start(core, identity, genesysUrl);
    return {
      handler: doors.customer.handler,
      upgrade: doors.customer.upgrade,
      endSessionsOf: doors.customer.endSessionsOf,
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
