import type { Clock } from '@throughline/core';
import { Budget } from '../platform/budget.js';
import type { GenesysClientName } from '../platform/permissions.js';
import { PlatformClient } from '../platform/platform-client.js';

/** What OAuth clients are for. */
export type Purpose = GenesysClientName;
export const PURPOSES: readonly Purpose[] = ['runtime', 'callbacks', 'tags', 'privacy', 'doctor'];

export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface GenesysHosts {
  readonly api: string;
  readonly login: string;
  readonly cdn: string;
  readonly socket: string;
}

/** What is looked at: the set-up as configured. */
export interface DoctorSettings {
  /** AWS name of the region; null for a server that is no region, such as our Genesys-compatible door. */
  readonly region: string | null;
  readonly hosts: GenesysHosts;
  /** Where the deployment is looked for when the region does not have it. */
  readonly otherRegions: readonly { readonly region: string; readonly cdn: string }[];
  readonly deploymentId: string;
  readonly moreDeploymentIds: readonly string[];
  /** As the gateway is told: the flow there begins with the conversation. */
  readonly autoStart: boolean;
  /** Origins whose pages or requests use the deployment. */
  readonly origins: readonly string[];
  readonly clients: Readonly<Partial<Record<Purpose, Credentials>>>;
  /** Whether pages of the portal show Genesys's own Messenger. */
  readonly isDirect: boolean;
  /** Whether customers send files. */
  readonly takesFiles: boolean;
  /** Our OpenID provider, and Genesys's client of it; null when guests are anonymous. */
  readonly provider: { readonly issuer: string; readonly clientId: string } | null;
  /** Names of queues that the flow may choose. */
  readonly queues: readonly string[];
  /** The gateway's clients with the scope of data actions. */
  readonly actionClients: readonly { readonly id: string; readonly scopes: readonly string[] }[];
  /** In hours, as the gateway is told. */
  readonly threadingHours: number;
  /** Whether customers are looked up as external contacts. */
  readonly usesContacts: boolean;
  readonly clock: Clock;
}

/** Requests of the doctor are few, so none waits for its turn. Genesys's refusals are still waited out. */
const UNCOUNTED = { take: async () => null, close: async () => {} };
const BUDGET = {
  name: 'genesys-doctor',
  perMinute: 200,
  windowSeconds: 60,
  shares: { active: 1, waiting: 1, background: 1 },
};

/** The set-up, with clients that ask Genesys. */
export class Subject {
  readonly #clients = new Map<Purpose, PlatformClient>();

  constructor(readonly settings: DoctorSettings) {
    const { hosts, clients, clock } = settings;
    const budget = new Budget(UNCOUNTED, clock, BUDGET);
    for (const purpose of PURPOSES) {
      const credentials = clients[purpose];
      if (!credentials) continue;
      const options = { ...credentials, apiUrl: hosts.api, loginUrl: hosts.login, budget, clock };
      this.#clients.set(purpose, new PlatformClient(options));
    }
  }

  /** @throws Error when no client is configured for it */
  client(purpose: Purpose): PlatformClient {
    const client = this.#clients.get(purpose);
    if (!client) throw new Error(`No OAuth client is configured for ${purpose}.`);
    return client;
  }
}
