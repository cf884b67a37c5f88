import { ContactCenterWithStandIn } from '@throughline/contact-center';
import {
  type ContactCenter,
  type Core,
  followInteraction,
  linkConversations,
  type RateLimiter,
  readRoutingFacts,
  recordWrapUp,
  remoteIdOf,
} from '@throughline/core';
import type {
  EntryPoints,
  GenesysCallbacks,
  GenesysContactCenter,
  GuestEndpoint,
  RelayStart,
  RoutingAuthority,
} from '@throughline/genesys-cloud';
import { v7 as uuidv7 } from 'uuid';
import { DEMO_DEPLOYMENT_ID } from '../config/demo.js';
import type { RelaySettings, ServerOptions } from '../config/options.js';
import { addressesBelow } from '../config/to-relay.js';
import type { Foundation } from './foundation.js';
import { openGenesysPlatform } from './genesys-platform.js';
import { guestCodesOf } from './guest-codes.js';
import type { Identity } from './identity.js';

/** A contact center elsewhere, from its making to its end. */
export interface Relay {
  /** Takes conversations; the embedded one stands in for it. */
  readonly contactCenter: ContactCenter;
  readonly authority: RoutingAuthority;
  /** For how long a returning guest comes into the same conversation there, in milliseconds. */
  readonly threadingMs: number;
  /** What the gateway's flow decided for a conversation; see {@link GenesysContactCenter.routingOf}. */
  readonly routingOf: GenesysContactCenter['routingOf'];
  readonly tellEntry: EntryPoints['tell'];
  /** It has become known which conversation there is ours. */
  learned(conversationId: string, remoteId: string): void;
  /** Makes the calls that customers were promised; null when agents at the desk do. */
  readonly callbacks: GenesysCallbacks | null;
  /** Begins to serve conversations. @param ownDoor address of the Genesys-compatible door of this node, if it has one */
  start(core: Core, identity: Identity, ownDoor: string | null): void;
  /** To be repeated: how agents there summed up what is over. */
  lookForWrapUps(core: Core): Promise<void>;
  stop(): Promise<void>;
}

/** As Genesys Cloud has it unless it is changed there. */
const THREADING_MS = 72 * 3_600_000;

/** Null when the embedded contact center serves the customers. */
export async function openRelay(
  { relay }: ServerOptions,
  foundation: Foundation,
  embedded: ContactCenter,
  limiter: RateLimiter,
): Promise<Relay | null> {
  if (!relay) return null;
  const { nodeId, store, bus, clock, logger } = foundation;
  const platform = relay.platform ? await openGenesysPlatform(relay.platform, foundation, limiter) : null;
  const wrapUps = platform?.wrapUps;
  const { authority = 'gateway', threadingMs = THREADING_MS } = relay;
  const genesysCloud = await import('@throughline/genesys-cloud');
  const contactCenter = new genesysCloud.GenesysContactCenter({
    authority,
    store: store.relays,
    bus,
    clock,
    limiter,
    nodeId,
    newId: uuidv7,
    // Behind the door of this node are the agents of the embedded contact center.
    availability:
      relay.endpoint === 'own-door'
        ? (...asked) => embedded.availability(...asked)
        : (platform?.figures.availability ?? (async () => null)),
    ...(platform?.privacy ? { privacy: platform.privacy } : {}),
    ...(wrapUps ? { onClosed: (conversationId) => wrapUps.ended(conversationId) } : {}),
    onFailure: (err, what) => logger.warn({ err, what }, 'the relay to Genesys Cloud failed'),
  });
  const entryPoints = new genesysCloud.EntryPoints({
    store: store.remoteCustomers,
    clock,
    platform: platform?.forEntryPoints ?? null,
  });
  return {
    authority,
    threadingMs,
    callbacks: platform?.callbacksBeside(embedded) ?? null,
    routingOf: (conversationId) => contactCenter.routingOf(conversationId),
    tellEntry: (customerId, entry) => entryPoints.tell(customerId, entry),
    learned: (conversationId, remoteId) => {
      void platform?.tags?.set(remoteId, conversationId);
    },
    contactCenter: new ContactCenterWithStandIn({
      home: contactCenter,
      standIn: embedded,
      store: store.standIn,
      clock,
      maySwitch: relay.standInMinutes !== undefined,
    }),
    start: (core, identity, ownDoor) => {
      contactCenter.onChange((interaction) => followInteraction(core, interaction));
      const endpoint = relay.endpoint === 'own-door' ? ownDoorEndpoint(ownDoor ?? '') : relay.endpoint;
      const guestCodes = relay.signIn ? guestCodesOf(relay.signIn, identity) : null;
      const otherConversations = lookForOthers(relay, entryPoints, core);
      contactCenter.start({ endpoint, link: linkConversations(core), guestCodes, otherConversations });
    },
    lookForWrapUps: async (core) => {
      await wrapUps?.look({
        remoteIdOf: (conversationId) => remoteIdOf(core, conversationId),
        record: (conversationId, wrapUp) =>
          recordWrapUp(core, conversationId, wrapUp, { kind: 'system', id: 'contact-center' }),
      });
    },
    stop: () => contactCenter.stop(),
  };
}

function lookForOthers(
  { otherConversations: rule }: RelaySettings,
  entryPoints: EntryPoints,
  core: Core,
): RelayStart['otherConversations'] {
  if (!rule) return null;
  return {
    rule,
    find: async ({ id, customerId }) => {
      const { externalId } = (await readRoutingFacts(core, id)).customer;
      return entryPoints.findActive({ id: customerId, externalId });
    },
    record: (entry) => core.audit.record(entry),
  };
}

function ownDoorEndpoint(address: string): GuestEndpoint {
  const { socket, api } = addressesBelow(address);
  return { socketUrl: socket, apiUrl: api, deploymentId: DEMO_DEPLOYMENT_ID, origin: null, autoStart: false };
}
