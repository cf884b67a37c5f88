import { STAFF_ROLES, type StaffRole } from '@throughline/core';
import type { JWTPayload } from 'jose';
import { IdentityError } from '../errors.js';
import type { StaffMember } from './agent-sessions.js';

/** How what the identity provider says becomes somebody at the desk. */
export interface AgentPolicy {
  /** Claim with the agent's id. It must never pass from one person to another. */
  readonly idClaim: string;
  /** Claim with a role's name or a list of them; the name of a claim, or a path with dots into one. */
  readonly rolesClaim: string;
  /** Names that the identity provider has for each of our roles. */
  readonly roles: Readonly<Partial<Record<StaffRole, readonly string[]>>>;
  /** Roles that only a sign-in of a certain strength gets; null when none needs that. */
  readonly strong: StrongSignIn | null;
}

/** One of the contexts or one of the methods is enough (OpenID Connect Core 1.0 §2, RFC 8176). */
export interface StrongSignIn {
  readonly roles: readonly StaffRole[];
  readonly acr: readonly string[];
  readonly amr: readonly string[];
}

/** Why somebody who is signed in at the identity provider is not let in at the desk. */
export type AgentRefusal = 'no_id' | 'no_role' | 'too_weak' | 'unknown_agent';

/**
 * @param claims of the ID token and the user info endpoint
 * @param idToken claims of the ID token alone: only they say how the sign-in was made
 * @throws IdentityError `sign_in_refused` with an {@link AgentRefusal} as its reason
 */
export function admitAgent(claims: JWTPayload, idToken: JWTPayload, policy: AgentPolicy): StaffMember {
  const agentId = claims[policy.idClaim];
  if (typeof agentId !== 'string' || agentId === '' || agentId.length > 200) throw agentRefused('no_id');
  const named = new Set(namesIn(claims, policy.rolesClaim));
  const roles = STAFF_ROLES.filter((role) => policy.roles[role]?.some((name) => named.has(name)));
  if (roles.length === 0) throw agentRefused('no_role');
  if (policy.strong && !isStrongEnough(roles, idToken, policy.strong)) throw agentRefused('too_weak');
  const { name } = claims;
  return { agentId, displayName: typeof name === 'string' && name !== '' ? name : agentId, roles };
}

export function agentRefused(reason: AgentRefusal): IdentityError {
  return new IdentityError('sign_in_refused', MESSAGES[reason], reason);
}

const MESSAGES: Readonly<Record<AgentRefusal, string>> = {
  no_id: 'The identity provider does not say who this is at the desk. Its administrator can add the claim.',
  no_role: 'This account has no role at the desk. An administrator of the identity provider can give it one.',
  too_weak: 'Your role needs a stronger sign-in, such as with a second factor. Sign in again with it.',
  unknown_agent: 'This account is not among the agents of this contact center. Its operator can add it.',
};

function isStrongEnough(
  roles: readonly StaffRole[],
  { acr, amr }: JWTPayload,
  strong: StrongSignIn,
): boolean {
  if (!roles.some((role) => strong.roles.includes(role))) return true;
  const methods: readonly unknown[] = Array.isArray(amr) ? amr : [];
  const hasContext = typeof acr === 'string' && strong.acr.includes(acr);
  return hasContext || strong.amr.some((method) => methods.includes(method));
}

/** Strings at a claim, which may itself have dots in its name, as URLs have. */
function namesIn(claims: JWTPayload, path: string): readonly string[] {
  const value = path in claims ? claims[path] : path.split('.').reduce<unknown>(memberOf, claims);
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((name) => typeof name === 'string');
}

function memberOf(value: unknown, name: string): unknown {
  const isObject = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
  return isObject ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}
