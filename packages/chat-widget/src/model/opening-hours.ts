import type { OpeningHours, OpeningSpan } from '@throughline/protocol/without-chat';

/** Days with the same hours, such as `Mon–Fri` and `08:00–20:00`. */
export interface OpeningLine {
  readonly days: string;
  readonly times: string;
}

/** A Monday, in UTC: only names and times of day are taken from it. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

/** The open days of a week, neighbors with the same hours together; as the language of `locale` writes them. */
export function openingLines({ week }: Pick<OpeningHours, 'week'>, locale: string): readonly OpeningLine[] {
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' });
  const nameOf = (day: number) => weekday.format(MONDAY + day * DAY_MS);
  const timesOf = (spans: readonly OpeningSpan[]) => spans.map((span) => toTimes(span, locale)).join(', ');
  const lines: OpeningLine[] = [];
  for (let first = 0, last = 0; first < week.length; first = last + 1) {
    const times = timesOf(week[first] ?? []);
    last = first;
    while (last + 1 < week.length && timesOf(week[last + 1] ?? []) === times) last += 1;
    const days = first === last ? nameOf(first) : `${nameOf(first)}–${nameOf(last)}`;
    if (times !== '') lines.push({ days, times });
  }
  return lines;
}

/** The place whose time is meant, as people call it; empty where the customer's own clocks show the same. */
export function placeOfTime(timeZone: string, own: string, locale: string, at: Date): string {
  const clock = (zone: string, name?: 'longGeneric') =>
    new Intl.DateTimeFormat(locale, {
      hour: 'numeric',
      minute: 'numeric',
      day: 'numeric',
      timeZone: zone,
      ...(name ? { timeZoneName: name } : {}),
    });
  if (clock(timeZone).format(at) === clock(own).format(at)) return '';
  const name = clock(timeZone, 'longGeneric')
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName');
  return name?.value ?? timeZone;
}

function toTimes({ from, to }: OpeningSpan, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone: 'UTC' });
  const at = (minutes: number) => format.format(MONDAY + minutes * 60_000);
  return `${at(from)}–${at(to)}`;
}
