export { type AgentPolicy, type AgentRefusal, agentRefused } from './agents/agent-policy.js';
export { type AgentSession, AgentSessions, type StaffMember } from './agents/agent-sessions.js';
export { AgentSignIn, type AgentSignInOptions } from './agents/agent-sign-in.js';
export {
  ASSERTION_TYPE,
  AssertionVerifier,
  type TrustedIssuer,
  type VerifiedAssertion,
} from './assertion.js';
export type { Browser, KnownBrowser } from './browser.js';
export { type ClaimNames, claimsOfPortal, DEFAULT_CLAIM_NAMES } from './claim-names.js';
export {
  type CustomerSession,
  CustomerSessions,
  type CustomerSessionsOptions,
  type SignedInPlace,
  type SignIn,
} from './customer-sessions.js';
export { IdentityError, type IdentityErrorCode } from './errors.js';
export type { IssuerKeys, LegacySecret, RemoteKeys } from './issuer-keys.js';
export type { LogoutNotice } from './oidc/logout-token.js';
export { OidcSessions, type OidcSessionsOptions } from './oidc/oidc-sessions.js';
export { type PendingSignIn, PendingSignIns } from './oidc/pending-sign-ins.js';
export type { ProviderSettings } from './oidc/provider.js';
export {
  type AuthorizationChecks,
  type AuthorizationOptions,
  type OidcIdentity,
  type OidcTokens,
  RelyingParty,
} from './oidc/relying-party.js';
export { parseReturnPath } from './oidc/return-path.js';
export type { CodeRequest, IssuedCode, OpenIdProvider } from './provider/open-id-provider.js';
export { openOpenIdProvider } from './provider/open-provider.js';
export {
  type OpenIdProviderOptions,
  type OpenIdProviderSettings,
  PROVIDER_CLAIMS,
  type ProviderClaim,
  type ProviderClient,
} from './provider/provider-options.js';
export { SigningKeyFile } from './provider/signing-key-file.js';
export {
  keysAt,
  PUBLISHED_FIRST_MS,
  retireKey,
  rotateKeys,
  type SigningKey,
} from './provider/signing-keys.js';
export { ClientError } from './servers/client-error.js';
export { type ClientCredentials, ClientProof } from './servers/client-proof.js';
export {
  type ExpectedCertificate,
  SERVER_SCOPES,
  type ServerClient,
  type ServerScope,
  type ShownCertificate,
} from './servers/server-client.js';
export { actorOf, type ProvenServer, type ServerToken, ServerTokens } from './servers/server-tokens.js';
export { readSessionData, type SessionData } from './session-data.js';
export { DEFAULT_SESSION_LIMITS, type SessionLimits } from './session-limits.js';
export { weakKeyProblem } from './weak-keys.js';
