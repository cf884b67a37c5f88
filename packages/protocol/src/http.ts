import { BROWSER_PATHS } from './browser-paths.js';
import type { ErrorCode } from './errors.js';

/** Paths of the customer door, below its base path (`/support` unless mounted elsewhere). */
export const CUSTOMER_PATHS = {
  /**
   * GET, with `/{attempt}/{file}` appended: what the widget's script fetches. File names change with their content. The
   * script itself is `/widget.js`, as a module `/widget.mjs`, and in another language `/widget.{language}.js`.
   */
  widgetFiles: '/widget',
  ...BROWSER_PATHS,
  /** GET: {@link SessionsResponse}. DELETE: sign out everywhere; with `/{id}` appended, at one place. */
  sessions: '/v1/sessions',
  /** POST of a form (RFC 6749 §4.4): an access token for a server. */
  serverToken: '/s2s/v1/token',
  /** POST, from the portal's server: ends all sessions of a customer. Below `/s2s/` no browser is let in. */
  serverSignOut: '/s2s/v1/sign-out',
  /** With `/{id}/context` (PATCH {@link ContextChange}) or `/{id}/released` (POST) appended, from the portal's server. `current` is the id of the one that the customer has. */
  serverConversations: '/s2s/v1/conversations',
  /** POST {@link AuthorizationCodeRequest}: a code with which a server of the contact center learns who this is. */
  authorizationCode: '/v1/authorization-code',
  /** POST {@link MessengerStart}: who uses that messenger, and what its agents are told. Answers {@link MessengerStarted}. */
  messengerStart: '/v1/messenger',
  /** POST: a {@link MessengerCode} for whoever is signed in. */
  messengerCode: '/v1/messenger/code',
  /** POST, from browsers by themselves: reports of the portal's Content-Security-Policy. Answers 204 whatever comes. */
  policyReports: '/v1/csp-reports',
  /**
   * GET, a navigation: through the identity provider, and on to `?returnTo=` (a path of the portal). With `prompt=none`
   * the provider shows nothing. Who comes back unsigned finds the code in the fragment, `#throughline-sign-in=…`.
   */
  oidcSignIn: '/v1/oidc/sign-in',
  /** GET: where the identity provider sends the browser back to. */
  oidcCallback: '/v1/oidc/callback',
  /** POST of a form, with `returnTo`: signs out here and at the identity provider. */
  oidcSignOut: '/v1/oidc/sign-out',
  /** GET: where the identity provider sends the browser back to after signing out. */
  oidcSignedOut: '/v1/oidc/signed-out',
  /** For the identity provider: POST of a form with `logout_token` (Back-Channel Logout 1.0). Answers 200 or 400. */
  backchannelLogout: '/s2s/v1/backchannel-logout',
} as const;

export interface ChallengeResponse {
  /**
   * base64url SHA-256 of the pre-session cookie; the portal puts it into the assertion's `challenge` claim. Null where
   * the gateway runs in the portal's own server and asks the portal itself: then no assertion is sent.
   */
  readonly challenge: string | null;
}

export interface SessionRequest {
  /** Compact JWS that the portal's backend signed. */
  readonly assertion: string;
}

export interface SessionResponse {
  readonly customer: { readonly displayName: string; readonly locale: string | null };
  /** ISO 8601 UTC; the session ends then unless it is used before. */
  readonly expiresAt: string;
  /** The same as a time from now, in milliseconds: clients do not rely on their clocks. */
  readonly lifetimeMs: number;
}

/** What the portal's server tells the agent of a live conversation, by the names in the configuration. */
export interface ContextChange {
  /** The customer's id at the portal. Of clients with a token or certificate only: a signed request says it itself. */
  readonly customer?: string;
  /** At most 256 characters each; null takes a value back, and what is not named stays. */
  readonly fields: Readonly<Record<string, string | null>>;
}

/** Where the customer is signed in, the latest used first. */
export interface SessionsResponse {
  readonly sessions: readonly {
    /** Names the place, and opens nothing. */
    readonly id: string;
    /** The browser that asks. */
    readonly current: boolean;
    /** ISO 8601 UTC. */
    readonly signedInAt: string;
    /** ISO 8601 UTC, to the minute. */
    readonly lastUsedAt: string;
    /** The browser in its own words, at most 200 characters. */
    readonly userAgent: string | null;
  }[];
}

/** What a page asks a code for, where the gateway is an OpenID provider (RFC 7636 §4.3, OpenID Connect Core §3.1.2.1). */
export interface AuthorizationCodeRequest {
  readonly clientId: string;
  /** One that is configured for the client, exactly. */
  readonly redirectUri: string;
  /** base64url SHA-256 of the page's verifier. */
  readonly codeChallenge: string;
  /** Comes back in the ID token. */
  readonly nonce: string;
}

export interface AuthorizationCodeResponse {
  /** Works once, within a minute, with the verifier and the client's secret. */
  readonly code: string;
  readonly issuer: string;
  /** ISO 8601 UTC. */
  readonly expiresAt: string;
}

/** Body of every HTTP answer that is not a success. */
export interface ErrorBody {
  readonly error: { readonly code: ErrorCode; readonly message: string; readonly retryable: boolean };
}

export interface MessengerStart {
  /** What the page says of the customer's concern. */
  readonly attributes: Readonly<Record<string, string>>;
}

export interface MessengerStarted {
  /** An opaque mark of the customer, the same at every visit. */
  readonly customer: string;
  /** What the page said, as masked, and what the gateway knows. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Whether the customer has a live conversation at the gateway itself: then that goes on. */
  readonly isHere: boolean;
}

/** What a contact center exchanges for the customer's identity (OpenID Connect Core 1.0 §3.1.3; RFC 7636). */
export interface MessengerCode {
  /** Good once. */
  readonly authCode: string;
  readonly redirectUri: string;
  readonly codeVerifier: string;
  readonly nonce: string;
  readonly iss: string;
}
