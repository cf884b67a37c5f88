import { describe, expect, it } from 'vitest';
import { IdentityError } from '../errors.js';
import { type AgentPolicy, admitAgent } from './agent-policy.js';

const POLICY: AgentPolicy = {
  idClaim: 'sub',
  rolesClaim: 'roles',
  roles: { agent: ['chat'], supervisor: ['leads', 'heads'], admin: ['platform'] },
  strong: { roles: ['supervisor'], acr: ['urn:strong'], amr: ['mfa', 'otp'] },
};
const CLAIMS = { sub: 'sam', name: 'Sam Okafor', roles: ['chat', 'canteen'] };

function refusal(claims: object, idToken: object = {}, policy: Partial<AgentPolicy> = {}): string {
  try {
    admitAgent({ ...claims }, { ...idToken }, { ...POLICY, ...policy });
  } catch (error) {
    if (error instanceof IdentityError) return error.reason;
    throw error;
  }
  return 'admitted';
}

describe('who is let in at the desk', () => {
  it('[AGENT-1] is who the claims say, with the roles that they name', () => {
    expect(admitAgent(CLAIMS, {}, POLICY)).toEqual({
      agentId: 'sam',
      displayName: 'Sam Okafor',
      roles: ['agent'],
    });
    const both = { ...CLAIMS, roles: ['platform', 'chat'], name: undefined };
    expect(admitAgent(both, {}, POLICY)).toMatchObject({ displayName: 'sam', roles: ['agent', 'admin'] });
  });

  it.each([
    ['a path', 'realm_access.roles', { realm_access: { roles: ['chat'] } }],
    ['a name with dots', 'https://bank.example/roles', { 'https://bank.example/roles': ['chat'] }],
    ['a single name', 'role', { role: 'chat' }],
  ])('[AGENT-1] is found by %s', (_case, rolesClaim, claims) => {
    expect(refusal({ sub: 'sam', ...claims }, {}, { rolesClaim })).toBe('admitted');
  });

  it.each([
    ['none', { sub: 'sam' }],
    ['others', { sub: 'sam', roles: ['canteen'] }],
    ['a part of one', { sub: 'sam', roles: ['cha', 'chats', 'CHAT', ' chat'] }],
    ['something else', { sub: 'sam', roles: { chat: true } }],
    ['one of the prototype', { sub: 'sam', roles: 'constructor' }],
  ])('[AGENT-2] is nobody with %s of the roles', (_case, claims) => {
    expect(refusal(claims)).toBe('no_role');
  });

  it.each([[undefined], [''], [7], [['sam']], ['x'.repeat(201)]])(
    '[AGENT-2] is nobody with the id %j',
    (sub) => {
      expect(refusal({ ...CLAIMS, sub })).toBe('no_id');
    },
  );

  it.each([
    ['nothing', {}, 'too_weak'],
    ['another context', { acr: 'urn:weak' }, 'too_weak'],
    ['another method', { amr: ['pwd'] }, 'too_weak'],
    ['methods that are no list', { amr: 'otp' }, 'too_weak'],
    ['the context', { acr: 'urn:strong' }, 'admitted'],
    ['one of the methods', { amr: ['pwd', 'otp'] }, 'admitted'],
  ])('[AGENT-3] with a strong role and %s', (_case, idToken, outcome) => {
    expect(refusal({ ...CLAIMS, roles: ['chat', 'leads'] }, idToken)).toBe(outcome);
    expect(refusal(CLAIMS, idToken)).toBe('admitted');
  });

  it('[AGENT-3] how somebody signed in is said by the ID token alone', () => {
    expect(refusal({ ...CLAIMS, roles: ['leads'], acr: 'urn:strong', amr: ['mfa'] })).toBe('too_weak');
  });
});
