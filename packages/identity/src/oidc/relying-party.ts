import { decodeJwt, type JWTPayload } from 'jose';
import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  refreshTokenGrant,
  type TokenEndpointResponse,
  type TokenEndpointResponseHelpers,
} from 'openid-client';
import { toText } from '../claim-names.js';
import { refused } from '../errors.js';
import { type KeySource, openKeySource } from '../issuer-keys.js';
import { toIdentityError } from './failures.js';
import { type LogoutNotice, verifyLogoutToken } from './logout-token.js';
import { Provider, type ProviderSettings } from './provider.js';

/** What an authorization request asks for besides who the person is (OpenID Connect Core 1.0 §3.1.2.1). */
export interface AuthorizationOptions {
  /** Where the provider sends the browser back to; registered there, compared as an exact string. */
  readonly redirectUri: string;
  /** `none`: the provider must not show anything. `login`: it must ask for credentials again. */
  readonly prompt?: 'none' | 'login';
  /** Authentication contexts that would do. The provider may ignore it: look at `acr` of the claims. */
  readonly acrValues?: readonly string[];
}

/** What the answer to an authorization request is held against. Kept on the server until then, used once. */
export interface AuthorizationChecks {
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** Who the provider says is signed in. */
export interface OidcIdentity {
  readonly issuer: string;
  /** With the issuer the only key of a person; an e-mail address never is (OpenID Connect Core 1.0 §5.7). */
  readonly subject: string;
  /** The provider's own session (`sid`), which its back-channel logout names. */
  readonly providerSession: string | null;
  /** When the provider said so. */
  readonly issuedAt: Date;
  /** Claims of the ID token, and of the user info endpoint where there is one. */
  readonly claims: JWTPayload;
  readonly tokens: OidcTokens;
}

/** Never leave the server, and are sealed wherever they are stored. */
export interface OidcTokens {
  readonly idToken: string;
  readonly refreshToken: string | null;
  /** When the access token ends; null when the provider does not say. */
  readonly expiresAt: Date | null;
}

const DEFAULT_SCOPES = ['profile', 'email'];
/** How far the provider's clock may be ahead of ours; the library allows the same the other way. In seconds. */
const CLOCK_SKEW_S = 30;

/**
 * Signs people in at one identity provider: authorization code with PKCE, over the certified `openid-client`. Holds
 * no state of a sign-in: whoever calls keeps the checks of a request for its answer. Every method rejects with an
 * IdentityError; `unavailable` says that the provider is down or slow and that the same may be tried again.
 */
export class RelyingParty {
  readonly #provider: Provider;
  #logoutKeys: { readonly address: string; readonly keys: KeySource } | null = null;

  constructor(settings: ProviderSettings) {
    this.#provider = new Provider(settings);
  }

  get issuer(): string {
    return this.#provider.settings.issuer;
  }

  /** A request for the browser to go to the provider with, and what its answer must fit. */
  async authorize({
    redirectUri,
    prompt,
    acrValues,
  }: AuthorizationOptions): Promise<{ readonly url: URL; readonly checks: AuthorizationChecks }> {
    const configuration = await this.#provider.configuration();
    const { scopes = DEFAULT_SCOPES } = this.#provider.settings;
    const checks = {
      redirectUri,
      state: randomState(),
      nonce: randomNonce(),
      codeVerifier: randomPKCECodeVerifier(),
    };
    const url = buildAuthorizationUrl(configuration, {
      response_type: 'code',
      scope: [...new Set(['openid', ...scopes])].join(' '),
      redirect_uri: redirectUri,
      state: checks.state,
      nonce: checks.nonce,
      code_challenge: await calculatePKCECodeChallenge(checks.codeVerifier),
      code_challenge_method: 'S256',
      ...(prompt ? { prompt } : {}),
      ...(acrValues ? { acr_values: acrValues.join(' ') } : {}),
    });
    return { url, checks };
  }

  /**
   * Exchanges the code of the answer for an identity, after every check of OpenID Connect Core 1.0 §3.1.3.7 and of
   * `iss` (RFC 9207).
   * @param answer query of the request that the provider sent the browser back with
   * @throws IdentityError `sign_in_required` (to `prompt=none`), `sign_in_refused`, `unavailable`
   */
  async redeem(answer: URLSearchParams, checks: AuthorizationChecks): Promise<OidcIdentity> {
    const configuration = await this.#provider.configuration();
    const callback = new URL(checks.redirectUri);
    callback.search = answer.toString();
    try {
      const tokens = await authorizationCodeGrant(configuration, callback, {
        expectedState: checks.state,
        expectedNonce: checks.nonce,
        pkceCodeVerifier: checks.codeVerifier,
        idTokenExpected: true,
      });
      return await this.#identity(configuration, tokens, null);
    } catch (error) {
      throw toIdentityError(error, 'token');
    }
  }

  /**
   * Fresh tokens and claims of a person who signed in before. A provider that rotates refresh tokens takes the old
   * one once: store the new one before anything else.
   * @throws IdentityError `sign_in_refused` (`invalid_grant`: the person is signed out there), `unavailable`
   */
  async refresh(before: Pick<OidcIdentity, 'subject' | 'tokens'>): Promise<OidcIdentity> {
    const { refreshToken } = before.tokens;
    if (refreshToken === null) throw refused('no_refresh_token');
    const configuration = await this.#provider.configuration();
    try {
      const tokens = await refreshTokenGrant(configuration, refreshToken);
      return await this.#identity(configuration, tokens, before);
    } catch (error) {
      throw toIdentityError(error, 'refresh');
    }
  }

  /**
   * Where the browser goes to sign out at the provider (OpenID Connect RP-Initiated Logout 1.0 §2); null when the
   * provider has no such address.
   */
  async endSessionUrl(options: {
    readonly idToken: string;
    readonly returnUri: string;
    readonly state: string;
  }): Promise<URL | null> {
    const configuration = await this.#provider.configuration();
    if (!configuration.serverMetadata().end_session_endpoint) return null;
    return buildEndSessionUrl(configuration, {
      id_token_hint: options.idToken,
      post_logout_redirect_uri: options.returnUri,
      state: options.state,
    });
  }

  /** @throws IdentityError `logout_token_invalid`, `unavailable` (the provider's keys cannot be fetched) */
  async verifyLogout(logoutToken: string): Promise<LogoutNotice> {
    const configuration = await this.#provider.configuration();
    const { clientId } = this.#provider.settings;
    const { issuer, jwks_uri: address } = configuration.serverMetadata();
    if (address === undefined) throw refused('jwks_uri');
    if (this.#logoutKeys?.address !== address) {
      this.#logoutKeys = { address, keys: openKeySource({ jwksUrl: new URL(address) }) };
    }
    return verifyLogoutToken(logoutToken, { issuer, clientId, keys: this.#logoutKeys.keys });
  }

  async #identity(
    configuration: Configuration,
    response: TokenEndpointResponse & TokenEndpointResponseHelpers,
    before: Pick<OidcIdentity, 'subject' | 'tokens'> | null,
  ): Promise<OidcIdentity> {
    const claims = response.claims();
    // A refresh may come without a new ID token: then the last one still says who it is (Core 1.0 §12.2).
    const last: JWTPayload = before ? decodeJwt(before.tokens.idToken) : {};
    const subject = toText(claims?.sub ?? last.sub);
    if (subject === null || (before !== null && before.subject !== subject)) throw refused('sub');
    if (claims && claims.iat > Date.now() / 1000 + CLOCK_SKEW_S) throw refused('iat');
    const userInfo = configuration.serverMetadata().userinfo_endpoint
      ? await fetchUserInfo(configuration, response.access_token, subject)
      : {};
    const expiresIn = response.expiresIn();
    return {
      issuer: this.issuer,
      subject,
      providerSession: toText(claims?.sid ?? last.sid),
      issuedAt: new Date(claims ? claims.iat * 1000 : Date.now()),
      claims: { ...last, ...userInfo, ...claims },
      tokens: {
        idToken: response.id_token ?? before?.tokens.idToken ?? '',
        refreshToken: response.refresh_token ?? before?.tokens.refreshToken ?? null,
        expiresAt: expiresIn === undefined ? null : new Date(Date.now() + expiresIn * 1000),
      },
    };
  }
}
