import { Temporal } from 'temporal-polyfill';
import { datesOf } from './recurrence.js';
import { DAY_MINUTES, type Holiday, type Schedule, type Span } from './schedule.js';

export type Opening = 'open' | 'closed' | 'holiday';

/** Whether the team works at an instant, in milliseconds since 1970. A holiday counts as one only while closed. */
export function openingAt(schedule: Schedule, atMs: number): Opening {
  const local = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(schedule.timeZone);
  const today = local.toPlainDate();
  const minute = local.hour * 60 + local.minute;
  if (covers(spansOf(schedule, today), minute)) return 'open';
  // A night shift belongs to the day on which it starts.
  if (covers(spansOf(schedule, today.subtract({ days: 1 })), minute + DAY_MINUTES)) return 'open';
  return isHoliday(schedule, today) ? 'holiday' : 'closed';
}

/** How many days ahead an opening is looked for. */
const HORIZON_DAYS = 370;

/** The instant itself when open, else the next opening, in milliseconds since 1970; null when there is none in a year. */
export function nextOpening(schedule: Schedule, atMs: number): number | null {
  if (openingAt(schedule, atMs) === 'open') return atMs;
  const { timeZone } = schedule;
  const today = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(timeZone).toPlainDate();
  for (let days = 0; days <= HORIZON_DAYS; days += 1) {
    const date = today.add({ days });
    for (const { from } of spansOf(schedule, date)) {
      // A time that daylight saving skips is the one after the gap; of one that comes twice, the first counts.
      const start = date
        .toPlainDateTime()
        .add({ minutes: from })
        .toZonedDateTime(timeZone, { disambiguation: 'compatible' });
      if (start.epochMilliseconds > atMs) return start.epochMilliseconds;
    }
  }
  return null;
}

function covers(spans: readonly Span[], minute: number): boolean {
  return spans.some(({ from, to }) => from <= minute && minute < to);
}

function spansOf(schedule: Schedule, date: Temporal.PlainDate): readonly Span[] {
  const exception = schedule.exceptions.get(date.toString());
  if (exception) return exception;
  if (isHoliday(schedule, date)) return [];
  return schedule.week[date.dayOfWeek - 1] ?? [];
}

function isHoliday({ holidays, exceptions }: Schedule, date: Temporal.PlainDate): boolean {
  const text = date.toString();
  return !exceptions.has(text) && holidays.some((holiday) => fallsOn(holiday, date, text));
}

function fallsOn(holiday: Holiday, date: Temporal.PlainDate, text: string): boolean {
  if (holiday.kind === 'dates') return holiday.from <= text && text <= holiday.to;
  if (holiday.kind === 'yearly') return text.endsWith(`-${holiday.monthDay}`);
  return datesOf(holiday.rule, date.year).has(text);
}
