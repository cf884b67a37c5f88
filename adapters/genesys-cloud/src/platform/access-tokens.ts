import type { Clock } from '@throughline/core';
import { z } from 'zod';
import { GenesysError } from './genesys-error.js';
import { readAnswer } from './read-answer.js';

export interface OAuthClient {
  /** Origin of the login host, such as `https://login.mypurecloud.de`. */
  readonly loginUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

const OPERATION = 'POST /oauth/token';
const LOGIN_TIMEOUT_MS = 5_000;
/** Part of a token's life after which the next one is fetched, while this one still works. */
const RENEW_AFTER = 0.9;
/** A token with less life than this is not used any more, in milliseconds. */
const LAST_USE_MS = 10_000;

const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });

interface Token {
  readonly value: string;
  readonly renewAt: number;
  readonly endsAt: number;
}

/** Access tokens of an OAuth client of the kind "client credentials", kept and renewed ahead of their end. */
export class AccessTokens {
  readonly #client: OAuthClient;
  readonly #clock: Clock;
  #token: Token | null = null;
  #login: Promise<Token> | null = null;

  constructor(client: OAuthClient, clock: Clock) {
    this.#client = client;
    this.#clock = clock;
  }

  /** @throws GenesysError `login_refused`, `unreachable`, `limited`, `bad_answer` */
  async get(): Promise<string> {
    const token = this.#token;
    const now = this.#now();
    if (!token || token.endsAt - LAST_USE_MS <= now) return (await this.#renew()).value;
    // A failure matters only once the token that still works has ended.
    if (token.renewAt <= now) this.#renew().catch(() => undefined);
    return token.value;
  }

  /** Genesys does not take this token any more: the next `get` logs in again. */
  drop(value: string): void {
    if (this.#token?.value === value) this.#token = null;
  }

  #renew(): Promise<Token> {
    this.#login ??= this.#logIn().finally(() => {
      this.#login = null;
    });
    return this.#login;
  }

  async #logIn(): Promise<Token> {
    const { loginUrl, clientId, clientSecret } = this.#client;
    const askedAt = this.#now();
    const answer = await fetch(new URL('/oauth/token', loginUrl), {
      method: 'POST',
      // RFC 6749, section 2.3.1: both are form-encoded before they are joined.
      headers: {
        authorization: `Basic ${btoa(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`)}`,
      },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
      redirect: 'error',
      signal: AbortSignal.timeout(LOGIN_TIMEOUT_MS),
    }).catch((error: unknown) => {
      throw new GenesysError('unreachable', { operation: OPERATION }, { cause: error });
    });
    // Genesys refuses wrong credentials with 400, not 401.
    if (answer.status === 400) {
      const reason = z.object({ error: z.string() }).safeParse(await answer.json().catch(() => null));
      throw new GenesysError('login_refused', {
        operation: OPERATION,
        status: 400,
        ...(reason.success ? { reason: reason.data.error } : {}),
      });
    }
    const body = await readAnswer(answer, OPERATION, tokenAnswer, this.#now());
    const lifeMs = body.expires_in * 1000;
    this.#token = {
      value: body.access_token,
      renewAt: askedAt + lifeMs * RENEW_AFTER,
      endsAt: askedAt + lifeMs,
    };
    return this.#token;
  }

  #now(): number {
    return this.#clock.now().getTime();
  }
}
