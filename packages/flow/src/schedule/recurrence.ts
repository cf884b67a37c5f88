import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';

/**
 * Only what names days of a year: rules by the second or without a bound would produce dates without end.
 * Source: RFC 5545, section 3.3.10.
 */
const RULE = /^FREQ=YEARLY(?:;(?:BYMONTH|BYDAY|BYMONTHDAY|BYSETPOS)=[-+0-9A-Z,]{1,64}){1,4}$/;
/** The library passes over a month that does not exist. */
const MONTHS = /;BYMONTH=(?:(?:[1-9]|1[0-2])(?:,|(?=;|$)))+(?:;|$)/;

/** A rule that falls on no day of these, a leap year among them, falls on none. */
const YEARS = Array.from({ length: 13 }, (_, index) => 2028 + index);

/** Whether the text is a recurrence rule for holidays. */
export function isHolidayRule(rule: string): boolean {
  if (!RULE.test(rule) || (rule.includes(';BYMONTH=') && !MONTHS.test(rule))) return false;
  try {
    return YEARS.some((year) => datesOf(rule, year).size > 0);
  } catch {
    return false;
  }
}

const memory = new Map<string, ReadonlySet<string>>();
const REMEMBERED = 1_000;

/** ISO dates on which the rule falls in a year. */
export function datesOf(rule: string, year: number): ReadonlySet<string> {
  const key = `${year} ${rule}`;
  const known = memory.get(key);
  if (known) return known;
  const dates = new Set<string>();
  const first = Temporal.ZonedDateTime.from({ year, month: 1, day: 1, hour: 12, timeZone: 'UTC' });
  const rules = new RRuleTemporal({ rruleString: `DTSTART:${year}0101T120000Z\nRRULE:${rule}` });
  for (const date of rules.between(asDate(first), asDate(first.add({ years: 1 })), true)) {
    if (date.year === year) dates.add(date.toPlainDate().toString());
  }
  if (memory.size >= REMEMBERED) memory.clear();
  memory.set(key, dates);
  return dates;
}

function asDate(time: Temporal.ZonedDateTime): Date {
  return new Date(time.epochMilliseconds);
}
