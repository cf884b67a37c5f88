import type { Schedule } from '@throughline/flow';
import { type HclBlock, HclExpression } from './hcl.js';
import { resourceNames } from './names.js';

type Span = Schedule['week'][number][number];

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** A Monday long ago: weekly hours begin on it, so that the export is the same on every day. */
const FIRST_MONDAY = Date.UTC(2024, 0, 1);
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/**
 * Opening hours as schedules and one schedule group each. Holidays close; a date with hours of its own closes for that
 * day when it has none, and is named among `gaps` otherwise, for a group has no hours for one date.
 */
export function scheduleBlocks(schedules: Iterable<Schedule>): { blocks: HclBlock[]; gaps: string[] } {
  const list = [...schedules];
  const names = resourceNames(list.map(({ name }) => name));
  const gaps: string[] = [];
  const blocks = list.flatMap((schedule) => {
    const base = names.get(schedule.name) ?? 'schedule';
    const open = weekly(schedule, base);
    const closed = closings(schedule, base, gaps);
    return [...open, ...closed, group(schedule, base, open, closed)];
  });
  return { blocks, gaps };
}

function weekly({ name, week }: Schedule, base: string): HclBlock[] {
  const days = new Map<string, { span: Span; first: number; days: string[] }>();
  week.forEach((spans, day) => {
    for (const span of spans) {
      const key = `${span.from}-${span.to}`;
      const known = days.get(key) ?? { span, first: day, days: [] };
      known.days.push(WEEKDAYS[day] ?? '');
      days.set(key, known);
    }
  });
  return [...days.values()].map(({ span, first, days: on }, index) => {
    const day = FIRST_MONDAY + first * DAY_MS;
    const rule = `FREQ=WEEKLY;INTERVAL=1;BYDAY=${on.join(',')}`;
    return schedule(`${base}_open_${index + 1}`, `${name} open ${index + 1}`, at(day, span), rule);
  });
}

function closings({ name, holidays, exceptions }: Schedule, base: string, gaps: string[]): HclBlock[] {
  const whole = (from: number, to = from) => [local(from), local(to + DAY_MS)] as const;
  const blocks: HclBlock[] = [];
  const add = (span: readonly [string, string], rule?: string) => {
    const number = blocks.length + 1;
    blocks.push(schedule(`${base}_closed_${number}`, `${name} closed ${number}`, span, rule));
  };
  for (const holiday of holidays) {
    if (holiday.kind === 'dates') add(whole(Date.parse(holiday.from), Date.parse(holiday.to)));
    else if (holiday.kind === 'yearly') {
      add(whole(Date.parse(`2024-${holiday.monthDay}`)), 'FREQ=YEARLY;INTERVAL=1');
    } else add(whole(FIRST_MONDAY), holiday.rule.replace(/^RRULE:/, ''));
  }
  for (const [date, spans] of exceptions) {
    if (spans.length === 0) add(whole(Date.parse(date)));
    else gaps.push(`Schedule "${name}": the hours of ${date} must be entered by hand`);
  }
  return blocks;
}

function group(
  { name, timeZone }: Schedule,
  base: string,
  open: readonly HclBlock[],
  closed: readonly HclBlock[],
): HclBlock {
  return {
    type: 'resource',
    labels: ['genesyscloud_architect_schedulegroups', base],
    attributes: {
      name,
      time_zone: timeZone,
      open_schedules_id: open.map(id),
      ...(closed.length > 0 ? { holiday_schedules_id: closed.map(id) } : {}),
    },
  };
}

function schedule(
  label: string,
  name: string,
  [start, end]: readonly [string, string],
  rrule?: string,
): HclBlock {
  return {
    type: 'resource',
    labels: ['genesyscloud_architect_schedules', label],
    attributes: { name, start, end, ...(rrule === undefined ? {} : { rrule }) },
  };
}

function id({ labels = [] }: HclBlock): HclExpression {
  return new HclExpression(`${labels.join('.')}.id`);
}

function at(day: number, { from, to }: Span): readonly [string, string] {
  return [local(day + from * MINUTE_MS), local(day + to * MINUTE_MS)];
}

/** Without a zone: the group's zone counts. */
function local(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, '.000000');
}
