import { randomBytes } from 'node:crypto';
import { createRemoteJWKSet, decodeJwt, type JWTVerifyGetKey, jwtVerify } from 'jose';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  discovery,
  None,
  refreshTokenGrant,
  type TokenEndpointResponseHelpers,
} from 'openid-client';
import type { DoorIdentityProvider } from '../options.js';
import type { GuestIdentity } from './model.js';

export interface CodeGrant {
  readonly code: string;
  readonly redirectUri?: string | undefined;
  readonly codeVerifier?: string | undefined;
  readonly nonce?: string | undefined;
  readonly maxAge?: number | undefined;
}

/** Asks the provider whether it still vouches; fulfils with when that ends. Rejects when it does not, or is away. */
export type Refresh = () => Promise<number | null>;

export interface Exchanged {
  readonly identity: GuestIdentity;
  /** When the identity provider's access token ends, in milliseconds since 1970. */
  readonly endsAt: number | null;
  /** Null when the provider gave nothing to refresh with. */
  readonly refresh: Refresh | null;
}

/** Turns authorization codes into identities. */
export interface CodeExchange {
  /** Rejects when the code is wrong, used, or does not fit the other values. */
  exchange(grant: CodeGrant): Promise<Exchanged>;
  /** Takes an ID token of the implicit flow. Rejects when it is not for this door, or not for this nonce. */
  identify(idToken: string, nonce: string): Promise<Exchanged>;
}

/** At a real identity provider, as its confidential client (OpenID Connect Core 1.0, section 3.1.3; PKCE, RFC 7636). */
export class ProviderCodeExchange implements CodeExchange {
  readonly #provider: DoorIdentityProvider;
  #configuration: Promise<Configuration> | null = null;
  #keys: JWTVerifyGetKey | null = null;

  constructor(provider: DoorIdentityProvider) {
    this.#provider = provider;
  }

  async exchange({ code, redirectUri, codeVerifier, nonce, maxAge }: CodeGrant): Promise<Exchanged> {
    const configuration = await this.#discover();
    const callback = new URL(redirectUri ?? this.#provider.issuer);
    callback.search = new URLSearchParams({ code, iss: configuration.serverMetadata().issuer }).toString();
    const tokens = await authorizationCodeGrant(configuration, callback, {
      idTokenExpected: true,
      ...(codeVerifier === undefined ? {} : { pkceCodeVerifier: codeVerifier }),
      ...(nonce === undefined ? {} : { expectedNonce: nonce }),
      ...(maxAge === undefined ? {} : { maxAge }),
    });
    return {
      identity: identityOf(tokens.claims() ?? decodeJwt(tokens.id_token ?? '')),
      endsAt: endOf(tokens),
      refresh: tokens.refresh_token === undefined ? null : refresher(configuration, tokens.refresh_token),
    };
  }

  /** OpenID Connect Core 1.0, section 3.2.2.11. */
  async identify(idToken: string, nonce: string): Promise<Exchanged> {
    const { issuer, jwks_uri: keysUrl } = (await this.#discover()).serverMetadata();
    this.#keys ??= createRemoteJWKSet(new URL(keysUrl ?? issuer));
    const { payload } = await jwtVerify(idToken, this.#keys, {
      issuer,
      audience: this.#provider.clientId,
      requiredClaims: ['sub', 'exp', 'iat', 'nonce'],
    });
    if (payload.nonce !== nonce) throw new Error('The nonce is another one.');
    return { identity: identityOf(payload), endsAt: (payload.exp ?? 0) * 1000, refresh: null };
  }

  #discover(): Promise<Configuration> {
    const { issuer, clientId, clientSecret, allowHttp } = this.#provider;
    this.#configuration ??= discovery(
      new URL(issuer),
      clientId,
      undefined,
      clientSecret ? authenticateWith(clientSecret) : None(),
      allowHttp ? { execute: [allowInsecureRequests] } : undefined,
    ).catch((error: unknown) => {
      this.#configuration = null;
      throw error;
    });
    return this.#configuration;
  }
}

/** Of two who refresh at once, one asks: a provider that rotates tokens takes the second use of one for a theft. */
function refresher(configuration: Configuration, first: string): Refresh {
  let refreshToken = first;
  let running: Promise<number | null> | null = null;
  const ask = async () => {
    const tokens = await refreshTokenGrant(configuration, refreshToken);
    refreshToken = tokens.refresh_token ?? refreshToken;
    return endOf(tokens);
  };
  return () => {
    running ??= ask().finally(() => {
      running = null;
    });
    return running;
  };
}

function endOf(tokens: TokenEndpointResponseHelpers): number | null {
  const expiresIn = tokens.expiresIn();
  return expiresIn === undefined ? null : Date.now() + expiresIn * 1000;
}

/** Codes that a test makes up itself: no identity provider is needed. Each is good once. */
export class MadeUpCodes implements CodeExchange {
  readonly #codes = new Map<string, Exchanged & { readonly nonce: string | null }>();

  issue(identity: GuestIdentity, refreshable: boolean, nonce: string | null): string {
    const code = randomBytes(24).toString('base64url');
    this.#codes.set(code, { identity, endsAt: null, refresh: refreshable ? async () => null : null, nonce });
    if (this.#codes.size > 1_000) this.#codes.delete(this.#codes.keys().next().value ?? '');
    return code;
  }

  async exchange({ code, nonce }: CodeGrant): Promise<Exchanged> {
    const known = this.#codes.get(code);
    this.#codes.delete(code);
    if (!known) throw new Error('The code is unknown or was used.');
    if (known.nonce !== null && known.nonce !== nonce) throw new Error('The nonce is another one.');
    return known;
  }

  async identify(): Promise<Exchanged> {
    throw new Error('ID tokens need an identity provider.');
  }
}

/** As the provider accepts it; Basic where it does not say (OpenID Connect Discovery 1.0, section 3). */
function authenticateWith(secret: string): ClientAuth {
  const [basic, post] = [ClientSecretBasic(secret), ClientSecretPost(secret)];
  return (server, client, body, headers) => {
    const methods = server.token_endpoint_auth_methods_supported;
    const isBasic = methods === undefined || methods.includes('client_secret_basic');
    return (isBasic ? basic : post)(server, client, body, headers);
  };
}

function identityOf(claims: Readonly<Record<string, unknown>>): GuestIdentity {
  const text = (name: string) => (typeof claims[name] === 'string' ? (claims[name] as string) : '');
  const [first = '', ...rest] = text('name').split(' ');
  return {
    sub: text('sub'),
    firstName: text('given_name') || first,
    lastName: text('family_name') || rest.join(' '),
    email: text('email'),
  };
}
