import {
  type Audience,
  DESTINATIONS,
  MaskingError,
  type MaskingPolicy,
  mask,
  type OperatorName,
  operatorFor,
} from '@throughline/masking';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { WireError } from '../../errors.js';
import { keptPolicy } from '../../masking/kept-policy.js';
import type { StaffAdmission } from './staff-admission.js';

const bodySchema = z.strictObject({ text: z.string().min(1).max(4_000) });

/** What somebody gets of a text; of a value that needs a key for its pseudonym, nothing. */
interface MaskingTrial {
  readonly destination: string;
  /** Null for everybody. */
  readonly role: string | null;
  readonly text: string;
}

/** Lets supervisors try the masking policy on a text, of which nothing is kept. */
export function addMaskingRoutes(
  app: FastifyInstance,
  admission: StaffAdmission,
  policy: MaskingPolicy,
): void {
  app.post('/api/v1/masking/try', async (request) => {
    await admission.requireRole(request.raw, 'supervisor');
    const { success, data } = bodySchema.safeParse(request.body);
    if (!success) throw new WireError('bad_request', 'Send {"text": "1 to 4,000 characters"}.');
    return tryPolicy(policy, data.text);
  });
}

function tryPolicy(policy: MaskingPolicy, text: string) {
  const roles = [...new Set(policy.rules.flatMap((rule) => rule.roles ?? []))];
  const audiences: Audience[] = DESTINATIONS.flatMap((destination) => [
    { destination },
    ...roles.map((role) => ({ destination, role })),
  ]);
  const kept = keptPolicy(policy);
  return {
    preset: policy.preset,
    // All that can be found, also what this policy lets pass.
    found: mask(text, { ...policy, rules: [{ entities: ['*'], operator: 'mask' }] }).entities.map(
      ({ type, score, start, end }) => ({
        type,
        score,
        start,
        end,
        kept: operatorFor(kept, type, { destination: 'transcript' }),
      }),
    ),
    results: [
      { destination: 'messages', role: null, text: maskFor(kept, text, { destination: 'transcript' }) },
      ...audiences.map((audience) => ({
        destination: audience.destination,
        role: audience.role ?? null,
        text: maskFor(policy, text, audience),
      })),
    ] satisfies MaskingTrial[],
  };
}

/** Without a key there are no pseudonyms: then the values are masked, as they are wherever none is configured. */
function maskFor(policy: MaskingPolicy, text: string, audience: Audience): string {
  try {
    return mask(text, policy, audience).text;
  } catch (error) {
    if (!(error instanceof MaskingError)) throw error;
    const withoutTokens = policy.rules.map((rule) => ({ ...rule, operator: withoutToken(rule.operator) }));
    return mask(text, { ...policy, rules: withoutTokens }, audience).text;
  }
}

function withoutToken(operator: OperatorName): OperatorName {
  return operator === 'tokenize' ? 'mask' : operator;
}
