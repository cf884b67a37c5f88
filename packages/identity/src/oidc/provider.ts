import {
  allowInsecureRequests,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  discovery,
  enableNonRepudiationChecks,
  None,
  type ServerMetadata,
} from 'openid-client';
import { IdentityError } from '../errors.js';
import { ASYMMETRIC } from '../issuer-keys.js';
import { unavailable } from './failures.js';

/** An identity provider, and what it knows us by. */
export interface ProviderSettings {
  /** Exact `iss`, and where its metadata is (OpenID Connect Discovery 1.0 §4). */
  readonly issuer: string;
  readonly clientId: string;
  /** Absent only for a provider that takes us for a public client. */
  readonly clientSecret?: string;
  /** Asked for besides `openid`. Default `profile` and `email`; `offline_access` where refresh tokens need it. */
  readonly scopes?: readonly string[];
  /** How long one request to the provider may take. Default 3 s: someone waits for it. */
  readonly timeoutMs?: number;
  /** Accepts plain HTTP: on loopback, in demos and tests. */
  readonly allowHttp?: boolean;
}

const TIMEOUT_MS = 3_000;
/** Metadata is read again after this long; until that succeeds, the old one counts. */
const METADATA_MS = 60 * 60_000;

/** The provider's metadata, read when first needed and shared by everyone who waits for it. */
export class Provider {
  readonly settings: ProviderSettings;
  #current: { readonly configuration: Promise<Configuration>; readonly readAt: number } | null = null;

  constructor(settings: ProviderSettings) {
    this.settings = settings;
  }

  /** @throws IdentityError `unavailable` when the metadata cannot be had; the next call tries again */
  async configuration(): Promise<Configuration> {
    const known = this.#current;
    if (known && Date.now() - known.readAt < METADATA_MS) return known.configuration;
    const configuration = this.#discover().catch((error: unknown) => {
      this.#current = known;
      if (known) return known.configuration;
      throw error instanceof IdentityError ? error : unavailable('discovery');
    });
    this.#current = { configuration, readAt: Date.now() };
    return configuration;
  }

  async #discover(): Promise<Configuration> {
    const { issuer, clientId, clientSecret, timeoutMs = TIMEOUT_MS, allowHttp = false } = this.settings;
    const timeout = timeoutMs / 1000;
    const execute = allowHttp ? [allowInsecureRequests] : [];
    const options = { timeout, execute };
    const discovered = await discovery(new URL(issuer), clientId, undefined, None(), options);
    const server: ServerMetadata = discovered.serverMetadata();
    if (server.issuer !== issuer) {
      throw new IdentityError(
        'unavailable',
        `The identity provider calls itself ${server.issuer}, not ${issuer}. Configure its name exactly as it writes it.`,
        'issuer',
      );
    }
    // Decided here and not by the provider: neither "none" nor a secret that is meant for something else signs anything.
    const offered = server.id_token_signing_alg_values_supported ?? ['RS256'];
    const algorithms = offered.filter((name) => ASYMMETRIC.includes(name));
    const configuration = new Configuration(
      { ...server, id_token_signing_alg_values_supported: algorithms },
      clientId,
      undefined,
      clientSecret === undefined ? None() : authenticateWith(clientSecret),
    );
    configuration.timeout = timeout;
    for (const extend of execute) extend(configuration);
    // The code flow lets a client trust the connection instead; proxies on the way make signatures worth checking.
    enableNonRepudiationChecks(configuration);
    return configuration;
  }
}

/** As the provider accepts it; Basic where it does not say (OpenID Connect Discovery 1.0 §3). */
function authenticateWith(secret: string): ClientAuth {
  const [basic, post] = [ClientSecretBasic(secret), ClientSecretPost(secret)];
  return (server, client, body, headers) => {
    const methods = server.token_endpoint_auth_methods_supported;
    const isBasic = methods === undefined || methods.includes('client_secret_basic');
    return (isBasic ? basic : post)(server, client, body, headers);
  };
}
