import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { WireError } from '../../errors.js';
import type { Services } from '../../realtime/services.js';
import type { StandInActions, StandInStatus } from '../../stand-in/stand-in-actions.js';
import type { StaffAdmission } from './staff-admission.js';

const proposalSchema = z.strictObject({
  minutes: z.number().int().min(1),
  reason: z.string().trim().min(1).max(200),
});
const confirmationSchema = z.strictObject({ id: z.string().min(1).max(64) });

export interface StandInRoutesOptions {
  readonly actions: StandInActions;
  /** The longest switch. */
  readonly longestMinutes: number;
}

interface StandInAnswer {
  readonly longestMinutes: number;
  /** With people as the desk names them; null when nothing is proposed or in force. */
  readonly current: (StandInStatus & { readonly isYours: boolean }) | null;
}

/** How supervisors have the embedded contact center take new conversations for a while: one proposes, another confirms. */
export function addStandInRoutes(
  app: FastifyInstance,
  admission: StaffAdmission,
  { actions, longestMinutes }: StandInRoutesOptions,
  { contactCenter }: Services,
): void {
  const nameOf = async (id: string) => (await contactCenter.agent(id))?.displayName ?? id;
  const answer = async (agentId: string): Promise<StandInAnswer> => {
    const latest = await actions.standInStatus(null);
    if (latest === null || latest.state === 'over') return { longestMinutes, current: null };
    const { proposedBy, confirmedBy } = latest;
    const current = {
      ...latest,
      proposedBy: await nameOf(proposedBy),
      confirmedBy: confirmedBy === null ? null : await nameOf(confirmedBy),
      isYours: proposedBy === agentId,
    };
    return { longestMinutes, current };
  };

  app.get('/api/v1/stand-in', async (request) => {
    const { agentId } = await admission.requireRole(request.raw, 'supervisor');
    return answer(agentId);
  });

  app.post('/api/v1/stand-in/propose', async (request) => {
    const { agentId } = await admission.requireRole(request.raw, 'supervisor');
    const { success, data } = proposalSchema.safeParse(request.body);
    if (!success) {
      throw new WireError('bad_request', 'Send {"minutes": 60, "reason": "1 to 200 characters"}.');
    }
    await actions.standInPropose({ ...data, operator: agentId });
    return answer(agentId);
  });

  app.post('/api/v1/stand-in/confirm', async (request) => {
    const { agentId } = await admission.requireRole(request.raw, 'supervisor');
    const { success, data } = confirmationSchema.safeParse(request.body);
    if (!success) throw new WireError('bad_request', 'Send {"id": "id of the proposal"}.');
    await actions.standInConfirm({ ...data, operator: agentId });
    return answer(agentId);
  });

  app.post('/api/v1/stand-in/end', async (request) => {
    const { agentId } = await admission.requireRole(request.raw, 'supervisor');
    await actions.standInEnd({ operator: agentId });
    return answer(agentId);
  });
}
