import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { DoorState } from '../door-state.js';
import { WindowRate } from '../window-rate.js';
import { PlatformError, tooManyRequests } from './platform-error.js';

/** Most tokens kept; the oldest makes room. */
const KEPT = 10_000;

/** Opaque access tokens of clients, with the limit of requests of each. */
export class PlatformTokens {
  readonly #state: DoorState;
  readonly #tokens = new Map<string, { readonly clientId: string; readonly expiresAt: number }>();
  readonly #rate: WindowRate;

  constructor(state: DoorState) {
    this.#state = state;
    this.#rate = new WindowRate(state.options.clock, state.limits.platformRequestsPerMinute, 60_000);
  }

  issue(clientId: string): { readonly token: string; readonly expiresIn: number } {
    const token = randomBytes(32).toString('base64url');
    const expiresIn = this.#state.limits.platformTokenSeconds;
    this.#tokens.set(token, { clientId, expiresAt: this.#now() + expiresIn * 1000 });
    if (this.#tokens.size > KEPT) this.#tokens.delete(this.#tokens.keys().next().value ?? '');
    // A second less, as the real service answers 86399 for 86400.
    return { token, expiresIn: Math.max(1, expiresIn - 1) };
  }

  /** The client of a request. @throws PlatformError 401 */
  clientOf(request: FastifyRequest): string {
    return this.#known(request).clientId;
  }

  /** @throws PlatformError 401, 429 */
  admit(request: FastifyRequest): void {
    const { token } = this.#known(request);
    const retryAfter = this.#rate.take(token);
    if (retryAfter !== null) throw tooManyRequests(retryAfter);
  }

  revoke(request: FastifyRequest): void {
    this.#tokens.delete(this.#known(request).token);
  }

  /** Every token is worth nothing from now on. */
  expireAll(): void {
    this.#tokens.clear();
  }

  #known(request: FastifyRequest) {
    const token = bearerOf(request);
    if (token === null) {
      throw new PlatformError(401, 'authentication.required', 'No authentication bearer token specified.');
    }
    const known = this.#tokens.get(token);
    if (!known || known.expiresAt <= this.#now()) {
      throw new PlatformError(401, 'bad.credentials', 'Invalid login credentials.');
    }
    return { token, clientId: known.clientId };
  }

  #now(): number {
    return this.#state.options.clock.now().getTime();
  }
}

export function bearerOf({ headers }: FastifyRequest): string | null {
  return /^bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? null;
}

/** `POST /oauth/token`: client credentials in a Basic header or in the form. */
export function addOAuthRoutes(app: FastifyInstance, state: DoorState, tokens: PlatformTokens): void {
  app.post('/oauth/token', async (request, reply) => {
    const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
    const refuse = (error: string, description: string) =>
      reply.code(400).send({ error, description, error_description: description });
    if (form.get('grant_type') !== 'client_credentials') {
      return refuse('unsupported_grant_type', 'only client_credentials is supported');
    }
    const { id, secret } = credentialsOf(request, form);
    const client = state.options.clients.find((known) => known.id === id);
    if (!client) return refuse('invalid_client', 'client not found');
    if (!isSame(client.secret, secret)) return refuse('invalid_client', 'authentication failed');
    const { token, expiresIn } = tokens.issue(client.id);
    reply.header('cache-control', 'no-store');
    return { access_token: token, token_type: 'bearer', expires_in: expiresIn };
  });
}

function credentialsOf({ headers }: FastifyRequest, form: URLSearchParams) {
  const basic = /^basic +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (basic === undefined)
    return { id: form.get('client_id') ?? '', secret: form.get('client_secret') ?? '' };
  const text = Buffer.from(basic, 'base64').toString();
  const colon = text.indexOf(':');
  return colon < 0 ? { id: text, secret: '' } : { id: text.slice(0, colon), secret: text.slice(colon + 1) };
}

function isSame(expected: string, given: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(expected), hash(given));
}
