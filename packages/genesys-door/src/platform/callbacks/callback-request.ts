import { z } from 'zod';
import type { DoorState } from '../../door-state.js';
import type { Directory } from '../directory.js';
import { PlatformError } from '../platform-error.js';
import { readBody } from '../read-body.js';
import type { NewCallback } from './callback-book.js';

/** Furthest that a callback may lie ahead, in days. */
const MOST_DAYS_AHEAD = 30;

const requestBody = z.looseObject({
  queueId: z.string().optional(),
  routingData: z
    .looseObject({
      queueId: z.string().optional(),
      priority: z.int().optional(),
      routingFlags: z.array(z.string()).optional(),
    })
    .optional(),
  callbackUserName: z.string().optional(),
  callbackNumbers: z.array(z.string()).optional(),
  callbackScheduledTime: z.iso.datetime({ offset: true }).optional(),
  data: z.record(z.string(), z.string()).optional(),
});

/** @throws PlatformError 400 with the codes of the operation, 404 for a queue that is not there */
export async function readCallbackRequest(
  body: unknown,
  { options }: DoorState,
  directory: Directory,
): Promise<NewCallback> {
  const { routingData, ...request } = readBody(requestBody, body);
  const numbers = request.callbackNumbers ?? [];
  if (numbers.length === 0) {
    throw refusal('callback.error.missing.callback.numbers', 'Name a number to call.');
  }
  const queueId = routingData?.queueId ?? request.queueId;
  if (queueId === undefined) throw refusal('callback.error.missing.queue.id', 'Name a queue.');
  if (routingData?.routingFlags?.includes('AGENT_OWNED_CALLBACK')) {
    throw refusal(
      'callback.error.cannot.create.agent.owned.callback',
      'Agent-owned callbacks are not supported here.',
    );
  }
  const { callbackScheduledTime, callbackUserName } = request;
  const scheduledTime = callbackScheduledTime === undefined ? null : new Date(callbackScheduledTime);
  const latest = options.clock.now().getTime() + MOST_DAYS_AHEAD * 86_400_000;
  if (scheduledTime && scheduledTime.getTime() > latest) {
    throw refusal('callback.error.scheduled.time.too.far.in.future', 'The time is too far in the future.');
  }
  return {
    queueId: (await directory.queue(queueId)).id,
    priority: routingData?.priority ?? 0,
    numbers,
    userName: callbackUserName ?? null,
    scheduledTime,
    attributes: request.data ?? {},
  };
}

function refusal(code: string, message: string): PlatformError {
  return new PlatformError(400, code, message);
}
