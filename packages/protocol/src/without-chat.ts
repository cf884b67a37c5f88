/*
 * Not among what `index.ts` exports: the first part of the chat imports that, and would carry this along.
 */
import type { CallbackView } from './conversation.js';
import type { CallbackWish } from './customer.js';

/** GET {@link WaysWithoutChat}, below the base path of the customer door. */
export const WITHOUT_CHAT_PATH = '/v1/without-chat';
/** POST {@link CallbackWish}, answered with {@link CallbackView}: a call for a customer who cannot chat. */
export const CALLBACKS_PATH = '/v1/callbacks';

/** What helps a customer for whom no chat opens. */
export interface WaysWithoutChat {
  /** When people can be reached by phone; null when it is not told. */
  readonly hours: OpeningHours | null;
  /** ISO 8601 UTC: from when on a call can be asked for; null when it cannot. */
  readonly callbackFrom: string | null;
}

export interface OpeningHours {
  /** IANA name of where the times are meant. */
  readonly timeZone: string;
  /** From Monday to Sunday; a day may be closed (none) or have several spans. */
  readonly week: readonly (readonly OpeningSpan[])[];
  readonly isOpen: boolean;
}

/** Minutes from the start of the day; beyond 1440 it goes on into the next day. */
export interface OpeningSpan {
  readonly from: number;
  readonly to: number;
}

export type { CallbackView, CallbackWish };
