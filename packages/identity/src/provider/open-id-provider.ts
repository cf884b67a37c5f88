import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CustomerSession } from '../customer-sessions.js';

/** What a page of the portal asks a code for (OpenID Connect Core 1.0 §3.1.2.1, RFC 7636 §4.3). */
export interface CodeRequest {
  readonly clientId: string;
  /** One of the client's, exactly. */
  readonly redirectUri: string;
  /** base64url SHA-256 of the verifier, which the page keeps until the client needs it. */
  readonly codeChallenge: string;
  readonly nonce: string;
}

export interface IssuedCode {
  readonly code: string;
  readonly issuer: string;
  readonly expiresAt: Date;
}

/** An OpenID provider for servers that have to know who a signed-in customer is. Signs nobody in by itself. */
export interface OpenIdProvider {
  /** Whether this request is for the provider. */
  owns(request: IncomingMessage): boolean;
  /**
   * Discovery, keys, authorization, token, user info and revocation.
   * @param signedIn who is signed in at the browser that asks; for the authorization endpoint
   */
  handle(
    request: IncomingMessage,
    response: ServerResponse,
    signedIn: () => Promise<CustomerSession | null>,
  ): Promise<void>;
  /** A code for the customer of this session; null when there is no such client or redirect address. */
  issueCode(session: CustomerSession, request: CodeRequest): Promise<IssuedCode | null>;
}
