import type { IncomingMessage } from 'node:http';
import proxyaddr from '@fastify/proxy-addr';
import type { CustomerIdentity, RateLimiter } from '@throughline/core';
import type { CustomerSession } from '@throughline/identity';
import ipaddr from 'ipaddr.js';
import { RateLimitedError } from '../errors.js';

/** Requests and WebSocket upgrades a minute. */
export interface RequestRates {
  readonly perSession: number;
  readonly perCustomer: number;
  readonly perAddress: number;
}

/** Many times what people need, with a household or a branch behind one address. */
export const DEFAULT_REQUEST_RATES: RequestRates = { perSession: 240, perCustomer: 480, perAddress: 2_400 };

/** A customer needs one for each call; an agent types one for each call, now and then wrong. */
const CODES = { issued: 5, tried: 30, perSeconds: 600 };

/** One may be mistyped, refused or changed; a customer has one at a time. */
const CALLBACKS = { asked: 10, perSeconds: 600 };

/** Each is a mail. */
const TRANSCRIPTS = { asked: 5, perSeconds: 3_600 };

/** Calls of one server: three for each of 1,000 new conversations a minute. */
const SERVER_CALLS_PER_MINUTE = 3_000;

export interface RequestLimitsOptions {
  readonly limiter: RateLimiter;
  readonly rates: RequestRates;
  /**
   * Addresses (IP, CIDR) whose `X-Forwarded-For` is believed; none when empty. When absent, nothing is known of what
   * is in front, and addresses are not limited: all customers might come from the same one.
   */
  readonly trustedProxies?: readonly string[];
}

/** Counts requests, and refuses those above the limits. */
export class RequestLimits {
  readonly #limiter: RateLimiter;
  readonly #rates: RequestRates;
  readonly #isTrusted: ReturnType<typeof proxyaddr.compile> | null;

  /** @throws TypeError for a proxy that is neither an address nor a range */
  constructor({ limiter, rates, trustedProxies }: RequestLimitsOptions) {
    this.#limiter = limiter;
    this.#rates = rates;
    this.#isTrusted = trustedProxies ? proxyaddr.compile([...trustedProxies]) : null;
  }

  /** @throws WireError `rate_limited` */
  async takeForAddress(request: IncomingMessage): Promise<void> {
    if (!this.#isTrusted) return;
    await this.#take('address', this.#rates.perAddress, networkOf(proxyaddr(request, this.#isTrusted)));
  }

  /** @throws WireError `rate_limited` */
  async takeForSession({ id, customer }: CustomerSession): Promise<void> {
    await this.#take('session', this.#rates.perSession, id);
    await this.takeForCustomer(customer.claims);
  }

  /** @throws WireError `rate_limited` */
  takeForCustomer({ issuer, externalId }: CustomerIdentity): Promise<void> {
    return this.#take('customer', this.#rates.perCustomer, `${issuer} ${externalId}`);
  }

  /** @throws WireError `rate_limited` */
  takeForServer(clientId: string): Promise<void> {
    return this.#take('server', SERVER_CALLS_PER_MINUTE, clientId);
  }

  /** @throws WireError `rate_limited` */
  takeForNewCode({ id }: CustomerSession): Promise<void> {
    return this.#take('carry-over', CODES.issued, id, CODES.perSeconds);
  }

  /** @throws WireError `rate_limited` */
  takeForCallback({ id }: CustomerSession): Promise<void> {
    return this.#take('callback', CALLBACKS.asked, id, CALLBACKS.perSeconds);
  }

  /** @throws WireError `rate_limited` */
  takeForTranscript(customerId: string): Promise<void> {
    return this.#take('transcript', TRANSCRIPTS.asked, customerId, TRANSCRIPTS.perSeconds);
  }

  /** @throws WireError `rate_limited` */
  takeForTriedCode(agentId: string): Promise<void> {
    return this.#take('carry-over-tried', CODES.tried, agentId, CODES.perSeconds);
  }

  async #take(name: string, uses: number, key: string, perSeconds = 60): Promise<void> {
    const waitMs = await this.#limiter.take({ name, uses, perSeconds }, key);
    if (waitMs !== null) throw new RateLimitedError(waitMs);
  }
}

/** What one subscriber has: an IPv4 address, or an IPv6 network of 64 bits (RFC 6177). */
function networkOf(address: string): string {
  const parsed = ipaddr.process(address);
  return parsed instanceof ipaddr.IPv6 ? parsed.parts.slice(0, 4).join(':') : parsed.toString();
}
