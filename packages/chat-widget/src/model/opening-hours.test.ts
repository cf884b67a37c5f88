import { describe, expect, it } from 'vitest';
import { openingLines, placeOfTime } from './opening-hours.js';

const day = [{ from: 8 * 60, to: 20 * 60 }];
const week = [
  day,
  day,
  day,
  day,
  day,
  [
    { from: 9 * 60, to: 12 * 60 },
    { from: 13 * 60, to: 16 * 60 },
  ],
  [],
];

describe('opening hours on the failure card', () => {
  it('[NOCHAT-2] brings neighboring days with the same hours together, and leaves out closed days', () => {
    expect(openingLines({ week }, 'en-GB')).toEqual([
      { days: 'Mon–Fri', times: '08:00–20:00' },
      { days: 'Sat', times: '09:00–12:00, 13:00–16:00' },
    ]);
  });

  it('[NOCHAT-2] goes on into the next day', () => {
    const night = [{ from: 22 * 60, to: 30 * 60 }];
    expect(openingLines({ week: [[], night, [], [], [], [], night] }, 'de')).toEqual([
      { days: 'Di', times: '22:00–06:00' },
      { days: 'So', times: '22:00–06:00' },
    ]);
  });

  it('[NOCHAT-2] says whose time it is where the clocks of the customer show another one', () => {
    const at = new Date('2026-11-25T12:00:00Z');
    expect(placeOfTime('Europe/Berlin', 'Europe/Vienna', 'en', at)).toBe('');
    expect(placeOfTime('Europe/Berlin', 'America/New_York', 'en', at)).toBe('Central European Time');
    expect(placeOfTime('America/New_York', 'Europe/Berlin', 'de', at)).toMatch(/Ostküste/);
  });
});
