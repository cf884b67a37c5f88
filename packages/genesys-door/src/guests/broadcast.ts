import type { GuestResponse } from '@throughline/guest-api';
import type { GuestSession } from './model.js';

/** Sends a frame to every connection of the session. */
export function broadcast(session: GuestSession, frame: GuestResponse): void {
  for (const peer of [...session.peers]) peer.send(frame);
}
