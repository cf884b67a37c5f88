import type { IncomingMessage } from 'node:http';
import type { AuditActor, CustomerIdentity } from '@throughline/core';
import {
  actorOf,
  type CustomerSessions,
  type ProvenServer,
  type ServerClient,
  type ServerScope,
  type ServerTokens,
} from '@throughline/identity';
import { ScopeError, WireError } from '../../errors.js';
import type { ReadCertificate } from './client-certificate.js';

/** Longest token that is looked at, in characters. */
const MAX_TOKEN_LENGTH = 8 * 1024;

/** Who calls: a portal's server, with a request that it has signed for one customer and this one call, or a client. */
export type ServerCaller =
  | { readonly kind: 'portal'; readonly customerId: string }
  | { readonly kind: 'client'; readonly client: ServerClient };

export interface ServerGuardOptions {
  readonly sessions: CustomerSessions;
  /** Absent when no client is configured. */
  readonly tokens?: ServerTokens;
  readonly certificateOf: ReadCertificate;
}

/** Lets servers in: with a signed request, an access token (RFC 6750), or a client certificate (RFC 8705). */
export class ServerGuard {
  readonly #options: ServerGuardOptions;

  constructor(options: ServerGuardOptions) {
    this.#options = options;
  }

  /** Null when the caller brings none: then it is a client. Not verified; it works once, whatever comes of it. */
  signedRequestOf(request: IncomingMessage): string | null {
    const token = bearerOf(request);
    return token?.includes('.') ? token : null;
  }

  /**
   * @param scope what the call needs; a client whose proof allows more is sent away to get less
   * @throws WireError `unauthenticated`, `forbidden`; IdentityError
   */
  async admit(request: IncomingMessage, scope: ServerScope): Promise<ServerCaller> {
    const signed = this.signedRequestOf(request);
    if (signed === null) return { kind: 'client', client: await this.admitClient(request, scope) };
    return { kind: 'portal', customerId: await this.#options.sessions.customerOf(signed) };
  }

  /** The same for clients alone. */
  async admitClient(request: IncomingMessage, scope: ServerScope): Promise<ServerClient> {
    const { tokens, certificateOf } = this.#options;
    const token = bearerOf(request);
    const certificate = certificateOf(request);
    if (!tokens || (token === null && !certificate)) throw unauthenticated();
    const proven =
      token === null
        ? certificate && tokens.proveByCertificate(certificate)
        : await tokens.prove(token, certificate);
    if (!proven) throw unauthenticated();
    requireScope(proven, scope);
    return proven.client;
  }

  /**
   * Whom the call is about.
   * @param named the customer's id at the portal; a signed request says it itself, a client has to
   * @throws WireError `bad_request`, IdentityError
   */
  async customerOf(
    caller: ServerCaller,
    named: string | undefined,
  ): Promise<{ readonly customerId: string; readonly actor: AuditActor }> {
    if (caller.kind === 'client') {
      const { client } = caller;
      const customerId = await this.#options.sessions.customerIdAt(identityOf(client, named));
      return { customerId, actor: actorOf(client) };
    }
    if (named === undefined) return { customerId: caller.customerId, actor: PORTAL };
    throw new WireError('bad_request', 'The signed request says whom it is about: leave "customer" out.');
  }
}

/** A customer whom the client may name. @throws WireError `bad_request` when it names none */
export function identityOf({ issuer }: ServerClient, named: string | undefined): CustomerIdentity {
  if (named !== undefined) return { issuer, externalId: named };
  throw new WireError('bad_request', 'Say whom it is about: {"customer": "its id at the portal", …}.');
}

const PORTAL: AuditActor = { kind: 'system', id: 'portal' };

function requireScope({ scopes }: ProvenServer, needed: ServerScope): void {
  if (!scopes.includes(needed)) {
    throw new ScopeError(`This call needs the scope "${needed}", which your token or client lacks.`, needed);
  }
  const [, ...others] = scopes;
  if (others.length === 0) return;
  throw new ScopeError(
    `Your token or client allows more than this call needs (${scopes.join(', ')}). Get a token with scope=${needed} alone, and use it for such calls only.`,
    needed,
  );
}

/** Null without the header. @throws WireError for one that is no token */
function bearerOf({ headers: { authorization } }: IncomingMessage): string | null {
  if (authorization === undefined) return null;
  const token = /^bearer ([\w.~+/=-]+)$/i.exec(authorization)?.[1];
  if (token && token.length <= MAX_TOKEN_LENGTH) return token;
  throw unauthenticated();
}

function unauthenticated(): WireError {
  return new WireError(
    'unauthenticated',
    'Send "Authorization: Bearer …" with a request that you have signed or a token, or show a client certificate.',
  );
}
