import { lookup as resolveName } from 'node:dns';
import { Agent, type RequestOptions, request } from 'node:https';
import { isIP } from 'node:net';
import type { Clock, Lookups } from '@throughline/core';
import type { Answer, Question } from '@throughline/flow';
import type { Logger } from '../observability/logger.js';
import type { Metrics } from '../observability/metrics.js';
import { CircuitBreaker } from './circuit-breaker.js';
import { isPrivateAddress } from './private-addresses.js';

/** A host that flows may ask. */
export interface LookupHost {
  /** Name, with a port when it is not 443. */
  readonly host: string;
  /** Sent as bearer token. */
  readonly token?: string;
  /** Certificates that are trusted for it instead of the well-known ones, PEM. */
  readonly ca?: string;
  /** It is in the company's own network. */
  readonly allowPrivate: boolean;
}

export interface HttpLookupsOptions {
  readonly hosts: readonly LookupHost[];
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Pick<Metrics, 'lookups'>;
}

type LookupQuestion = Extract<Question, { kind: 'lookup' }>;

/** Largest answer that is read, in bytes. */
const MOST_BYTES = 64 * 1024;
/** Pause before another try, in milliseconds. */
const RETRY_PAUSE_MS = 100;

/** Why there is no answer; a code for logs and metrics. */
class LookupFailure extends Error {
  override readonly name = 'LookupFailure';

  constructor(
    readonly outcome:
      | 'refused'
      | 'private_address'
      | 'timeout'
      | 'failed'
      | 'status'
      | 'not_json'
      | 'too_large',
    /** Another try may help. */
    readonly isTransient: boolean,
  ) {
    super(outcome);
  }
}

/**
 * Asks HTTPS servers what flows want to know: hosts of a list only, no redirects, JSON only, no address of the own
 * network unless the host is meant to be there (checked when the connection is made, so that a name that changes its
 * mind does not help). A step that keeps failing is not asked for a while.
 */
export class HttpLookups implements Lookups {
  readonly #options: HttpLookupsOptions;
  readonly #breakers = new Map<string, CircuitBreaker>();
  readonly #hosts: ReadonlyMap<string, ReachableHost>;

  constructor(options: HttpLookupsOptions) {
    this.#options = options;
    this.#hosts = new Map(options.hosts.map((host) => [host.host, { ...host, agent: agentFor(host) }]));
  }

  async ask(question: LookupQuestion, timeLimitMs: number): Promise<Answer | null> {
    const { clock, metrics, logger } = this.#options;
    const breaker = this.#breakerOf(question.step);
    if (!breaker.admits(clock.now())) {
      metrics.lookups.inc({ outcome: 'circuit_open' });
      return null;
    }
    try {
      const body = await this.#askInTime(question, timeLimitMs);
      breaker.succeeded();
      metrics.lookups.inc({ outcome: 'answered' });
      return { kind: 'lookup', body };
    } catch (error) {
      const outcome = error instanceof LookupFailure ? error.outcome : 'failed';
      breaker.failed(clock.now());
      metrics.lookups.inc({ outcome });
      logger.warn({ step: question.step, outcome }, 'a look-up of the flow has no answer');
      return null;
    }
  }

  async #askInTime(question: LookupQuestion, timeLimitMs: number): Promise<unknown> {
    const url = new URL(question.url);
    const host = this.#hosts.get(url.host);
    if (!host || url.protocol !== 'https:' || url.username !== '' || url.password !== '') {
      throw new LookupFailure('refused', false);
    }
    const deadline = performance.now() + timeLimitMs;
    for (let left = question.retries; ; left -= 1) {
      const remainingMs = deadline - performance.now();
      if (remainingMs <= 0) throw new LookupFailure('timeout', false);
      try {
        return await ask(url, host, question, remainingMs);
      } catch (error) {
        const isTransient = !(error instanceof LookupFailure) || error.isTransient;
        if (left <= 0 || !isTransient) throw error;
        await new Promise((resolve) => setTimeout(resolve, RETRY_PAUSE_MS));
      }
    }
  }

  #breakerOf(step: string): CircuitBreaker {
    const known = this.#breakers.get(step) ?? new CircuitBreaker();
    this.#breakers.set(step, known);
    return known;
  }
}

interface ReachableHost extends LookupHost {
  readonly agent: Agent;
}

/** Connections of its own for each host: none that was made under other rules is used again. */
function agentFor({ ca, allowPrivate }: LookupHost): Agent {
  return new Agent({
    keepAlive: true,
    maxSockets: 50,
    ...(ca ? { ca } : {}),
    ...(allowPrivate ? {} : { lookup: publicOnly }),
  });
}

function ask(
  url: URL,
  host: ReachableHost,
  { method, body }: LookupQuestion,
  timeLimitMs: number,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const payload = body === null ? null : JSON.stringify(body);
    const options: RequestOptions = {
      method,
      headers: {
        accept: 'application/json',
        ...(host.token ? { authorization: `Bearer ${host.token}` } : {}),
        ...(payload === null
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
      },
      agent: host.agent,
    };
    if (!host.allowPrivate && isIP(url.hostname) !== 0 && isPrivateAddress(url.hostname)) {
      reject(new LookupFailure('private_address', false));
      return;
    }
    const call = request(url, options, (response) => {
      const { statusCode = 0 } = response;
      if (statusCode < 200 || statusCode > 299) {
        response.destroy();
        reject(new LookupFailure('status', statusCode >= 500 || statusCode === 429));
        return;
      }
      let size = 0;
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > MOST_BYTES) call.destroy(new LookupFailure('too_large', false));
        else chunks.push(chunk);
      });
      response.on('error', reject);
      response.on('end', () => {
        try {
          resolve(JSON.parse(Buffer.concat(chunks).toString('utf8')));
        } catch {
          reject(new LookupFailure('not_json', false));
        }
      });
    });
    const timer = setTimeout(() => call.destroy(new LookupFailure('timeout', false)), timeLimitMs);
    call.on('close', () => clearTimeout(timer));
    call.on('error', (error) =>
      reject(error instanceof LookupFailure ? error : new LookupFailure('failed', true)),
    );
    call.end(payload ?? undefined);
  });
}

/** Resolves names, and refuses those that lead into the own network. */
const publicOnly: NonNullable<RequestOptions['lookup']> = (hostname, options, callback) => {
  resolveName(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 4);
    if (addresses.some(({ address }) => isPrivateAddress(address))) {
      return callback(new LookupFailure('private_address', false), '', 4);
    }
    if (options.all) return (callback as (e: null, all: typeof addresses) => void)(null, addresses);
    const [first] = addresses;
    return callback(
      first ? null : new LookupFailure('failed', true),
      first?.address ?? '',
      first?.family ?? 4,
    );
  });
};
