import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { DoorState } from '../door-state.js';
import { requireConversation } from './conversation-routes.js';
import { bareQueueRef, type Directory, queueRef } from './directory.js';
import { notFound, PlatformError } from './platform-error.js';
import { readBody } from './read-body.js';

export interface ScheduledCallback {
  readonly id: string;
  readonly participantId: string;
  readonly queueId: string;
  readonly priority: number;
  readonly startTime: Date;
  endTime: Date | null;
  readonly scheduledTime: Date | null;
  readonly numbers: readonly string[];
  readonly userName: string | null;
  attributes: Record<string, string>;
}

/** Furthest that a callback may lie ahead, in days. */
const MOST_DAYS_AHEAD = 30;
/** Callbacks kept in memory; the oldest makes room. */
const KEPT = 5_000;

const createBody = z.looseObject({
  queueId: z.string().optional(),
  routingData: z
    .looseObject({
      queueId: z.string().optional(),
      priority: z.number().optional(),
      routingFlags: z.array(z.string()).optional(),
    })
    .optional(),
  callbackUserName: z.string().optional(),
  callbackNumbers: z.array(z.string()).optional(),
  callbackScheduledTime: z.iso.datetime({ offset: true }).optional(),
  data: z.record(z.string(), z.string()).optional(),
});

/** Callbacks: created, read, cancelled. They are kept and shown, and nobody is called. */
export class Callbacks {
  readonly #state: DoorState;
  readonly #directory: Directory;
  readonly #kept = new Map<string, ScheduledCallback>();
  readonly #listeners = new Set<(callback: ScheduledCallback) => void>();

  constructor(state: DoorState, directory: Directory) {
    this.#state = state;
    this.#directory = directory;
  }

  onChange(listener: (callback: ScheduledCallback) => void): void {
    this.#listeners.add(listener);
  }

  /** @throws PlatformError with the codes of the operation */
  async create(body: unknown): Promise<ScheduledCallback> {
    const request = readBody(createBody, body);
    const refuse = (code: string, message: string): never => {
      throw new PlatformError(400, code, message);
    };
    const { guests, options } = this.#state;
    const numbers = request.callbackNumbers ?? [];
    if (numbers.length === 0) refuse('callback.error.missing.callback.numbers', 'Name a number to call.');
    const queueId = request.routingData?.queueId ?? request.queueId;
    if (queueId === undefined) return refuse('callback.error.missing.queue.id', 'Name a queue.');
    if (request.routingData?.routingFlags?.includes('AGENT_OWNED_CALLBACK')) {
      refuse(
        'callback.error.cannot.create.agent.owned.callback',
        'Agent-owned callbacks are not supported here.',
      );
    }
    const now = guests.now();
    const scheduledTime = request.callbackScheduledTime ? new Date(request.callbackScheduledTime) : null;
    if (scheduledTime && scheduledTime.getTime() > now.getTime() + MOST_DAYS_AHEAD * 86_400_000) {
      refuse('callback.error.scheduled.time.too.far.in.future', 'The time is too far in the future.');
    }
    const callback: ScheduledCallback = {
      id: options.newId(),
      participantId: options.newId(),
      queueId: (await this.#directory.queue(queueId)).id,
      priority: request.routingData?.priority ?? 0,
      startTime: now,
      endTime: null,
      scheduledTime,
      numbers,
      userName: request.callbackUserName ?? null,
      attributes: request.data ?? {},
    };
    this.#kept.set(callback.id, callback);
    if (this.#kept.size > KEPT) this.#kept.delete(this.#kept.keys().next().value ?? '');
    this.#changed(callback);
    return callback;
  }

  /** @throws PlatformError 404 */
  get(id: string): ScheduledCallback {
    const callback = this.#kept.get(id);
    if (!callback) throw notFound('callback');
    return callback;
  }

  cancel(callback: ScheduledCallback): void {
    callback.endTime ??= this.#state.guests.now();
    this.#changed(callback);
  }

  #changed(callback: ScheduledCallback): void {
    for (const listener of this.#listeners) listener(callback);
  }
}

export function addCallbackRoutes(app: FastifyInstance, state: DoorState, callbacks: Callbacks): void {
  type CallbackPath = { readonly callbackId: string };
  const created = ({ id }: ScheduledCallback) => ({
    conversation: { id, selfUri: `/api/v2/conversations/callbacks/${id}` },
    callbackIdentifiers: [{ type: 'ACD', id }],
  });
  app.post('/conversations/callbacks', async ({ body }) => created(await callbacks.create(body)));
  app.post<{ Params: { conversationId: string } }>(
    '/conversations/:conversationId/participants/:participantId/callbacks',
    async ({ params, body }, reply) => {
      requireConversation(state, params.conversationId);
      await callbacks.create(body);
      return reply.code(202).send();
    },
  );
  app.patch('/conversations/callbacks', async ({ body }) => {
    callbacks.get(readBody(z.looseObject({ conversationId: z.string() }), body).conversationId);
    throw new PlatformError(
      400,
      'callback.error.cannot.update.non.agent.owned.callback',
      'Only agent-owned callbacks can be moved: cancel it and create another.',
    );
  });
  app.get<{ Params: CallbackPath }>('/conversations/callbacks/:callbackId', async ({ params }) =>
    toCallbackConversation(callbacks.get(params.callbackId)),
  );
  app.patch<{ Params: CallbackPath }>('/conversations/callbacks/:callbackId', async ({ params, body }) => {
    const callback = callbacks.get(params.callbackId);
    if (readBody(z.looseObject({ state: z.string().optional() }), body).state === 'disconnected') {
      callbacks.cancel(callback);
    }
    return toCallbackConversation(callback);
  });
  app.post('/conversations/callbacks/bulk/disconnect', async ({ body }) => {
    const { callbackDisconnectIdentifiers } = readBody(
      z.looseObject({ callbackDisconnectIdentifiers: z.array(z.looseObject({ id: z.string() })) }),
      body,
    );
    for (const { id } of callbackDisconnectIdentifiers) callbacks.cancel(callbacks.get(id));
    return { bulkDisconnectResults: callbackDisconnectIdentifiers.map(({ id }) => ({ id, success: true })) };
  });
  app.patch<{ Params: CallbackPath & { participantId: string } }>(
    '/conversations/callbacks/:callbackId/participants/:participantId/attributes',
    async ({ params, body }, reply) => {
      const callback = callbacks.get(params.callbackId);
      const { attributes } = readBody(
        z.looseObject({ attributes: z.record(z.string(), z.string()).default({}) }),
        body,
      );
      callback.attributes = { ...callback.attributes, ...attributes };
      return reply.code(202).send();
    },
  );
}

export function toCallbackConversation(callback: ScheduledCallback) {
  const { id, participantId, queueId, startTime, endTime, scheduledTime, numbers, userName } = callback;
  return {
    id,
    participants: [
      {
        id: participantId,
        purpose: 'customer',
        ...(userName === null ? {} : { name: userName, callbackUserName: userName }),
        startTime: startTime.toISOString(),
        ...(endTime ? { endTime: endTime.toISOString(), disconnectType: 'client' } : {}),
        state: endTime ? 'disconnected' : 'scheduled',
        direction: 'outbound',
        queue: queueRef(queueId),
        attributes: callback.attributes,
        callbackNumbers: [...numbers],
        ...(scheduledTime ? { callbackScheduledTime: scheduledTime.toISOString() } : {}),
        conversationRoutingData: {
          queue: bareQueueRef(queueId),
          priority: callback.priority,
          skills: [],
          scoredAgents: [],
        },
      },
    ],
    otherMediaUris: [],
    selfUri: `/api/v2/conversations/callbacks/${id}`,
  };
}
