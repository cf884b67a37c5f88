import type { Schedule } from '@throughline/flow';
import type { RoutingAuthority } from '../guest/options.js';

/** What an organization of Genesys Cloud needs to know of one Throughline. */
export interface GenesysSetup {
  /** AWS name of the region; asked for when null. */
  readonly region: string | null;
  /** Who decides where conversations go: the flow names other data actions. */
  readonly authority: RoutingAuthority;
  /** Of the gateway, with its base path: `https://www.bank.example/support`. */
  readonly gatewayUrl: string;
  /** Origins whose pages open conversations. */
  readonly origins: readonly string[];
  readonly autoStart: boolean;
  /** How many messenger deployments, each with its own limit of new connections. */
  readonly deployments: number;
  /** Whether the portal's pages show Genesys's own Messenger. */
  readonly isDirect: boolean;
  /** Null when customers send no files. */
  readonly files: { readonly types: readonly string[]; readonly maxBytes: number } | null;
  /** The issuer by whose codes customers sign in; null for anonymous guests. */
  readonly issuer: string | null;
  /** Name of the external source of contacts; null when contacts are not looked up. */
  readonly externalSource: string | null;
  readonly queues: readonly string[];
  readonly skills: readonly string[];
  readonly schedules: readonly Schedule[];
  /** Architect YAML, relative to the module. */
  readonly flowFile: string;
}
