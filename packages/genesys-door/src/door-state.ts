import type { Faults } from './emulator/faults.js';
import type { Attachments } from './guests/attachments.js';
import type { GuestNews } from './guests/guest-news.js';
import type { GuestTokens } from './guests/guest-tokens.js';
import type { Guests } from './guests/guests.js';
import type { Deployment, DoorLimits, GenesysDoorOptions } from './options.js';
import type { CallbackBook } from './platform/callbacks/callback-book.js';

/** What every part of the door works with. */
export interface DoorState {
  readonly options: GenesysDoorOptions;
  readonly limits: DoorLimits;
  readonly news: GuestNews;
  readonly guests: Guests;
  readonly callbacks: CallbackBook;
  readonly tokens: GuestTokens;
  readonly attachments: Attachments;
  readonly faults: Faults;
  /** Address that clients reach the door under: the configured one, or that of their request. */
  readonly baseUrl: (host: string | undefined) => string;
}

export function deploymentOf({ options }: DoorState, id: string | null | undefined): Deployment | null {
  return options.deployments.find((deployment) => deployment.id === id) ?? null;
}

/**
 * Whether pages of this origin may use the deployment. A missing origin is no page; one without scheme is a mobile
 * app's. Only host names count, and sub-domains of an allowed one are allowed.
 */
export function isAllowedOrigin({ allowedDomains }: Deployment, origin: string | undefined): boolean {
  if (allowedDomains === null || origin === undefined) return true;
  let host: string;
  try {
    host = new URL(origin.includes('://') ? origin : `https://${origin}`).hostname;
  } catch {
    return false;
  }
  return allowedDomains.some((domain) => host === domain || host.endsWith(`.${domain}`));
}
