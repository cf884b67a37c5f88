import { z } from 'zod';
import { GuestRefusal } from './errors.js';
import type { GuestCodes, GuestEndpoint } from './options.js';
import type { SessionRecord } from './record.js';

const TIMEOUT_MS = 10_000;
/** The JWT is opaque. It lives for 15 minutes (Genesys, "Authenticated web messaging"), and is not used for as long. */
const JWT_MS = 12 * 60_000;

const answerSchema = z.looseObject({ jwt: z.string(), refreshToken: z.string().nullish() });

type Granted = z.infer<typeof answerSchema> & { readonly vouchedBy?: string };

/** Signs the guest of a session in at the other side, as the customer that the gateway knows. */
export class GuestSignIn {
  readonly #endpoint: GuestEndpoint;
  readonly #codes: GuestCodes;
  readonly #record: SessionRecord;

  constructor(endpoint: GuestEndpoint, codes: GuestCodes, record: SessionRecord) {
    this.#endpoint = endpoint;
    this.#codes = codes;
    this.#record = record;
  }

  /**
   * A JWT of the guest: the one at hand, a refreshed one, or one for a new code.
   * @param isRefused the one at hand was refused
   * @throws GuestRefusal when nobody vouches for the customer, or the other side does not believe it
   */
  async jwt(isRefused: boolean): Promise<string> {
    const { signIn } = this.#record.state;
    if (signIn && !isRefused && Date.now() < signIn.at + JWT_MS) return signIn.jwt;
    const refreshed = signIn?.refreshToken ? await this.#refresh(signIn.refreshToken) : null;
    const {
      jwt,
      refreshToken = signIn?.refreshToken,
      vouchedBy = signIn?.vouchedBy,
    } = refreshed ?? (await this.#exchange());
    await this.#record.saveState({
      signIn: {
        jwt,
        refreshToken: refreshToken ?? null,
        at: Date.now(),
        ...(vouchedBy ? { vouchedBy } : {}),
      },
    });
    return jwt;
  }

  /**
   * Ends the sign-in here and at the other side when one of these sessions at the gateway vouched for it.
   * @returns whether one did
   */
  async revoke(sessionIds: readonly string[]): Promise<boolean> {
    const { signIn } = this.#record.state;
    if (!signIn?.vouchedBy || !sessionIds.includes(signIn.vouchedBy)) return false;
    await this.#record.saveState({ signIn: null });
    const answer = await this.#revoke(signIn.jwt);
    const { refreshToken } = signIn;
    // Only a JWT that is still valid revokes; the refresh token makes one.
    const fresh = answer.status === 401 && refreshToken ? await this.#refresh(refreshToken) : null;
    if (fresh) await this.#revoke(fresh.jwt);
    return true;
  }

  async #revoke(jwt: string): Promise<Response> {
    const url = new URL('/api/v2/webdeployments/token/revoke', this.#endpoint.apiUrl);
    const headers = { authorization: `bearer ${jwt}` };
    const answer = await fetch(url, { method: 'DELETE', headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
    await answer.body?.cancel();
    return answer;
  }

  /** Null when the token is not good for it any more. */
  async #refresh(refreshToken: string): Promise<Granted | null> {
    const { deploymentId } = this.#endpoint;
    const answer = await this.#post('refresh', { refreshToken, deploymentId });
    return answer.ok ? answerSchema.parse(await answer.json()) : null;
  }

  async #exchange(): Promise<Granted> {
    const code = await this.#codes(this.#record.conversation);
    if (!code) throw new GuestRefusal(401, 'The customer is not signed in at the portal.');
    const { issuer, vouchedBy, ...oauth } = code;
    const { deploymentId } = this.#endpoint;
    const answer = await this.#post('oauthcodegrantjwtexchange', {
      deploymentId,
      oauth: { ...oauth, iss: issuer },
    });
    if (!answer.ok) throw new GuestRefusal(answer.status, 'The customer could not be signed in.');
    return { ...answerSchema.parse(await answer.json()), vouchedBy };
  }

  async #post(what: string, body: object): Promise<Response> {
    const url = new URL(`/api/v2/webdeployments/token/${what}`, this.#endpoint.apiUrl);
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!answer.ok) await answer.body?.cancel();
    return answer;
  }
}
