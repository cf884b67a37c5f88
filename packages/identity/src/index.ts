export { type AgentSession, AgentSessions } from './agent-sessions.js';
export {
  ASSERTION_TYPE,
  AssertionVerifier,
  type TrustedIssuer,
  type VerifiedAssertion,
} from './assertion.js';
export {
  type CustomerSession,
  CustomerSessions,
  type CustomerSessionsOptions,
  DEFAULT_SESSION_LIMITS,
  type SessionLimits,
  type SignIn,
} from './customer-sessions.js';
export { IdentityError, type IdentityErrorCode } from './errors.js';
export { isSecret } from './secrets.js';
