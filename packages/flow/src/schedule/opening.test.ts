import { describe, expect, it } from 'vitest';
import { errorOf, flowOf, sourceOf } from '../../test-support/flows.js';
import { nextOpening, openingAt } from './opening.js';
import type { Schedule } from './schedule.js';

function scheduleOf(source: string): Schedule {
  const schedule = flowOf('first: { kind: end }', `schedules: { s: ${source} }`).schedules.get('s');
  if (!schedule) throw new Error('no schedule');
  return schedule;
}

const at = (schedule: Schedule, iso: string) => openingAt(schedule, Date.parse(iso));
const next = (schedule: Schedule, iso: string) => {
  const ms = nextOpening(schedule, Date.parse(iso));
  return ms === null ? null : new Date(ms).toISOString();
};

describe('hours', () => {
  const BERLIN = scheduleOf(
    '{ timeZone: Europe/Berlin, hours: { mon-fri: 08:00-20:00, sat: [09:00-12:00, 13:00-17:00] } }',
  );

  it.each([
    ['in winter', '2026-11-25T06:59:59Z', 'closed'],
    ['in winter', '2026-11-25T07:00:00Z', 'open'],
    ['in winter', '2026-11-25T19:00:00Z', 'closed'],
    ['in summer', '2026-07-01T05:59:59Z', 'closed'],
    ['in summer', '2026-07-01T06:00:00Z', 'open'],
    ['between two spans', '2026-11-28T11:30:00Z', 'closed'],
    ['in the second span', '2026-11-28T12:00:00Z', 'open'],
    ['on Sunday', '2026-11-29T12:00:00Z', 'closed'],
  ])('[FLOW-40] are those on the wall %s at %s: %s', (_what, iso, expected) => {
    expect(at(BERLIN, iso)).toBe(expected);
  });

  it('[FLOW-40] go on after midnight for the day on which they begin', () => {
    const night = scheduleOf('{ timeZone: America/New_York, hours: { fri: 22:00-06:00 } }');
    expect(at(night, '2026-11-28T02:59:00Z')).toBe('closed');
    expect(at(night, '2026-11-28T03:00:00Z')).toBe('open');
    expect(at(night, '2026-11-28T10:59:00Z')).toBe('open');
    expect(at(night, '2026-11-28T11:00:00Z')).toBe('closed');
    expect(at(night, '2026-11-29T03:00:00Z')).toBe('closed');
  });

  it('[FLOW-40] hold on the days on which clocks change', () => {
    // Clocks go from 02:00 to 03:00 on 2026-03-29, and from 03:00 back to 02:00 on 2026-10-25.
    const early = scheduleOf('{ timeZone: Europe/Berlin, hours: { sun: 02:30-04:00 } }');
    expect(at(early, '2026-03-29T00:59:00Z')).toBe('closed');
    expect(at(early, '2026-03-29T01:00:00Z')).toBe('open');
    expect(at(early, '2026-03-29T02:00:00Z')).toBe('closed');
    expect(next(early, '2026-03-28T12:00:00Z')).toBe('2026-03-29T01:30:00.000Z');
    expect(at(early, '2026-10-25T00:30:00Z')).toBe('open');
    expect(at(early, '2026-10-25T01:15:00Z')).toBe('closed');
    expect(at(early, '2026-10-25T02:59:00Z')).toBe('open');
    expect(next(early, '2026-10-24T12:00:00Z')).toBe('2026-10-25T00:30:00.000Z');
  });

  it('[FLOW-40] can be all day and all night', () => {
    const always = scheduleOf('{ timeZone: UTC, hours: { daily: 00:00-24:00 } }');
    for (const iso of ['2026-11-25T00:00:00Z', '2026-11-25T23:59:59.999Z'])
      expect(at(always, iso)).toBe('open');
  });
});

describe('holidays', () => {
  const OFFICE = scheduleOf(`{ timeZone: America/Chicago, hours: { mon-fri: 09:00-17:00 },
    holidays: [12-25, 2026-11-02, { from: 2026-12-28, to: 2026-12-30 }, FREQ=YEARLY;BYMONTH=11;BYDAY=4TH],
    exceptions: { 2026-12-29: 10:00-12:00, 2026-12-31: closed } }`);

  it.each([
    ['2026-12-25T18:00:00Z', 'holiday'],
    ['2030-12-25T18:00:00Z', 'holiday'],
    ['2026-11-02T18:00:00Z', 'holiday'],
    ['2027-11-02T18:00:00Z', 'open'],
    ['2026-12-30T18:00:00Z', 'holiday'],
    ['2026-11-26T18:00:00Z', 'holiday'],
    ['2026-11-19T18:00:00Z', 'open'],
    ['2027-11-25T18:00:00Z', 'holiday'],
  ])('[FLOW-42] %s is %s', (iso, expected) => {
    expect(at(OFFICE, iso)).toBe(expected);
  });

  it.each([
    ['2026-12-29T17:00:00Z', 'open'],
    ['2026-12-29T20:00:00Z', 'closed'],
    ['2026-12-31T18:00:00Z', 'closed'],
  ])('[FLOW-41] exceptions come first: %s is %s', (iso, expected) => {
    expect(at(OFFICE, iso)).toBe(expected);
  });

  it('[FLOW-33] the next opening is after them', () => {
    expect(next(OFFICE, '2026-12-24T23:30:00Z')).toBe('2026-12-29T16:00:00.000Z');
    expect(next(scheduleOf('{ timeZone: UTC, hours: {} }'), '2026-12-24T23:30:00Z')).toBeNull();
  });
});

describe('mistakes', () => {
  it.each([
    ['timeZone: Europe/Berlinn, hours: {}', 'schedules.s.timeZone'],
    ['timeZone: "+01:00", hours: {}', 'schedules.s.timeZone'],
    ['hours: {}', 'schedules.s.timeZone'],
    ['timeZone: UTC', 'schedules.s.hours'],
    ['timeZone: UTC, hours: { monday: 08:00-09:00 }', 'schedules.s.hours.monday'],
    ['timeZone: UTC, hours: { fri-mon: 08:00-09:00 }', 'schedules.s.hours.fri-mon'],
    ['timeZone: UTC, hours: { mon: 8-17 }', 'schedules.s.hours.mon'],
    ['timeZone: UTC, hours: { mon: 08:00-25:00 }', 'schedules.s.hours.mon'],
    ['timeZone: UTC, hours: {}, holidays: [02-30]', 'schedules.s.holidays[0]'],
    ['timeZone: UTC, hours: {}, holidays: [2026-13-01]', 'schedules.s.holidays[0]'],
    ['timeZone: UTC, hours: {}, holidays: [FREQ=SECONDLY]', 'schedules.s.holidays[0]'],
    ['timeZone: UTC, hours: {}, holidays: [FREQ=YEARLY;BYMONTH=13]', 'schedules.s.holidays[0]'],
    ['timeZone: UTC, hours: {}, holidays: [{ from: 2026-12-24, to: 2026-12-23 }]', 'schedules.s.holidays[0]'],
    ['timeZone: UTC, hours: {}, exceptions: { 12-24: closed }', 'schedules.s.exceptions.12-24'],
  ])('[FLOW-40] refuses { %s }', (source, path) => {
    expect(errorOf(sourceOf('first: { kind: end }', `schedules: { s: { ${source} } }`))).toMatchObject({
      code: 'invalid',
      path,
    });
  });
});
