import type { EmbeddedContactCenter } from '@throughline/contact-center';
import type { Bus, Clock, Masker, MessageMasker } from '@throughline/core';
import { GUEST_LIMITS } from '@throughline/guest-api';

/** The identity provider whose codes the door exchanges, as a confidential client of it. */
export interface DoorIdentityProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Only for an issuer on this machine. */
  readonly allowHttp: boolean;
}

export interface Deployment {
  readonly id: string;
  readonly name: string;
  /** Queue that conversations of this deployment ask for. */
  readonly queueId: string;
  /** Host names that pages may have; null allows all. */
  readonly allowedDomains: readonly string[] | null;
  /** What a disconnect by the agent does to the session. */
  readonly disconnect: 'ReadOnly' | 'Send' | 'Off';
  readonly typing: boolean;
  readonly clear: boolean;
  readonly autoStart: boolean;
  readonly authentication: { readonly enabled: boolean; readonly allowSessionUpgrade: boolean };
  // Types that guests may upload; none turns uploads off, and "*/*" allows all.
  readonly fileTypes: readonly string[];
  /** Lower case, with dot. */
  readonly blockedExtensions: readonly string[];
  readonly maxFileSizeKB: number;
}

/** An OAuth client of the kind "client credentials". */
export interface DoorClient {
  readonly id: string;
  readonly secret: string;
  /** What its role gives, as `domain:entity:action`; everything when absent. `*` stands for any entity or action. */
  readonly permissions?: readonly string[];
}

export const DEFAULT_DEPLOYMENT: Omit<Deployment, 'id' | 'queueId'> = {
  name: 'Throughline messenger',
  allowedDomains: null,
  disconnect: 'ReadOnly',
  typing: true,
  clear: true,
  autoStart: false,
  authentication: { enabled: true, allowSessionUpgrade: true },
  fileTypes: ['*/*'],
  blockedExtensions: ['.bat', '.cmd', '.com', '.exe', '.js', '.msi', '.scr', '.vbs'],
  maxFileSizeKB: 10_240,
};

/** Limits in force; the defaults are the published ones. */
export interface DoorLimits {
  readonly messagesPerSecond: number;
  readonly requestsPerMinute: number;
  readonly configuresPerMinute: number;
  readonly connectionsPerDeploymentPerMinute: number;
  readonly historyPerMinute: number;
  readonly echoesPerMinute: number;
  readonly connectionsPerSession: number;
  readonly textBytes: number;
  readonly customAttributesBytes: number;
  readonly sessionSeconds: number;
  readonly historyJwtSeconds: number;
  readonly guestJwtSeconds: number;
  readonly refreshTokenSeconds: number;
  readonly platformRequestsPerMinute: number;
  readonly platformTokenSeconds: number;
  readonly channelsPerClient: number;
  readonly topicsPerChannel: number;
  /** Heartbeat of notification sockets, in seconds. */
  readonly heartbeatSeconds: number;
  /** Life of a link to an attachment, in seconds. */
  readonly downloadSeconds: number;
  /** Guest sessions kept in memory; the one unused longest makes room. */
  readonly sessions: number;
}

// Sizes of files are the deployments', and agents' texts are limited elsewhere.
const { outboundTextCharacters: _, attachmentBytes: __, fileNameCharacters: ___, ...GUEST } = GUEST_LIMITS;

export const DEFAULT_DOOR_LIMITS: DoorLimits = {
  ...GUEST,
  refreshTokenSeconds: 86_400,
  platformRequestsPerMinute: 300,
  platformTokenSeconds: 86_400,
  channelsPerClient: 20,
  topicsPerChannel: 1_000,
  heartbeatSeconds: 30,
  downloadSeconds: 600,
  sessions: 10_000,
};

export interface GenesysDoorOptions {
  readonly contactCenter: EmbeddedContactCenter;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly mask: Masker;
  /** For messages: with what was said before in mind. */
  readonly maskMessage: MessageMasker;
  readonly newId: () => string;
  readonly deployments: readonly Deployment[];
  readonly clients: readonly DoorClient[];
  /** Name of the inbound message flow of every deployment; none when absent. */
  readonly messageFlow?: string;
  readonly limits?: Partial<DoorLimits>;
  /** Name of the organization that clients read; "Throughline" when absent. */
  readonly organization?: string;
  /** Origin under which clients reach the door; taken from their requests when absent. */
  readonly publicUrl?: string;
  readonly identityProvider?: DoorIdentityProvider;
  /** PEM texts. With them the door speaks TLS itself; without, whatever is in front of it does. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Faults and made-up sign-ins are refused in production. */
  readonly production: boolean;
  /** Told about failures that no client can be blamed for; never with content. */
  readonly onFailure: (error: unknown, where: string) => void;
}
