import { promiseCall } from '@throughline/core';
import { nextOpening, openingAt, type Schedule } from '@throughline/flow';
import { callbackWishSchema } from '@throughline/protocol/schemas';
import {
  CALLBACKS_PATH,
  type CallbackView,
  type OpeningHours,
  type WaysWithoutChat,
  WITHOUT_CHAT_PATH,
} from '@throughline/protocol/without-chat';
import type { FastifyInstance } from 'fastify';
import type { WithoutChatSettings } from '../../config/options.js';
import { WireError } from '../../errors.js';
import { toCallbackWish } from '../../realtime/callback-wish.js';
import type { Services } from '../../realtime/services.js';
import { toCallbackView } from '../../realtime/to-wire.js';
import type { RequestLimits } from '../request-limits.js';
import type { Admission } from './admission.js';

/** Opening hours, and promised calls, for customers for whom no chat opens. */
export function addWithoutChat(
  app: FastifyInstance,
  admission: Admission,
  { limits, services, withoutChat: { schedule: name, callbackQueue } = {} }: WithoutChatOptions,
): void {
  const { core, callbacks } = services;
  // An operator may have put a flow in force that has no such schedule.
  const schedule = () => (name === undefined ? undefined : core.flows.current.schedules.get(name));
  /** Null: there is no opening in sight. */
  const callableFrom = (): Date | null => {
    const now = core.clock.now();
    const hours = schedule();
    const opening = hours ? nextOpening(hours, now.getTime()) : now.getTime();
    return opening === null ? null : new Date(opening);
  };

  app.get(WITHOUT_CHAT_PATH, async (_request, reply): Promise<WaysWithoutChat> => {
    void reply.header('cache-control', 'no-store');
    const hours = schedule();
    const from = callbackQueue === undefined ? null : callableFrom();
    return {
      hours: hours ? toOpeningHours(hours, core.clock.now()) : null,
      callbackFrom: from?.toISOString() ?? null,
    };
  });

  app.post(CALLBACKS_PATH, async (request, reply): Promise<CallbackView> => {
    const session = await admission.require(request.raw);
    const earliest = callbackQueue === undefined ? null : callableFrom();
    if (callbackQueue === undefined || !earliest)
      throw new WireError('not_found', 'No calls are promised here. Set withoutChat.callbackQueue.');
    const wish = callbackWishSchema.safeParse(request.body).data;
    if (!wish) throw new WireError('bad_request', 'Send a phone number and a time zone; see CallbackWish.');
    await limits.takeForCallback(session);
    const { customer } = session;
    const asked = toCallbackWish(wish, customer.claims.locale);
    const offered = { conversationId: null, queueId: callbackQueue, priority: 0, earliest };
    const callback = await promiseCall(core, callbacks, customer, offered, asked);
    void reply.code(201);
    return toCallbackView(callback, await callbacks.request(callback));
  });
}

interface WithoutChatOptions {
  readonly limits: RequestLimits;
  readonly services: Services;
  readonly withoutChat?: WithoutChatSettings;
}

function toOpeningHours(schedule: Schedule, now: Date): OpeningHours {
  const { timeZone, week } = schedule;
  return { timeZone, week, isOpen: openingAt(schedule, now.getTime()) === 'open' };
}
