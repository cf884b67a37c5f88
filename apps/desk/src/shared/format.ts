const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Time from `since` (ISO 8601) to `now` (ms) as `0:07`, `12:30` or `1:02:05`; never negative. */
export function elapsed(since: string, now: number): string {
  const seconds = Math.max(0, Math.floor((now - Date.parse(since)) / 1_000));
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0'));
  const hours = Math.floor(seconds / 3_600);
  return (hours > 0 ? `${hours}:${parts.join(':')}` : parts.join(':')).replace(/^0(?=\d:)/u, '');
}

/** How long `since` (ISO 8601) is ago at `now`, for a person's judgment. */
export function urgency(since: string, now: number): 'calm' | 'soon' | 'late' {
  const waitedMs = now - Date.parse(since);
  if (waitedMs >= 5 * MINUTE_MS) return 'late';
  return waitedMs >= 2 * MINUTE_MS ? 'soon' : 'calm';
}

/** Whole seconds until `until` (ISO 8601); 0 when it has passed. */
export function secondsLeft(until: string, now: number): number {
  return Math.max(0, Math.ceil((Date.parse(until) - now) / 1_000));
}

/** Time of day of an ISO 8601 instant, in the reader's own time zone and habits. */
export function timeOfDay(at: string): string {
  return TIME.format(new Date(at));
}

/** `Today`, `Yesterday` or the date, as a day separator. */
export function dayLabel(at: string, now: number): string {
  const days = Math.round((startOfDay(now) - startOfDay(Date.parse(at))) / DAY_MS);
  if (days === 0) return 'Today';
  return days === 1 ? 'Yesterday' : DATE.format(new Date(at));
}

/** Date and time of an ISO 8601 instant. */
export function dateAndTime(at: string): string {
  return DATE_AND_TIME.format(new Date(at));
}

/** `1 conversation`, `2 conversations`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const DATE = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const DATE_AND_TIME = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];

/** A file's size, such as "1.2 MB". */
export function sizeWords(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const options = {
    style: 'unit',
    unit: UNITS[power] ?? 'byte',
    maximumFractionDigits: power > 1 ? 1 : 0,
  } as const;
  return new Intl.NumberFormat('en', options).format(bytes / 1000 ** power);
}
