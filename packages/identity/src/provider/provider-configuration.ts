import type { Clock, CustomerClaims, IssuedTokenStore } from '@throughline/core';
import type { Account, Configuration } from 'oidc-provider';
import { ownerOfGrant } from './grant-id.js';
import type { OpenIdProviderOptions, ProviderClaim } from './provider-options.js';
import type { KeyRing } from './signing-keys.js';
import { keysAt } from './signing-keys.js';
import { TokenAdapter } from './token-adapter.js';

/** ASVS 5.0 §10.4.3 allows ten minutes; a page hands its code on at once. In seconds. */
export const CODE_SECONDS = 60;

/** Life of access and ID tokens, in seconds: their holder refreshes them while the session lasts. */
const TOKEN_SECONDS = 300;

/** An authorization request is three redirects without a human. In seconds. */
const INTERACTION_SECONDS = 120;

/** What `openid` and a refresh token are granted by; claims come with the first. */
export const GRANTED_SCOPE = 'openid offline_access';

/** The library's configuration: authorization code with PKCE for confidential clients, and nothing else. */
export function providerConfiguration(options: OpenIdProviderOptions, ring: KeyRing): Configuration {
  const { issuer, store, clock, refreshTokenSeconds, claims } = options;
  return {
    adapter: (kind) => adapterFor(kind, store, clock),
    clients: options.clients.map(({ id, secret, redirectUris }) => ({
      client_id: id,
      client_secret: secret,
      redirect_uris: [...redirectUris],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      // A client that limits the age of sign-ins finds it in every ID token.
      require_auth_time: true,
      // Accepts the secret in the header and in the body (RFC 6749 §2.3.1).
      token_endpoint_auth_method: 'client_secret_basic',
    })),
    jwks: {
      keys: keysAt(ring, clock.now()).map(({ kid, privateJwk }) => ({
        ...privateJwk,
        kid,
        alg: 'RS256',
        use: 'sig',
      })),
    },
    enabledJWA: { idTokenSigningAlgValues: ['RS256'] },
    clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
    responseTypes: ['code'],
    scopes: ['openid', 'offline_access'],
    subjectTypes: ['public'],
    claims: { openid: ['sub', ...claims], acr: null, amr: null, auth_time: null, iss: null, sid: null },
    // Claims are in the ID token, which is all that a client of ours is sure to read.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    issueRefreshToken: async () => true,
    rotateRefreshToken: true,
    // The tokens end with the customer's session: findAccount looks for it.
    expiresWithSession: async () => false,
    findAccount: (_context, subject, token) => findAccount(options, subject, token),
    ttl: {
      AuthorizationCode: CODE_SECONDS,
      AccessToken: TOKEN_SECONDS,
      IdToken: TOKEN_SECONDS,
      Interaction: INTERACTION_SECONDS,
      Session: INTERACTION_SECONDS,
      Grant: refreshTokenSeconds,
      RefreshToken: (context) =>
        Math.max(1, context.oidc.entities.RotatedRefreshToken?.remainingTTL ?? refreshTokenSeconds),
    },
    cookies: cookiesOf(new URL(issuer)),
    interactions: { url: (_context, { uid }) => `${new URL(issuer).pathname}/interaction/${uid}` },
    clientBasedCORS: () => false,
    renderError: async (context, out) => {
      context.type = 'json';
      context.body = out;
    },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: true },
      revocation: {
        enabled: true,
        allowedPolicy: async (_context, client, token) => token.clientId === client.clientId,
      },
    },
  };
}

/** They live for three redirects and hold a random value that the store knows by its hash: nothing to sign. */
function cookiesOf({ protocol, pathname }: URL): NonNullable<Configuration['cookies']> {
  const secure = protocol === 'https:';
  // Not `__Host-`: the library binds them to paths.
  const prefix = secure ? '__Secure-' : '';
  const options = { httpOnly: true, sameSite: 'lax', secure, signed: false } as const;
  return {
    names: {
      session: `${prefix}throughline_oidc_session`,
      interaction: `${prefix}throughline_oidc_interaction`,
      resume: `${prefix}throughline_oidc_resume`,
    },
    short: options,
    long: { ...options, path: pathname },
  };
}

/** The provider signs nobody in for longer than one request: the customer's session is the gateway's. */
function adapterFor(kind: string, store: IssuedTokenStore, clock: Clock): TokenAdapter {
  return kind === 'Session' ? new NothingKept(kind, store, clock) : new TokenAdapter(kind, store, clock);
}

class NothingKept extends TokenAdapter {
  override async upsert(): Promise<void> {}

  override async find(): Promise<undefined> {
    return undefined;
  }
}

/** Undefined, which refuses the token, once the session that its grant belongs to is over. */
async function findAccount(
  { sessions, claims }: OpenIdProviderOptions,
  subject: string,
  token: { readonly grantId?: string | undefined } | undefined,
): Promise<Account | undefined> {
  // At the authorization endpoint there is no token yet: the session was looked at a moment ago.
  if (!token) return { accountId: subject, claims: async () => ({ sub: subject }) };
  const owner = ownerOfGrant(token.grantId);
  const session = owner && (await sessions.peek(owner.sessionId, owner.customerId));
  if (session?.customer.claims.externalId !== subject) return;
  const known = describe(session.customer.claims, claims);
  return { accountId: subject, claims: async () => ({ sub: subject, ...known }) };
}

function describe(customer: CustomerClaims, allowed: readonly ProviderClaim[]): Record<string, string> {
  const { displayName: name, email, phone: phone_number, locale } = customer;
  const values = { name, email, phone_number, locale };
  return Object.fromEntries(
    allowed.flatMap((claim) => {
      const value = values[claim];
      return value === null ? [] : [[claim, value]];
    }),
  );
}
