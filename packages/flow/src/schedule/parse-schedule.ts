import { Temporal } from 'temporal-polyfill';
import type { Reading } from '../reading/reading.js';
import type { SourcePath } from '../source.js';
import { isHolidayRule } from './recurrence.js';
import { DAY_MINUTES, type Holiday, type Schedule, type Span, WEEKDAYS } from './schedule.js';

/** Reads `schedules`: from name to schedule. */
export function parseSchedules(
  reading: Reading,
  value: unknown,
  path: SourcePath,
): ReadonlyMap<string, Schedule> {
  const schedules = new Map<string, Schedule>();
  if (value === undefined) return schedules;
  const entries = reading.attempt(() => Object.entries(reading.object(value, path, 'any'))) ?? [];
  for (const [name, inner] of entries) {
    const schedule = reading.attempt(() => parseSchedule(reading, name, inner, [...path, name]));
    // One with a mistake is declared all the same, so that no step that names it is a mistake as well.
    schedules.set(name, schedule ?? { name, timeZone: 'UTC', week: [], holidays: [], exceptions: new Map() });
  }
  return schedules;
}

function parseSchedule(reading: Reading, name: string, value: unknown, path: SourcePath): Schedule {
  const source = reading.object(value, path, ['description', 'timeZone', 'hours', 'holidays', 'exceptions']);
  const timeZone = reading.text(source.timeZone, [...path, 'timeZone']);
  if (!isTimeZone(timeZone)) {
    const message = `"${timeZone}" is no time zone; name one as in Europe/Berlin or America/New_York`;
    reading.fail([...path, 'timeZone'], 'invalid', message);
  }
  return {
    name,
    timeZone,
    week: parseWeek(reading, source.hours, [...path, 'hours']),
    holidays: optionalList(reading, source.holidays, [...path, 'holidays']).map((holiday, index) =>
      parseHoliday(reading, holiday, [...path, 'holidays', index]),
    ),
    exceptions: parseExceptions(reading, source.exceptions, [...path, 'exceptions']),
  };
}

function isTimeZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    // An offset is a time zone that does not know daylight saving.
    return name === 'UTC' || name.includes('/');
  } catch {
    return false;
  }
}

function parseWeek(reading: Reading, value: unknown, path: SourcePath): readonly (readonly Span[])[] {
  const week: Span[][] = WEEKDAYS.map(() => []);
  for (const [days, hours] of Object.entries(reading.object(value, path, 'any'))) {
    const at = [...path, days];
    const spans = parseSpans(reading, hours, at);
    for (const day of parseDays(reading, days, at)) week[day]?.push(...spans);
  }
  return week;
}

/** `mon`, `mon-fri`, `sat,sun` or `daily`, as indexes from Monday. */
function parseDays(reading: Reading, text: string, path: SourcePath): readonly number[] {
  if (text === 'daily') return WEEKDAYS.map((_, index) => index);
  return text.split(',').flatMap((part) => {
    const [first = '', last = first] = part.trim().split('-');
    const [from, to] = [first, last].map((day) => WEEKDAYS.indexOf(day.trim() as (typeof WEEKDAYS)[number]));
    if (from === undefined || to === undefined || from < 0 || to < from) {
      return reading.fail(path, 'invalid', `"${text}" names no days; write them as in mon-fri, sat or daily`);
    }
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
}

const SPAN = /^([01]\d|2[0-3]):([0-5]\d)\s*-\s*(?:([01]\d|2[0-3]):([0-5]\d)|(24):(00))$/;

function parseSpans(reading: Reading, value: unknown, path: SourcePath): readonly Span[] {
  if (value === 'closed') return [];
  const list = Array.isArray(value) ? value : [value];
  const spans = list.map((item: unknown) => {
    const text = reading.text(item, path);
    const found = SPAN.exec(text);
    if (!found)
      return reading.fail(path, 'invalid', `"${text}" is no span; write it as in 08:00-18:30, or "closed"`);
    const [, fromHour, fromMinute, toHour = found[5], toMinute = found[6]] = found;
    const from = Number(fromHour) * 60 + Number(fromMinute);
    const to = Number(toHour) * 60 + Number(toMinute);
    return { from, to: to > from ? to : to + DAY_MINUTES };
  });
  return spans.sort((a, b) => a.from - b.from);
}

function parseHoliday(reading: Reading, value: unknown, path: SourcePath): Holiday {
  if (typeof value === 'object' && value !== null) {
    const { from, to, rule } = reading.object(value, path, ['description', 'from', 'to', 'rule']);
    if (rule !== undefined) return parseRule(reading, reading.text(rule, [...path, 'rule']), path);
    const dates = {
      from: isoDate(reading, from, [...path, 'from']),
      to: isoDate(reading, to, [...path, 'to']),
    };
    if (dates.to < dates.from) reading.fail(path, 'invalid', 'the first day is after the last');
    return { kind: 'dates', ...dates };
  }
  const text = reading.text(value, path);
  if (/^\d\d-\d\d$/.test(text)) {
    // A leap year, so that 02-29 is a day.
    isoDate(reading, `2028-${text}`, path);
    return { kind: 'yearly', monthDay: text };
  }
  if (text.startsWith('FREQ=')) return parseRule(reading, text, path);
  const date = isoDate(reading, text, path);
  return { kind: 'dates', from: date, to: date };
}

function parseRule(reading: Reading, rule: string, path: SourcePath): Holiday {
  if (isHolidayRule(rule)) return { kind: 'rule', rule };
  const message = `"${rule}" is no rule for holidays; write it as in FREQ=YEARLY;BYMONTH=11;BYDAY=4TH`;
  return reading.fail(path, 'invalid', message);
}

function parseExceptions(
  reading: Reading,
  value: unknown,
  path: SourcePath,
): ReadonlyMap<string, readonly Span[]> {
  if (value === undefined) return new Map();
  return new Map(
    Object.entries(reading.object(value, path, 'any')).map(([date, hours]) => [
      isoDate(reading, date, [...path, date]),
      parseSpans(reading, hours, [...path, date]),
    ]),
  );
}

function isoDate(reading: Reading, value: unknown, path: SourcePath): string {
  const text = reading.text(value, path);
  try {
    if (Temporal.PlainDate.from(text).toString() === text) return text;
  } catch {
    // Told below.
  }
  return reading.fail(
    path,
    'invalid',
    `"${text}" is no date; write it as in 2026-12-24, or 12-24 for every year`,
  );
}

function optionalList(reading: Reading, value: unknown, path: SourcePath): readonly unknown[] {
  return value === undefined ? [] : reading.array(value, path);
}
