import type { GuestIdentity, GuestSession } from './model.js';

/** What people call the guest. */
export function guestName({ identity, id }: GuestSession): string {
  const name = identity ? `${identity.firstName} ${identity.lastName}`.trim() : '';
  return name || `Guest ${id.slice(-4)}`;
}

export function nameOf({ firstName, lastName }: GuestIdentity) {
  return { firstName, lastName };
}
