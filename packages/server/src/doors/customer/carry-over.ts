import { randomBytes } from 'node:crypto';
import {
  CARRY_OVER_PATH,
  type CarryOverResponse,
  CODE_RANDOM_BYTES,
  formatCarryOverCode,
  toCarryOverCode,
} from '@throughline/protocol/carry-over';
import { carryOverRequestSchema } from '@throughline/protocol/schemas';
import type { FastifyInstance } from 'fastify';
import { WireError } from '../../errors.js';
import type { Services } from '../../realtime/services.js';
import { hashCode } from '../hash-code.js';
import type { RequestLimits } from '../request-limits.js';
import type { Admission } from './admission.js';

/** Of 2^35 codes, one that somebody else has is unlikely; two in a row never happen. */
const TRIES = 3;

/** Codes with which customers who cannot chat take their context along to the phone. */
export function addCarryOver(
  app: FastifyInstance,
  admission: Admission,
  { limits, services }: { readonly limits: RequestLimits; readonly services: Services },
): void {
  app.post(CARRY_OVER_PATH, async (request): Promise<CarryOverResponse> => {
    const session = await admission.require(request.raw);
    await limits.takeForNewCode(session);
    const { context } = carryOverRequestSchema.safeParse(request.body).data ?? {};
    if (!context) throw new WireError('bad_request', 'Send {"context": {…}}, as with an open command.');
    for (let tried = 0; tried < TRIES; tried += 1) {
      const code = toCarryOverCode(randomBytes(CODE_RANDOM_BYTES));
      const expiresAt = await services.carryOvers.issue(
        session.customer,
        context,
        hashCode(code),
        session.id,
      );
      if (expiresAt) return { code: formatCarryOverCode(code), expiresAt: expiresAt.toISOString() };
    }
    throw new WireError('unavailable', 'There is no code to be had now. Try again in a moment.');
  });
}
