import type { AuditTrail, Clock, IssuedTokenStore } from '@throughline/core';
import { IdentityError } from '../errors.js';
import { hashSecret, isSecret, newSecret } from '../secrets.js';
import { ClientError } from './client-error.js';
import type { ClientCredentials, ClientProof } from './client-proof.js';
import type { ServerClient, ServerScope, ShownCertificate } from './server-client.js';

export interface ServerTokensOptions {
  readonly proof: ClientProof;
  readonly store: IssuedTokenStore;
  readonly audit: Pick<AuditTrail, 'record'>;
  readonly clock: Clock;
  /** How long a token lasts. */
  readonly lifetimeSeconds: number;
}

export interface ServerToken {
  readonly value: string;
  readonly expiresInSeconds: number;
  readonly scopes: readonly ServerScope[];
}

/** A server, and what its proof allows it. */
export interface ProvenServer {
  readonly client: ServerClient;
  readonly scopes: readonly ServerScope[];
}

const KIND = 'server-token';

/**
 * Access tokens of servers (RFC 6749 §4.4): opaque, kept as hashes, and worth nothing once their client is no longer
 * configured. Of a client that shows its certificate, the token works with that certificate alone (RFC 8705 §3).
 */
export class ServerTokens {
  readonly #options: ServerTokensOptions;

  constructor(options: ServerTokensOptions) {
    this.#options = options;
  }

  /**
   * @param scopes what the token is for; at least one, and none that the client is not allowed
   * @throws ClientError, IdentityError `unavailable`
   */
  async issue(
    credentials: ClientCredentials,
    scopes: readonly string[],
    audience: string,
  ): Promise<ServerToken> {
    const { proof, store, clock, lifetimeSeconds } = this.#options;
    try {
      const client = await proof.authenticate(credentials, audience);
      const granted = grantedOf(client, scopes);
      const value = newSecret();
      const at = clock.now();
      const certificate = client.certificate ? (credentials.certificate?.fingerprint ?? null) : null;
      await store.save(
        {
          kind: KIND,
          idHash: hashSecret(value),
          grantId: null,
          payload: { clientId: client.id, scopes: granted, certificate },
          expiresAt: new Date(at.getTime() + lifetimeSeconds * 1000),
          usedAt: null,
        },
        {
          at,
          action: 'server_token.issued',
          actor: actorOf(client),
          details: { scope: granted.join(' ') },
        },
      );
      return { value, expiresInSeconds: lifetimeSeconds, scopes: granted };
    } catch (error) {
      if (error instanceof ClientError) await this.#recordRefusal(error);
      throw error;
    }
  }

  /** @throws IdentityError `unauthenticated` */
  async prove(token: string, certificate: ShownCertificate | null): Promise<ProvenServer> {
    const { proof, store, clock } = this.#options;
    const found = isSecret(token) ? await store.find(KIND, hashSecret(token)) : null;
    if (!found || found.expiresAt <= clock.now()) throw notProven('token');
    const { clientId, scopes, certificate: bound } = found.payload as unknown as Payload;
    const client = proof.client(clientId);
    if (!client) throw notProven('client');
    if (bound !== null && bound !== certificate?.fingerprint) throw notProven('certificate');
    return { client, scopes: scopes.filter((scope) => client.scopes.includes(scope)) };
  }

  /** A server that shows nothing but its certificate may do what its client may. @throws IdentityError `unauthenticated` */
  proveByCertificate(certificate: ShownCertificate): ProvenServer {
    const client = this.#options.proof.ofCertificate(certificate);
    if (!client) throw notProven('certificate');
    return { client, scopes: client.scopes };
  }

  async #recordRefusal({ reason, clientId }: ClientError): Promise<void> {
    await this.#options.audit.record({
      at: this.#options.clock.now(),
      action: 'server_token.refused',
      actor: { kind: 'system', id: clientId === null ? 'unknown server' : `server:${clientId}` },
      details: { reason },
    });
  }
}

interface Payload {
  readonly clientId: string;
  readonly scopes: readonly ServerScope[];
  readonly certificate: string | null;
}

/** How the audit trail names a server. */
export function actorOf({ id }: ServerClient) {
  return { kind: 'system', id: `server:${id}` } as const;
}

function grantedOf(client: ServerClient, asked: readonly string[]): ServerScope[] {
  const granted = client.scopes.filter((scope) => asked.includes(scope));
  if (asked.length > 0 && granted.length === new Set(asked).size) return granted;
  throw new ClientError(
    'invalid_scope',
    `Ask for what the next call needs with scope=…, one of: ${client.scopes.join(', ')}.`,
    'scope',
    client.id,
  );
}

function notProven(reason: string): IdentityError {
  return new IdentityError(
    'unauthenticated',
    'The token or certificate was not accepted. Ask for a new token; one that was given for a certificate works with that alone.',
    reason,
  );
}
