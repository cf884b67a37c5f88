import { randomUUID } from 'node:crypto';
import { decodeJwt } from 'jose';
import type { Browser } from '../browser.js';
import type { PendingSignIns } from '../oidc/pending-sign-ins.js';
import type { RelyingParty } from '../oidc/relying-party.js';
import { type AgentPolicy, admitAgent } from './agent-policy.js';
import type { StaffMember } from './agent-sessions.js';

export interface AgentSignInOptions {
  readonly party: RelyingParty;
  readonly pending: PendingSignIns;
  readonly policy: AgentPolicy;
  /** Where the provider sends agents back to; registered there, compared as an exact string. */
  readonly redirectUri: string;
  /** Where it sends them after a sign-out. */
  readonly signedOutUri: string;
}

/** Sign-in at the desk by the company's identity provider. */
export class AgentSignIn {
  readonly #options: AgentSignInOptions;

  constructor(options: AgentSignInOptions) {
    this.#options = options;
  }

  /**
   * @param again the provider must ask for credentials anew, as after a sign-in that was too weak
   * @returns where the browser goes, and the value of its pre-session cookie
   */
  async start(
    preSession: string | undefined,
    again: boolean,
  ): Promise<{ readonly url: URL; readonly preSession: string }> {
    const { party, pending, policy, redirectUri } = this.#options;
    const acrValues = policy.strong?.acr ?? [];
    const { url, checks } = await party.authorize({
      redirectUri,
      ...(again ? { prompt: 'login' as const } : {}),
      ...(acrValues.length > 0 ? { acrValues } : {}),
    });
    const kept = { purpose: 'agent', checks, returnPath: '/' } as const;
    return { url, preSession: await pending.keep(kept, { preSession, session: undefined }) };
  }

  /**
   * @param answer query of the request that the provider sent the browser back with
   * @throws IdentityError `sign_in_refused` (see `AgentRefusal`), `unavailable`
   */
  async finish(
    answer: URLSearchParams,
    browser: Pick<Browser, 'preSession' | 'userAgent'>,
  ): Promise<{ readonly member: StaffMember; readonly idToken: string }> {
    const { party, pending, policy } = this.#options;
    const { checks } = await pending.take('agent', answer.get('state'), browser);
    const { claims, tokens } = await party.redeem(answer, checks);
    return { member: admitAgent(claims, decodeJwt(tokens.idToken), policy), idToken: tokens.idToken };
  }

  /** Where the browser goes to sign out at the provider as well; null when the provider has no such address. */
  signOutUrl(idToken: string): Promise<URL | null> {
    const { party, signedOutUri } = this.#options;
    return party.endSessionUrl({ idToken, returnUri: signedOutUri, state: randomUUID() });
  }
}
