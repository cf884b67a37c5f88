import { CODE, type GuestRequestOf } from '@throughline/guest-api';
import type { DoorState } from '../door-state.js';
import { broadcast } from '../guests/broadcast.js';
import type { GuestSession } from '../guests/model.js';
import type { GuestCaller } from './guest-caller.js';
import { GuestError } from './guest-error.js';
import { requireWritable } from './session-checks.js';

/** Typing, the start of a conversation without a message, and clearing it. @throws GuestError */
export async function takeEvents(
  state: DoorState,
  session: GuestSession,
  { message, tracingId }: GuestRequestOf<'onMessage'>,
  attributes: Record<string, string>,
  caller: GuestCaller,
): Promise<void> {
  const { conversations, messages } = state.guests;
  const trace = tracingId === undefined ? {} : { tracingId };
  for (const event of message.events ?? []) {
    if (event.eventType === 'Typing') {
      if (!session.deployment.typing) {
        throw new GuestError(CODE.forbidden, 'Typing events are not supported.');
      }
      messages.typing(session);
    } else if (event.eventType === 'Presence' && event.presence.type === 'Join') {
      requireWritable(session);
      conversations.setAttributes(await conversations.live(session), attributes);
      messages.event(session, 'Inbound', [event], { kept: true, ...trace });
    } else if (event.eventType === 'Presence' && event.presence.type === 'Clear') {
      await clear(state, session, trace, caller);
    } else {
      throw new GuestError(CODE.badRequest, 'Events of this kind are not accepted from guests.');
    }
  }
}

/** The conversation is over, its history out of reach, and every connection of the session closes. */
async function clear(
  { guests }: DoorState,
  session: GuestSession,
  trace: { tracingId?: string },
  caller: GuestCaller,
): Promise<void> {
  if (!session.deployment.clear) {
    throw new GuestError(
      CODE.forbidden,
      'Presence events Conversation Clear are not supported by this deployment.',
    );
  }
  const events = [{ eventType: 'Presence' as const, presence: { type: 'Clear' as const } }];
  guests.messages.event(session, 'Inbound', events, { kept: false, ...trace });
  broadcast(session, { type: 'message', class: 'SessionClearedEvent', code: CODE.ok, body: {} });
  broadcast(session, { type: 'message', class: 'ConnectionClosedEvent', code: CODE.ok, body: {} });
  for (const peer of session.peers) peer.close();
  session.peers = [];
  caller.leave();
  await guests.sessions.forget(session);
}
