import { cleanClaims, type Masker } from '@throughline/core';
import {
  AgentSessions,
  AgentSignIn,
  AssertionVerifier,
  ClientProof,
  CustomerSessions,
  OidcSessions,
  openOpenIdProvider,
  PendingSignIns,
  RelyingParty,
  ServerTokens,
  SigningKeyFile,
} from '@throughline/identity';
import { DEFAULT_POLICY } from '@throughline/masking';
import type { AgentSignInSettings, IdentityProviderSettings, ServerOptions } from '../config/options.js';
import { defaultProviderKeysFile } from '../config/to-provider-settings.js';
import { certificateReader } from '../doors/customer/client-certificate.js';
import type { IdentityProvider } from '../doors/customer/oidc-routes.js';
import { claimsByPolicy } from '../masking/claims-by-policy.js';
import type { Foundation } from './foundation.js';

/** Who customers and agents are, and being a provider of customers' identity for others. */
export async function composeIdentity(options: ServerOptions, foundation: Foundation, mask: Masker) {
  const { store, sealer, clock, logger } = foundation;
  warnOfLegacyPortals(options, foundation);
  const customerSessions = new CustomerSessions({
    store: store.sessions,
    verifier: new AssertionVerifier(options.issuers, clock),
    sealer,
    clock,
    cleanClaims: (claims) => cleanClaims(mask, claims),
    ...(options.sessionLimits ? { limits: options.sessionLimits } : {}),
  });
  const { identityProvider, agentSignIn, openIdProvider, dataDir } = options;
  const { passed, withheld } = claimsByPolicy(
    openIdProvider?.claims ?? [],
    options.masking?.policy ?? DEFAULT_POLICY,
  );
  for (const claim of withheld) {
    logger.warn({ claim }, 'the masking policy hides this claim from the contact center: it is left out');
  }
  return {
    customerSessions,
    servers: composeServers(options, foundation),
    agentSessions: new AgentSessions(store.sessions, sealer, clock, agentSignIn?.sessionMs),
    identityProvider: identityProvider
      ? createIdentityProvider(identityProvider, foundation, customerSessions)
      : null,
    agentSignIn: agentSignIn ? createAgentSignIn(agentSignIn, foundation) : null,
    openIdProvider: openIdProvider
      ? await openOpenIdProvider({
          ...openIdProvider,
          claims: passed,
          keys: new SigningKeyFile(openIdProvider.keysFile ?? defaultProviderKeysFile(dataDir)),
          store: store.issuedTokens,
          clock,
          sessions: customerSessions,
          onFailure: (err) => logger.error({ err }, 'the OpenID provider failed'),
        })
      : null,
  };
}

export type Identity = Awaited<ReturnType<typeof composeIdentity>>;

/** Servers that call the gateway with tokens and certificates. */
function composeServers({ servers, trustedProxies }: ServerOptions, { store, clock }: Foundation) {
  const certificateOf = certificateReader(servers?.certificateHeader, trustedProxies, () => clock.now());
  if (!servers || servers.clients.length === 0) return { certificateOf };
  const tokens = new ServerTokens({
    proof: new ClientProof(servers.clients, store.sessions, clock),
    store: store.issuedTokens,
    audit: store.audit,
    clock,
    lifetimeSeconds: servers.tokenSeconds,
  });
  return { certificateOf, tokens };
}

function createIdentityProvider(
  { portal, claims, provider }: IdentityProviderSettings,
  { store, sealer, clock }: Foundation,
  sessions: CustomerSessions,
): IdentityProvider {
  const party = new RelyingParty(provider);
  return {
    party,
    pending: new PendingSignIns(store.oidc, sealer, clock),
    sessions: new OidcSessions({
      sessions,
      sealer,
      clock,
      store: store.oidc,
      sessionStore: store.sessions,
      party,
      portal,
      ...(claims ? { claims } : {}),
    }),
    audit: store.audit,
  };
}

function createAgentSignIn(
  { provider, policy, deskOrigin }: AgentSignInSettings,
  { store, sealer, clock }: Foundation,
): AgentSignIn {
  return new AgentSignIn({
    party: new RelyingParty(provider),
    pending: new PendingSignIns(store.oidc, sealer, clock),
    policy,
    redirectUri: `${deskOrigin}/api/v1/sign-in/callback`,
    signedOutUri: `${deskOrigin}/`,
  });
}

function warnOfLegacyPortals({ issuers }: ServerOptions, { logger }: Foundation): void {
  for (const { issuer, keys } of issuers) {
    if (!('legacySecret' in keys)) continue;
    logger.warn(
      { issuer },
      'this portal signs with a shared secret (HS256): whoever reads that secret can sign in as any customer; have the portal use a key pair',
    );
  }
}
