import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ContactCenterLimits } from '@throughline/contact-center';
import type { Agent, ContextField, Queue } from '@throughline/core';
import type {
  ContactSource,
  GuestEndpoint,
  OAuthClient,
  OtherConversationsRule,
  RoutingAuthority,
} from '@throughline/genesys-cloud';
import type { GenesysDoorOptions } from '@throughline/genesys-door';
import type {
  AgentPolicy,
  ClaimNames,
  OpenIdProviderSettings,
  ProviderSettings as RelyingPartySettings,
  ServerClient,
  SessionLimits,
  TrustedIssuer,
} from '@throughline/identity';
import type { SmtpSettings } from '@throughline/mail-smtp';
import type { MaskingPolicy } from '@throughline/masking';
import type { AuditSettings } from '../audit/audit-settings.js';
import type { Portal } from '../doors/customer/portal.js';
import type { RequestRates } from '../doors/request-limits.js';
import type { ClamdAddress } from '../files/clamd-scanner.js';
import type { FileSettings } from '../files/sealed-files.js';
import type { FlowFile } from '../flows/flow-library.js';
import type { LookupHost } from '../flows/http-lookups.js';
import type { PrivacySettings } from '../privacy/privacy-settings.js';
import type { KeyStoreSettings } from '../sealing/key-place.js';
import type { KeyEncryptionSettings } from '../sealing/open-key-encryption.js';

/** Which browser origins may call a door. */
export type OriginRule =
  /** Exactly these (scheme, host and port). */
  | {
      readonly kind: 'exact';
      readonly origins: readonly string[];
      /** The same for origins of the same site, when the door has a host of its own: they get CORS. */
      readonly siblings?: readonly string[];
    }
  /** The door's own origin, as long as it is a loopback name. For demos and tests. */
  | { readonly kind: 'loopback' };

export const ACCEPTABLE_RISKS = ['key-in-file', 'key-in-environment', 'keys-in-main-database'] as const;
export type AcceptedRisk = (typeof ACCEPTABLE_RISKS)[number];

export type SameSite = 'strict' | 'lax';

/** Everything a node is told. Parsed and checked before it gets here. */
/** What the failure card offers beside the phone number and address in the page. */
export interface WithoutChatSettings {
  /** A schedule of the flow: when people can be reached. */
  readonly schedule?: string;
  /** Whose agents call back customers who ask for it there. */
  readonly callbackQueue?: string;
}

export interface ServerOptions {
  readonly mode: 'demo' | 'production';
  /** Key file and, with the embedded store, the database. */
  readonly dataDir: string;
  /** Keeps everything in memory, for as long as the process lives. */
  readonly inMemory?: boolean;
  /** Server PostgreSQL; the embedded store when absent. */
  readonly databaseUrl?: string;
  /** Fan-out between nodes; without it, nodes of one database look into it every second. */
  readonly redisUrl?: string;
  /** File with the key-encryption key, the same on every node; in the data directory when absent. */
  readonly keyFile?: string;
  /** Where the key-encryption key is instead. */
  readonly keyEncryption?: KeyEncryptionSettings;
  /** What production mode refuses otherwise. */
  readonly acceptedRisks?: readonly AcceptedRisk[];
  /** Where customers' wrapped keys are kept: in the data directory, or with a server's database, when absent. */
  readonly keyStore?: KeyStoreSettings;
  /** A conversation opened this soon after the last one ended continues it, in milliseconds. */
  readonly continueMs?: number;
  /** Where the portal mounts the customer door. */
  readonly basePath: string;
  readonly origins: OriginRule;
  /** The same for the agent door: the origin that the desk is opened under. */
  readonly agentOrigins: OriginRule;
  /** Cookies carry `Secure` and the `__Host-` prefix. False only on plain-HTTP loopback. */
  readonly secureCookies: boolean;
  /** `SameSite` of customers' session cookies; `strict` when absent. */
  readonly sameSite?: SameSite;
  /** How many requests customers' browsers may make. */
  readonly requestRates?: RequestRates;
  /** Proxies whose `X-Forwarded-For` is believed; when absent, addresses are not limited. */
  readonly trustedProxies?: readonly string[];
  readonly issuers: readonly TrustedIssuer[];
  /** The portal that this node is mounted in; it says itself who is signed in, and assertions are not used. */
  readonly portal?: Portal;
  /** The identity provider of a portal; besides its assertions. */
  readonly identityProvider?: IdentityProviderSettings;
  readonly flow: FlowFile;
  /** A flow that runs beside it without effect, to see who would go elsewhere. */
  readonly shadowFlow?: Omit<FlowFile, 'name'>;
  /** Hosts that flows may ask; none when absent. */
  readonly lookupHosts?: readonly LookupHost[];
  /** What the portal's server may add to conversations; nothing when absent. */
  readonly contextFields?: readonly ContextField[];
  readonly queues: readonly Queue[];
  readonly agents: readonly Agent[];
  readonly agentDoor: ListenAddress;
  readonly operationsDoor: ListenAddress;
  /** The contact center over Genesys's public protocols; off when absent. */
  readonly genesysDoor?: GenesysDoorSettings;
  /** Genesys Cloud as the contact center; the embedded one when absent. */
  readonly relay?: RelaySettings;
  /** Genesys's own Messenger in pages of the portal; off when absent. */
  readonly direct?: DirectSettings;
  /** Servers that call besides portals; none when absent. */
  readonly servers?: ServerSettings;
  /** Without it, agents sign in with one click in demo mode, and not at all in production mode. */
  readonly agentSignIn?: AgentSignInSettings;
  /** The gateway as an OpenID provider; off when absent. */
  readonly openIdProvider?: ProviderSettings;
  /** Files that customers and agents send; none are taken when absent. */
  readonly files?: FileSettings & { readonly scanner: ClamdAddress | 'test' };
  /** Sends transcripts to customers; off when absent. */
  readonly mail?: SmtpSettings;
  /** What helps customers for whom no chat opens; only the portal's phone number and address when absent. */
  readonly withoutChat?: WithoutChatSettings;
  /** Customers are asked how a conversation went; with the embedded contact center when absent. */
  readonly survey?: boolean;
  /** What is hidden of texts; the preset `default` when absent. */
  readonly masking?: MaskingSettings;
  /** In the data directory when absent. */
  readonly audit?: AuditSettings;
  /** Retention as by default, and the ledger in the data directory, when absent. */
  readonly privacy?: PrivacySettings;
  readonly logLevel: string;
  readonly sessionLimits?: SessionLimits;
  readonly contactCenterLimits?: ContactCenterLimits;
  readonly realtimeLimits?: RealtimeLimits;
}

export interface RelaySettings {
  /** `own-door`: the Genesys-compatible door of the same node, for demos. */
  readonly endpoint: GuestEndpoint | 'own-door';
  /** Who decides where conversations go; `gateway` when absent. */
  readonly authority?: RoutingAuthority;
  /** For how long a returning guest comes into the same conversation there, in milliseconds; 72 h when absent. */
  readonly threadingMs?: number;
  /** What is done for a customer who talks there through another channel already; nothing when absent. */
  readonly otherConversations?: OtherConversationsRule;
  /** When customers sign in there, by codes of the gateway's OpenID provider; anonymous guests when absent. */
  readonly signIn?: GuestSignInSettings;
  /** Without it, nothing is known of queues there, and privacy requests stay here. */
  readonly platform?: GenesysPlatformSettings;
  /** Longest switch of new conversations to the embedded contact center; none is allowed when absent. */
  readonly standInMinutes?: number;
}

export interface DirectSettings {
  /** Genesys's bootstrap script. */
  readonly scriptUrl: string;
  /** As the Messenger snippet names the region. */
  readonly environment: string;
  readonly deploymentId: string;
  /** Every name of the region that pages may write. */
  readonly regionNames: readonly string[];
  readonly signIn: GuestSignInSettings;
}

export interface GenesysPlatformSettings extends OAuthClient {
  readonly apiUrl: string;
  /** Limit that Genesys sets for one token. */
  readonly requestsPerMinute: number;
  readonly externalSource?: ContactSource;
  /** Of the OAuth client for promised calls. */
  readonly callbacks?: Pick<OAuthClient, 'clientId' | 'clientSecret'>;
  /** Of the OAuth client for external tags. */
  readonly tags?: Pick<OAuthClient, 'clientId' | 'clientSecret'>;
  /** Of the OAuth client for exports and erasures. */
  readonly privacy?: Pick<OAuthClient, 'clientId' | 'clientSecret'>;
}

export interface GuestSignInSettings {
  /** As the provider knows Genesys Cloud. */
  readonly clientId: string;
  readonly redirectUri: string;
}

export interface ServerSettings {
  readonly clients: readonly ServerClient[];
  /** How long an access token lasts. */
  readonly tokenSeconds: number;
  /** In which trusted proxies pass on client certificates. */
  readonly certificateHeader?: string;
}

/** Who may look at originals of hidden values, of the kinds that the policy names. */
export interface RevealSettings {
  readonly roles: readonly string[];
  /** In milliseconds. */
  readonly keepMs: number;
  readonly reasons: readonly string[];
}

export interface MaskingSettings {
  readonly policy: MaskingPolicy;
  /** Off when absent. */
  readonly reveal?: RevealSettings;
  /** What the policy says and hardly means, a line each; told at the start. */
  readonly warnings: readonly string[];
}

export interface ProviderSettings extends OpenIdProviderSettings {
  /** In the data directory when absent. */
  readonly keysFile?: string;
}

export interface IdentityProviderSettings {
  /** The portal whose customers it signs in, as in its assertions. */
  readonly portal: string;
  readonly claims?: Partial<ClaimNames>;
  readonly provider: RelyingPartySettings;
}

/** Sign-in of agents at the company's identity provider. */
export interface AgentSignInSettings {
  readonly provider: RelyingPartySettings;
  readonly policy: AgentPolicy;
  readonly unknownAgents: UnknownAgents;
  /** The desk's origin, as agents see it. */
  readonly deskOrigin: string;
  /** A session at the desk ends after this long, in milliseconds. */
  readonly sessionMs: number;
}

/** What becomes of agents whom the configuration does not name: nothing, or they are made at their first sign-in. */
export type UnknownAgents =
  | { readonly kind: 'refuse' }
  | { readonly kind: 'provision'; readonly queueIds: readonly string[]; readonly capacity: number };

export interface GenesysDoorSettings
  extends Pick<
    GenesysDoorOptions,
    | 'deployments'
    | 'clients'
    | 'messageFlow'
    | 'limits'
    | 'identityProvider'
    | 'organization'
    | 'publicUrl'
    | 'tls'
  > {
  readonly listen: ListenAddress;
}

export interface ListenAddress {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
}

export interface RealtimeLimits {
  /** Messages a connection may send in one go before it is slowed down. */
  readonly messageBurst: number;
  /** Messages a second that a connection may send for longer. */
  readonly messagesPerSecond: number;
  /** Frames of any kind, the same two ways. */
  readonly frameBurst: number;
  readonly framesPerSecond: number;
  /** Unsent bytes after which a slow reader is disconnected, to resume from the store. */
  readonly sendBufferBytes: number;
  /** Live conversations of customers absent for longer end, in milliseconds. */
  readonly customerAbsentMs: number;
  /** At shutdown, clients are sent away over this time at most, in milliseconds. */
  readonly drainMs: number;
}

export const DEFAULT_REALTIME_LIMITS: RealtimeLimits = {
  // Several times what a person types; a client that resends its outbox fits into the burst.
  messageBurst: 60,
  messagesPerSecond: 20,
  frameBurst: 240,
  framesPerSecond: 60,
  sendBufferBytes: 1024 * 1024,
  customerAbsentMs: 30 * 60_000,
  drainMs: 5_000,
};

/** A node with an HTTP server of its own. */
export interface HostOptions {
  readonly throughline: ServerOptions;
  /** Where the HTTP server of the customer door listens. */
  readonly customerDoor: ListenAddress;
  /** Answers every request that is not below the base path, as the portal does; without it they get a 404. */
  readonly portal?: (request: IncomingMessage, response: ServerResponse) => void;
}
