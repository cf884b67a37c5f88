import { z } from 'zod';
import { invalid } from '../platform/platform-error.js';
import { readBody } from '../platform/read-body.js';

const times = z.int().min(1).max(1000).default(1);
const token = z.string().optional();
const faultBody = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('http'),
    status: z.int().min(400).max(599),
    path: z.string().default('/api/v2/'),
    retryAfterSeconds: z.number().min(0).optional(),
    emptyBody: z.boolean().default(false),
    times,
  }),
  z.strictObject({
    kind: z.literal('delay'),
    ms: z.int().min(1).max(60_000),
    path: z.string().default('/api/v2/'),
    times,
  }),
  z.strictObject({ kind: z.literal('rate-limit'), retryAfterSeconds: z.number().min(0).default(3), times }),
  z.strictObject({ kind: z.literal('malformed-frame'), times }),
  z.strictObject({ kind: z.literal('messenger'), how: z.enum(['never-ready', 'command-error']), times }),
  z.strictObject({ kind: z.literal('expire-session'), token }),
  z.strictObject({ kind: z.literal('expire-jwt') }),
  z.strictObject({ kind: z.literal('expire-token') }),
  z.strictObject({ kind: z.literal('read-only'), token }),
  z.strictObject({ kind: z.literal('drop-socket'), token }),
  z.strictObject({ kind: z.literal('signed-in'), token }),
]);
export type Fault = z.infer<typeof faultBody>;

const FAULT_KINDS: readonly string[] = faultBody.options.map(({ shape }) => shape.kind.value);

/** @throws PlatformError 400 that says which kinds there are, or which setting is wrong */
export function readFault(body: unknown): Fault {
  const { kind } = readBody(z.looseObject({ kind: z.unknown() }), body);
  if (!FAULT_KINDS.some((known) => known === kind)) {
    throw invalid(
      'kind',
      `There is no fault of this kind. There are: ${FAULT_KINDS.join(', ')}.`,
      'invalid.value',
    );
  }
  return readBody(faultBody, body);
}
