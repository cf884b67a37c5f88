import type { AuditActor, CustomerIdentity } from '@throughline/core';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { WireError } from '../../errors.js';
import type { StaffAdmission } from './staff-admission.js';

const customerSchema = z.strictObject({
  issuer: z.string().min(1).max(200),
  customerId: z.string().min(1).max(200),
});

/** What administrators do: end every session of a customer, as after a lost phone. */
export function addAdminRoutes(
  app: FastifyInstance,
  admission: StaffAdmission,
  {
    endSessionsOf,
  }: { readonly endSessionsOf: (customer: CustomerIdentity, by: AuditActor) => Promise<void> },
): void {
  app.post('/api/v1/customers/sign-out', async (request, reply) => {
    const { agentId } = await admission.requireRole(request.raw, 'admin');
    const body = customerSchema.safeParse(request.body);
    if (!body.success) throw new WireError('bad_request', 'Send {"issuer": "…", "customerId": "…"}.');
    const { issuer, customerId: externalId } = body.data;
    await endSessionsOf({ issuer, externalId }, { kind: 'agent', id: agentId });
    return reply.code(204).send();
  });
}
