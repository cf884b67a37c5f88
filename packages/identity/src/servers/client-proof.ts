import { timingSafeEqual } from 'node:crypto';
import type { Clock, SessionStore } from '@throughline/core';
import { type JWTPayload, jwtVerify } from 'jose';
import { toText } from '../claim-names.js';
import { IdentityError } from '../errors.js';
import { type KeySource, openKeySource } from '../issuer-keys.js';
import { hashSecret } from '../secrets.js';
import { ClientError } from './client-error.js';
import { isExpected, type ServerClient, type ShownCertificate } from './server-client.js';

/** What a caller shows to prove which client it is. */
export interface ClientCredentials {
  /** Null where the assertion says it. */
  readonly clientId: string | null;
  readonly secret: string | null;
  /** A JWT that the client signed (RFC 7523 §2.2). */
  readonly assertion: string | null;
  readonly certificate: ShownCertificate | null;
}

/** Longest life of an assertion, and the clocks' difference that is put up with, in seconds. */
const MAX_LIFETIME_S = 60;
const CLOCK_SKEW_S = 10;

/** Tells which client somebody is, by exactly one proof. */
export class ClientProof {
  readonly #clients: ReadonlyMap<string, ServerClient>;
  readonly #keys: ReadonlyMap<string, KeySource>;
  readonly #store: Pick<SessionStore, 'useToken'>;
  readonly #clock: Clock;

  constructor(clients: readonly ServerClient[], store: Pick<SessionStore, 'useToken'>, clock: Clock) {
    this.#clients = new Map(clients.map((client) => [client.id, client]));
    this.#keys = new Map(
      clients.flatMap(({ id, keys }) => (keys ? [[id, openKeySource(keys)] as const] : [])),
    );
    this.#store = store;
    this.#clock = clock;
  }

  client(id: string): ServerClient | null {
    return this.#clients.get(id) ?? null;
  }

  /** Whose certificate it is; null when it is nobody's or that of several clients. */
  ofCertificate(shown: ShownCertificate): ServerClient | null {
    const [client, ...others] = [...this.#clients.values()].filter(
      ({ certificate }) => certificate && isExpected(certificate, shown),
    );
    return client && others.length === 0 ? client : null;
  }

  /**
   * @param audience what an assertion must be made for: the address of the token endpoint
   * @throws ClientError `invalid_client`, `invalid_request` for more than one proof; IdentityError `unavailable`
   */
  async authenticate(credentials: ClientCredentials, audience: string): Promise<ServerClient> {
    const { clientId, secret, assertion, certificate } = credentials;
    if (secret !== null && assertion !== null) {
      throw new ClientError(
        'invalid_request',
        'Prove who you are in one way: with a secret or an assertion.',
      );
    }
    if (assertion !== null) return this.#byAssertion(assertion, clientId, audience);
    const client = clientId === null ? null : this.client(clientId);
    if (!client) throw unknownClient('client');
    if (secret !== null) return bySecret(client, secret);
    if (certificate && client.certificate && isExpected(client.certificate, certificate)) return client;
    throw unknownClient(certificate ? 'certificate' : 'proof', client.id);
  }

  async #byAssertion(assertion: string, clientId: string | null, audience: string): Promise<ServerClient> {
    const id = unverifiedIssuer(assertion);
    const client = this.client(id);
    const keys = this.#keys.get(id);
    if (!client || !keys || (clientId !== null && clientId !== id)) throw unknownClient('assertion');
    const { jti, exp = 0 } = await verify(assertion, keys, id, audience, this.#clock.now());
    const expiresAt = new Date((exp + CLOCK_SKEW_S) * 1000);
    const used = { issuer: `server:${id}`, jti: toText(jti) ?? '', expiresAt };
    if (used.jti === '' || !(await this.#store.useToken(used))) throw unknownClient('replayed', id);
    return client;
  }
}

function bySecret(client: ServerClient, secret: string): ServerClient {
  const { secretHash, id } = client;
  if (secretHash && timingSafeEqual(secretHash, hashSecret(secret))) return client;
  throw unknownClient('secret', id);
}

async function verify(
  assertion: string,
  { keyFor, algorithms }: KeySource,
  id: string,
  audience: string,
  now: Date,
): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(assertion, keyFor, {
      issuer: id,
      subject: id,
      audience,
      algorithms,
      clockTolerance: CLOCK_SKEW_S,
      maxTokenAge: MAX_LIFETIME_S,
      currentDate: now,
      requiredClaims: ['iat', 'exp', 'jti'],
    });
    if ((payload.exp ?? 0) - (payload.iat ?? 0) > MAX_LIFETIME_S) throw unknownClient('lifetime', id);
    return payload;
  } catch (error) {
    if (error instanceof ClientError || error instanceof IdentityError) throw error;
    throw unknownClient('assertion', id);
  }
}

/** Only chooses whose keys to try. */
function unverifiedIssuer(assertion: string): string {
  try {
    const payload: unknown = JSON.parse(Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString());
    const { iss } = payload as { iss?: unknown };
    return typeof iss === 'string' ? iss : '';
  } catch {
    return '';
  }
}

/** The same words whatever failed, so that nobody learns which clients there are. */
function unknownClient(reason: string, clientId: string | null = null): ClientError {
  return new ClientError(
    'invalid_client',
    'The client is not known, or its proof was not accepted. Compare id, secret, key or certificate with the configuration (servers.clients), and the audience and clock of assertions.',
    reason,
    clientId,
  );
}
