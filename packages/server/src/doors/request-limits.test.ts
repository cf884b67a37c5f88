import type { IncomingMessage } from 'node:http';
import { expect, it } from 'vitest';
import { RateLimitedError } from '../errors.js';
import { MemoryRateLimiter } from './memory-rate-limiter.js';
import { RequestLimits } from './request-limits.js';

/** How many of these requests are taken, one use for each address. */
async function taken(
  trustedProxies: readonly string[] | undefined,
  requests: readonly (readonly [peer: string, forwardedFor?: string])[],
): Promise<number> {
  const rates = { perSession: 1, perCustomer: 1, perAddress: 1 };
  const limits = new RequestLimits({
    limiter: new MemoryRateLimiter(),
    rates,
    ...(trustedProxies ? { trustedProxies } : {}),
  });
  let count = 0;
  for (const [remoteAddress, forwardedFor] of requests) {
    const headers = forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor };
    const request = { socket: { remoteAddress }, headers } as unknown as IncomingMessage;
    count += await limits.takeForAddress(request).then(
      () => 1,
      (error) => {
        if (error instanceof RateLimitedError) return 0;
        throw error;
      },
    );
  }
  return count;
}

it('[EDGE-5] believes a trusted proxy, and takes the last address that it did not add itself', async () => {
  const proxy = '10.0.0.7';
  expect(
    await taken(
      ['10.0.0.0/8'],
      [
        [proxy, '203.0.113.1'],
        [proxy, '203.0.113.2'],
      ],
    ),
  ).toBe(2);
  expect(
    await taken(
      ['10.0.0.0/8'],
      [
        [proxy, '203.0.113.1'],
        [proxy, '203.0.113.1, 10.0.0.9'],
      ],
    ),
  ).toBe(1);
  const madeUp = [
    [proxy, '198.51.100.1, 203.0.113.1'],
    [proxy, '198.51.100.2, 203.0.113.1'],
  ] as const;
  expect(await taken(['10.0.0.0/8'], madeUp)).toBe(1);
});

it('[EDGE-5] does not believe anybody else', async () => {
  const stranger = '203.0.113.9';
  expect(
    await taken(
      [],
      [
        [stranger, '198.51.100.1'],
        [stranger, '198.51.100.2'],
      ],
    ),
  ).toBe(1);
  expect(await taken(['10.0.0.0/8'], [[stranger, '198.51.100.1'], [stranger]])).toBe(1);
});

it('[EDGE-3] limits no addresses where nothing is known of proxies, because all might be the same', async () => {
  expect(await taken(undefined, [['10.0.0.7'], ['10.0.0.7'], ['10.0.0.7']])).toBe(3);
});

it('[EDGE-3] takes an IPv6 network for one address, and an IPv4 address in IPv6 for itself', async () => {
  expect(await taken([], [['2001:db8:1:2::1'], ['2001:db8:1:2:ffff::9'], ['2001:db8:1:3::1']])).toBe(2);
  expect(await taken([], [['::ffff:203.0.113.1'], ['203.0.113.1'], ['::ffff:203.0.113.2']])).toBe(2);
});
