import type { AuditTrail } from '@throughline/core';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { WireError } from '../../errors.js';
import type { Services } from '../../realtime/services.js';
import type { StaffAdmission } from './staff-admission.js';

const searchSchema = z.strictObject({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  conversationId: z.string().max(200).optional(),
  action: z.string().max(200).optional(),
  actorId: z.string().max(200).optional(),
});

/** The audit trail, for those whose role it is to read it. Each look is an entry of the trail, written first. */
export function addAuditRoutes(
  app: FastifyInstance,
  admission: StaffAdmission,
  { audit, services }: { readonly audit: Pick<AuditTrail, 'record' | 'read'>; readonly services: Services },
): void {
  app.get('/api/v1/audit', async (request) => {
    const { agentId } = await admission.requireRole(request.raw, 'auditor');
    const search = searchSchema.safeParse(request.query);
    if (!search.success) {
      throw new WireError('bad_request', 'Search by after, limit, conversationId, action and actorId.');
    }
    const { after, limit, conversationId, action, actorId } = search.data;
    const asked = {
      ...(conversationId === undefined ? {} : { conversationId }),
      ...(action === undefined ? {} : { action }),
      ...(actorId === undefined ? {} : { actorId }),
    };
    await audit.record({
      at: services.core.clock.now(),
      action: 'audit.exported',
      actor: { kind: 'agent', id: agentId },
      details: { after, limit, ...asked },
    });
    return { entries: await audit.read({ after, limit, ...asked }) };
  });
}
