import proxyaddr from '@fastify/proxy-addr';
import { z } from 'zod';
import { DEFAULT_REQUEST_RATES } from '../doors/request-limits.js';

/** An origin (RFC 6454): scheme, host and port, and nothing else. */
export const originSchema = z
  .string()
  .refine(isOrigin, { error: 'must be an origin such as https://www.bank.example, without a path' });

/** Proxies in front of the gateway. */
export const trustedProxiesSchema = z
  .array(z.string().refine(isAddressRange, { error: 'must be an IP address or a range such as 10.0.0.0/8' }))
  .optional()
  .describe(
    "Addresses or ranges of the proxies in front, whose `X-Forwarded-For` is believed; `[]` when there is none. Limits per address work only where this is set, because otherwise the proxy's address would be everybody's",
  );

const rate = (fallback: number, what: string) =>
  z
    .int()
    .min(1)
    .max(1_000_000)
    .default(fallback)
    .describe(`Requests and connections a minute of one ${what}`);

/** How many requests customers' browsers may make. */
export const requestRatesSchema = z
  .strictObject({
    perSession: rate(DEFAULT_REQUEST_RATES.perSession, 'session'),
    perCustomer: rate(DEFAULT_REQUEST_RATES.perCustomer, 'customer, on all devices'),
    perAddress: rate(DEFAULT_REQUEST_RATES.perAddress, 'IPv4 address or IPv6 network (/64)'),
  })
  .prefault({})
  .describe('Above them, browsers get 429 with `Retry-After`; messages in a chat are slowed down instead');

function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

function isAddressRange(text: string): boolean {
  try {
    proxyaddr.compile(text);
    return true;
  } catch {
    return false;
  }
}
