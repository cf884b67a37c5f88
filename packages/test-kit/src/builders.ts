/** Valid values for tests; each differs from the last in its ids. A test states only what it is about. */
import type {
  Agent,
  AgentSessionRecord,
  AuditEntry,
  DecisionRecord,
  NewConversation,
  NewEntry,
  NewInteraction,
  OidcSessionRecord,
  PendingSignInRecord,
  Queue,
  SessionRecord,
  SignInRecord,
  StoredContextItem,
  UsedToken,
} from '@throughline/core';
import { v7 as uuidv7 } from 'uuid';

/** When everything happens, unless a test says otherwise. */
const AT = new Date('2026-03-02T09:00:00.000Z');
const HOUR_MS = 3_600_000;

export function anId(): string {
  return uuidv7();
}

export function aConversation(customerId: string, overrides: Partial<NewConversation> = {}): NewConversation {
  return { id: anId(), customerId, openedAt: AT, previousConversationId: null, ...overrides };
}

/** A message of the customer. */
export function aNewEntry(
  conversation: Pick<NewConversation, 'id' | 'customerId'>,
  overrides: Partial<NewEntry> = {},
): NewEntry {
  return {
    conversationId: conversation.id,
    id: anId(),
    kind: 'message',
    party: { role: 'customer', id: conversation.customerId },
    at: AT,
    sealedBody: someBytes(),
    ...overrides,
  };
}

export function aContextItem(overrides: Partial<StoredContextItem> = {}): StoredContextItem {
  return { at: AT, sealed: someBytes(), ...overrides };
}

export function aDecision(conversationId: string, overrides: Partial<DecisionRecord> = {}): DecisionRecord {
  return {
    id: anId(),
    conversationId,
    at: AT,
    flowName: 'tier-routing',
    flowVersion: 'sha256-1',
    sealedFacts: someBytes(),
    path: ['start', 'premium'],
    reasons: ["tier is 'PREMIUM', so the premium queue"],
    target: { kind: 'queue', queueId: 'premium', priority: 5 },
    run: null,
    ...overrides,
  };
}

export function anAuditEntry(overrides: Partial<AuditEntry> = {}): AuditEntry {
  return {
    at: AT,
    action: 'conversation.opened',
    actor: { kind: 'system', id: 'test' },
    details: { reason: 'test', count: 1, final: false, nothing: null },
    ...overrides,
  };
}

export function aQueue(overrides: Partial<Queue> = {}): Queue {
  return { id: `queue-${anId()}`, displayName: 'Premium', ...overrides };
}

export function anAgent(queueIds: readonly string[], overrides: Partial<Agent> = {}): Agent {
  return {
    id: `agent-${anId()}`,
    displayName: 'Sam',
    role: 'agent',
    capacity: 1,
    queueIds,
    ...overrides,
  };
}

export function anInteraction(queueId: string, overrides: Partial<NewInteraction> = {}): NewInteraction {
  return {
    id: anId(),
    conversationId: anId(),
    queueId,
    priority: 0,
    queuedAt: AT,
    preferredAgentId: null,
    skills: [],
    estimate: null,
    ...overrides,
  };
}

export function aSession(customerId: string, overrides: Partial<SessionRecord> = {}): SessionRecord {
  return {
    id: anId(),
    customerId,
    browserHash: someBytes(),
    sealed: someBytes(),
    createdAt: AT,
    usedAt: AT,
    idleUntil: new Date(AT.getTime() + HOUR_MS),
    absoluteUntil: new Date(AT.getTime() + 8 * HOUR_MS),
    ...overrides,
  };
}

/** The first sign-in in a browser, unless overridden. */
export function aSignIn(session: SessionRecord, overrides: Partial<SignInRecord> = {}): SignInRecord {
  return {
    session,
    keyHash: someBytes(),
    presentedKeyHash: null,
    token: aUsedToken(),
    oidc: null,
    audit: anAuditEntry({ action: 'session.started' }),
    replacedAudit: { at: AT, action: 'session.ended' },
    ...overrides,
  };
}

export function anAgentSession(overrides: Partial<AgentSessionRecord> = {}): AgentSessionRecord {
  return {
    idHash: someBytes(),
    agentId: 'sam',
    displayName: 'Sam',
    roles: ['agent', 'auditor'],
    sealedIdToken: someBytes(),
    createdAt: AT,
    expiresAt: new Date(AT.getTime() + HOUR_MS),
    ...overrides,
  };
}

export function aPendingSignIn(overrides: Partial<PendingSignInRecord> = {}): PendingSignInRecord {
  return {
    stateHash: someBytes(),
    browserHash: someBytes(),
    sealed: someBytes(),
    expiresAt: new Date(AT.getTime() + HOUR_MS),
    ...overrides,
  };
}

/** Tokens that are to be refreshed from the beginning. */
export function anOidcSession(overrides: Partial<OidcSessionRecord> = {}): OidcSessionRecord {
  return {
    issuer: 'https://login.example',
    subject: anId(),
    providerSession: anId(),
    sealedTokens: someBytes(),
    issuedAt: AT,
    refreshAt: AT,
    ...overrides,
  };
}

export function aUsedToken(overrides: Partial<UsedToken> = {}): UsedToken {
  return {
    issuer: 'https://portal.example',
    jti: anId(),
    expiresAt: new Date(AT.getTime() + HOUR_MS),
    ...overrides,
  };
}

/** 32 bytes, never the same twice. */
export function someBytes(): Uint8Array {
  return new TextEncoder().encode(anId().replaceAll('-', ''));
}
