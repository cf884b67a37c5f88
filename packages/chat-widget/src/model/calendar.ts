import { words } from '../words.js';

/** Time of day as this device writes it, for example `10:42`. */
export function timeLabel(at: number): string {
  return TIME.format(at);
}

/** "Today", "Yesterday", or the weekday and date. Both times are ms since the epoch. */
export function dayLabel(at: number, now: number): string {
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  const day = new Date(at).toDateString();
  if (day === new Date(now).toDateString()) return words.today;
  return day === yesterday.toDateString() ? words.yesterday : DAY.format(at);
}

const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const DAY = new Intl.DateTimeFormat(words.language, { weekday: 'long', day: 'numeric', month: 'long' });
