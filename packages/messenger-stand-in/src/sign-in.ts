import type { Hosts } from './hosts.js';
import type { Kept } from './kept.js';
import type { Plugins } from './plugins.js';

/** What the page's `AuthProvider` answers to `getAuthCode`. */
interface AuthCode {
  readonly authCode: string;
  readonly redirectUri?: string;
  readonly nonce?: string;
  readonly codeVerifier?: string;
  readonly maxAge?: number;
  readonly iss?: string;
}

/** The `Auth` plug-in: codes become JWTs, which are renewed and revoked. */
export class SignIn {
  readonly #plugins: Plugins;
  readonly #kept: Kept;
  readonly #base: string;
  readonly #deploymentId: string;

  constructor(plugins: Plugins, kept: Kept, { api }: Hosts, deploymentId: string) {
    this.#plugins = plugins;
    this.#kept = kept;
    this.#base = `${api}/api/v2/webdeployments/token`;
    this.#deploymentId = deploymentId;
    plugins.add('Auth.logout', () => this.logout());
    plugins.add('Auth.reAuthenticate', () => this.again());
    plugins.publish('Auth.ready');
  }

  /** The JWT that is kept, or one for a new code. */
  async jwt(): Promise<string> {
    return this.#kept.get('jwt') ?? this.#byCode();
  }

  /** After a refusal: by the refresh token, else the page signs in again. */
  async again(): Promise<string> {
    const refreshToken = this.#kept.get('refresh');
    const answer = refreshToken
      ? await this.#post('/refresh', { refreshToken, deploymentId: this.#deploymentId })
      : null;
    if (answer?.ok) return this.#keep((await answer.json()) as { jwt: string });
    await this.#plugins.command('AuthProvider.reAuthenticate');
    return this.#byCode();
  }

  async logout(): Promise<void> {
    const jwt = this.#kept.get('jwt');
    if (jwt) {
      const headers = { authorization: `bearer ${jwt}` };
      const answer = await fetch(`${this.#base}/revoke`, { method: 'DELETE', headers });
      if (!answer.ok) this.#plugins.publish('Auth.logoutError', { status: answer.status });
    }
    this.loggedOut();
  }

  loggedOut(): void {
    this.#kept.clear();
    this.#plugins.publish('Auth.loggedOut');
  }

  async #byCode(): Promise<string> {
    this.#plugins.publish('Auth.authenticating');
    let given: AuthCode;
    try {
      given = (await this.#plugins.command('AuthProvider.getAuthCode')) as AuthCode;
    } catch (error) {
      this.#plugins.publish('Auth.authProviderError');
      throw error;
    }
    const { authCode: code, ...rest } = given;
    const answer = await this.#post('/oauthcodegrantjwtexchange', {
      deploymentId: this.#deploymentId,
      oauth: { code, ...rest },
    });
    if (!answer.ok) {
      this.#plugins.publish('Auth.authError', { status: answer.status });
      throw new Error('The code was refused.');
    }
    return this.#keep((await answer.json()) as { jwt: string; refreshToken?: string });
  }

  #keep({ jwt, refreshToken }: { readonly jwt: string; readonly refreshToken?: string }): string {
    this.#kept.set('jwt', jwt);
    if (refreshToken) this.#kept.set('refresh', refreshToken);
    this.#plugins.publish('Auth.authenticated', { jwt });
    return jwt;
  }

  #post(path: string, body: unknown): Promise<Response> {
    return fetch(this.#base + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }
}
