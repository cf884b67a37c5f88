import type { StaffRole } from '@throughline/core';
import type { AgentSessions } from '@throughline/identity';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { WireError } from '../../errors.js';
import type { Services } from '../../realtime/services.js';
import type { StaffAdmission } from './staff-admission.js';

const demoSignInSchema = z.strictObject({ agentId: z.string().min(1).max(64) });

/** One-click sign-in as any configured agent. */
export function addDemoRoutes(
  app: FastifyInstance,
  { cookie }: StaffAdmission,
  {
    sessions,
    services: { contactCenter },
  }: { readonly sessions: AgentSessions; readonly services: Services },
): void {
  app.get('/api/v1/demo-agents', async () => {
    const queues = new Map((await contactCenter.queues()).map((queue) => [queue.id, queue.displayName]));
    const agents = await contactCenter.agents();
    return {
      agents: agents.map(({ id, displayName, role, queueIds }) => ({
        id,
        displayName,
        role,
        queues: queueIds.map((queueId) => queues.get(queueId) ?? queueId),
      })),
    };
  });

  app.post('/api/v1/demo-sign-in', async (request, reply) => {
    const body = demoSignInSchema.safeParse(request.body);
    if (!body.success) throw new WireError('bad_request', 'Send {"agentId": "…"}.');
    const agents = await contactCenter.agents();
    const agent = agents.find(({ id }) => id === body.data.agentId);
    if (!agent) throw new WireError('not_found', 'There is no such agent.');
    const { id: agentId, displayName, role } = agent;
    // So that the demo has somebody who reads the audit trail.
    const roles: readonly StaffRole[] = role === 'supervisor' ? [role, 'auditor'] : [role];
    const value = await sessions.start({ agentId, displayName, roles }, 'demo', null);
    return reply.setCookie(cookie.name, value, cookie.options()).code(204).send();
  });
}
