import type { FastifyInstance } from 'fastify';
import type { DoorState } from '../../door-state.js';
import type { Directory } from '../directory.js';
import { invalid } from '../platform-error.js';

const MEDIA_TYPES = ['all', 'call', 'chat', 'callback', 'email', 'socialexpression', 'videocomm', 'message'];
/** What one conversation takes an agent, for estimates, in seconds; nothing better is known here. */
const HANDLE_SECONDS = 180;

interface QueuePath {
  readonly queueId: string;
}

/** How long a conversation will wait. Empty when nobody is on the queue: then nothing can be said. */
export function addWaitingTimeRoutes(app: FastifyInstance, state: DoorState, directory: Directory): void {
  const { contactCenter } = state.options;
  const predict = async (queueId: string, intent: string, ahead: number | null) => {
    const { waiting, agents } = await contactCenter.load([queueId]);
    const staff = agents.filter(({ agent }) => agent.available && agent.queueIds.includes(queueId));
    if (staff.length === 0) return { results: [] };
    const room = staff.reduce((sum, { agent, held }) => sum + Math.max(0, agent.capacity - held.length), 0);
    const before = ahead ?? waiting.length;
    const rounds = before < room ? 0 : (before - room + 1) / staff.length;
    return {
      results: [{ intent, formula: 'SIMPLE', estimatedWaitTimeSeconds: Math.ceil(rounds * HANDLE_SECONDS) }],
    };
  };
  app.get<{ Params: QueuePath & { mediaType: string } }>(
    '/routing/queues/:queueId/mediatypes/:mediaType/estimatedwaittime',
    async ({ params }) => {
      const queue = await directory.queue(params.queueId);
      const mediaType = params.mediaType.toLowerCase();
      if (!MEDIA_TYPES.includes(mediaType)) {
        throw invalid('mediaType', 'The media type is unknown.', 'invalid.value');
      }
      if (!['message', 'callback', 'all'].includes(mediaType)) return { results: [] };
      return predict(queue.id, mediaType.toUpperCase(), null);
    },
  );
  app.get<{ Params: QueuePath; Querystring: { conversationId?: string } }>(
    '/routing/queues/:queueId/estimatedwaittime',
    async ({ params, query }) => {
      const queue = await directory.queue(params.queueId);
      const { conversationId = '' } = query;
      const places = await contactCenter.places([conversationId]);
      return predict(queue.id, 'MESSAGE', places.get(conversationId)?.ahead ?? null);
    },
  );
}
