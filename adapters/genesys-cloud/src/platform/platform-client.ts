import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '@throughline/core';
import type { z } from 'zod';
import { AccessTokens, type OAuthClient } from './access-tokens.js';
import type { Budget, Urgency } from './budget.js';
import { GenesysError } from './genesys-error.js';
import { readAnswer } from './read-answer.js';

export interface PlatformClientOptions extends OAuthClient {
  /** Origin of the Platform API, such as `https://api.mypurecloud.de`. */
  readonly apiUrl: string;
  /** Requests a minute and token; shared by everything that uses this OAuth client. */
  readonly budget: Budget;
  readonly clock: Clock;
  /** One request may take this long, in milliseconds; 5,000 when absent. */
  readonly timeoutMs?: number;
  /** Told after each request whether Genesys answered, well or not. */
  readonly onContact?: (isReachable: boolean) => void;
  /** For tests. */
  readonly wait?: (ms: number) => Promise<unknown>;
  readonly random?: () => number;
}

export interface PlatformRequest<Body> {
  /** Method and path; `{name}` stands for a value of `values`. */
  readonly operation: `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /api/v2/${string}`;
  readonly values?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly answer: z.ZodType<Body>;
  readonly urgency: Urgency;
  /** Twice has the effect of once: it is sent again when its fate is unknown. */
  readonly isRepeatable: boolean;
  /** Longest time for everything, tries and waits included, in milliseconds; 15,000 when absent. */
  readonly patienceMs?: number;
}

const TIMEOUT_MS = 5_000;
const PATIENCE_MS = 15_000;
const MAX_TRIES = 4;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 4_000;

/**
 * Requests to the Platform API of Genesys Cloud: within the budget, logged in, tried again where that may help, and
 * never for longer than the caller has patience.
 */
export class PlatformClient {
  readonly #options: PlatformClientOptions;
  readonly #tokens: AccessTokens;
  readonly #wait: (ms: number) => Promise<unknown>;
  readonly #random: () => number;

  constructor(options: PlatformClientOptions) {
    this.#options = options;
    this.#tokens = new AccessTokens(options, options.clock);
    this.#wait = options.wait ?? sleep;
    this.#random = options.random ?? Math.random;
  }

  /** @throws GenesysError */
  async send<Body>(request: PlatformRequest<Body>): Promise<Body> {
    const deadline = this.#now() + (request.patienceMs ?? PATIENCE_MS);
    let hasLoggedInAgain = false;
    for (let tries = 1; ; tries += 1) {
      const token = await this.#tokens.get();
      try {
        return await this.#once(request, token, deadline);
      } catch (error) {
        if (!(error instanceof GenesysError)) throw error;
        if (error.facts.status === 401 && !hasLoggedInAgain) {
          hasLoggedInAgain = true;
          this.#tokens.drop(token);
          continue;
        }
        const pauseMs = this.#pauseAfter(error, request, tries);
        if (pauseMs === null || this.#now() + pauseMs >= deadline) throw error;
        await this.#wait(pauseMs);
      }
    }
  }

  async #once<Body>(request: PlatformRequest<Body>, token: string, deadline: number): Promise<Body> {
    const { apiUrl, budget, clientId, timeoutMs = TIMEOUT_MS, onContact } = this.#options;
    const { operation, urgency, body, answer: schema } = request;
    await budget.take(clientId, urgency, { maxWaitMs: deadline - this.#now() });
    const [method = '', path = ''] = operation.split(' ');
    const answer = await fetch(toUrl(apiUrl, path, request), {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'error',
      signal: AbortSignal.timeout(Math.max(1, Math.min(timeoutMs, deadline - this.#now()))),
    }).catch((error: unknown) => {
      onContact?.(false);
      throw new GenesysError('unreachable', { operation }, { cause: error });
    });
    onContact?.(answer.status < 500);
    return readAnswer(answer, operation, schema, this.#now());
  }

  /**
   * How long to wait before the next try: what Genesys asks for, and a random part on top, so that nodes that were
   * refused together do not come back together. Null when trying again does not help.
   */
  #pauseAfter(error: GenesysError, request: PlatformRequest<unknown>, tries: number): number | null {
    const { code, facts } = error;
    const isRefused = code === 'limited' && facts.status === 429;
    if (isRefused) this.#options.budget.pause(this.#options.clientId, facts.retryAfterMs ?? 0);
    const isWorthIt = isRefused || (code === 'unreachable' && request.isRepeatable);
    if (!isWorthIt || tries >= MAX_TRIES) return null;
    const jitterMs = this.#random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** tries);
    return (facts.retryAfterMs ?? 0) + jitterMs;
  }

  #now(): number {
    return this.#options.clock.now().getTime();
  }
}

function toUrl(apiUrl: string, path: string, { values = {}, query = {} }: PlatformRequest<unknown>): URL {
  const filled = path.replace(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(values[name] ?? ''));
  const url = new URL(filled, apiUrl);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}
