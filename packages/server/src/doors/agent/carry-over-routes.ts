import { type CarriedOver, readCarryOverCode } from '@throughline/protocol/carry-over';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { WireError } from '../../errors.js';
import type { Services } from '../../realtime/services.js';
import { toWireCard } from '../../realtime/to-wire.js';
import { hashCode } from '../hash-code.js';
import type { RequestLimits } from '../request-limits.js';
import type { StaffAdmission } from './staff-admission.js';

const bodySchema = z.strictObject({ code: z.string().max(40) });

/** Tells agents whom they have on the phone, by the code that the customer says. */
export function addCarryOverRoutes(
  app: FastifyInstance,
  admission: StaffAdmission,
  { limits, services }: { readonly limits: RequestLimits; readonly services: Services },
): void {
  app.post('/api/v1/carry-over', async (request): Promise<CarriedOver> => {
    const { agent } = await admission.requireAgent(request.raw);
    await limits.takeForTriedCode(agent.id);
    const read = readCarryOverCode(bodySchema.safeParse(request.body).data?.code ?? '');
    if (read.kind !== 'code')
      throw new WireError('bad_request', 'This is no code: something in it is mistyped.');
    const found = await services.carryOvers.use(hashCode(read.code), agent.id);
    if (!found) throw new WireError('not_found', 'Nothing is behind this code: it was used, or is too old.');
    return {
      customer: toWireCard(found.card, { previousConversationId: null }),
      conversation: found.conversation,
    };
  });
}
