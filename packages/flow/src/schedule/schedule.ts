/** When a team works. Wall-clock times of one place, so that daylight saving moves nothing for its customers. */
export interface Schedule {
  readonly name: string;
  /** IANA name, such as `Europe/Berlin`. */
  readonly timeZone: string;
  /** From Monday to Sunday. */
  readonly week: readonly (readonly Span[])[];
  readonly holidays: readonly Holiday[];
  /** Hours of single dates (`2026-12-24`), before holidays and the week; no span for a closed day. */
  readonly exceptions: ReadonlyMap<string, readonly Span[]>;
}

/** Minutes from the start of the day. Beyond 1440 the span goes on into the next day. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export type Holiday =
  /** ISO dates, both included. */
  | { readonly kind: 'dates'; readonly from: string; readonly to: string }
  /** `12-25`: every year. */
  | { readonly kind: 'yearly'; readonly monthDay: string }
  /** A recurrence rule (RFC 5545), such as the fourth Thursday of November. */
  | { readonly kind: 'rule'; readonly rule: string };

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export const DAY_MINUTES = 1440;
