import type { FastifyInstance } from 'fastify';
import type { OriginRule } from '../../config/options.js';
import type { Services } from '../../realtime/services.js';
import { addFileRoutes, noSuchFile } from '../file-routes.js';
import { requireOwnOrigin } from '../request-origin.js';
import type { StaffAdmission } from './staff-admission.js';

/** Files of the conversations that an agent has. */
export async function addAgentFiles(
  app: FastifyInstance,
  admission: StaffAdmission,
  { origins, services }: { readonly origins: OriginRule; readonly services: Services },
): Promise<void> {
  const { core } = services;
  if (!core.files) return;

  const assigned = async (agentId: string, conversationId: string) => {
    const conversation = await core.conversations.get(conversationId);
    return conversation?.agentId === agentId ? conversation : null;
  };
  /** Of a conversation that the agent has, or of the one that it continues. */
  const mayRead = async (agentId: string, conversationId: string) => {
    const conversation = await core.conversations.get(conversationId);
    if (!conversation) return false;
    if (conversation.agentId === agentId) return true;
    const live = await core.conversations.findLive(conversation.customerId);
    return live?.agentId === agentId && live.previousConversationId === conversationId;
  };

  await addFileRoutes(app, {
    path: '/api/v1/files',
    files: core.files,
    shared: false,
    uploaderOf: async ({ raw, query }) => {
      requireOwnOrigin(raw, origins, 'http');
      const { agent } = await admission.requireAgent(raw);
      const { conversation: id } = query as { conversation?: unknown };
      const conversation = typeof id === 'string' ? await assigned(agent.id, id) : null;
      if (!conversation) throw noSuchFile();
      return { customerId: conversation.customerId, uploader: { role: 'agent', id: agent.id } };
    },
    requireReader: async (request, head) => {
      const { agent } = await admission.requireAgent(request);
      const isOwnUpload = head.uploader.role === 'agent' && head.uploader.id === agent.id;
      const isReadable =
        head.conversationId === null ? isOwnUpload : await mayRead(agent.id, head.conversationId);
      if (!isReadable) throw noSuchFile();
    },
  });
}
