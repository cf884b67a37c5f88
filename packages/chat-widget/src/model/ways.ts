import type { CallbackView, WayView } from '@throughline/protocol';
import { laterWords } from '../later-words.js';
import { locale } from '../locale.js';

/** What stands on the button or link of a way. */
export function labelOf(way: WayView): string {
  if (way.label !== null) return way.label;
  switch (way.kind) {
    case 'callback':
      return laterWords.requestCallback;
    case 'message':
      return laterWords.leaveMessage;
    case 'phone':
      return laterWords.callUs;
    case 'email':
      return laterWords.sendEmail;
    case 'link':
      return laterWords.openLink;
    case 'continue':
      return way.choice ?? '';
  }
}

/** Where the link of a way leads; null for ways that are taken here. */
export function hrefOf(way: WayView): string | null {
  switch (way.kind) {
    case 'phone':
      // A comma is a pause, after which the digits are dialed (RFC 3601 §3.4 and common practice).
      return `tel:${way.number.replaceAll(/[^\d+]/g, '')}${way.digits === null ? '' : `,${way.digits}`}`;
    case 'email':
      return `mailto:${encodeURI(way.address)}${way.subject === null ? '' : `?subject=${encodeURIComponent(way.subject)}`}`;
    case 'link':
      return way.url;
    default:
      return null;
  }
}

/** What is written beside a link, for those whose device cannot follow it. */
export function addressOf(way: WayView): string {
  if (way.kind === 'phone')
    return way.digits === null
      ? way.number
      : laterWords.thenDial(way.number, way.digits.replaceAll(',', ' '));
  return way.kind === 'email' ? way.address : '';
}

/** Local date and time as the field for them takes it, in whole minutes: `2026-11-25T09:30`. */
export function toFieldTime(date: Date): string {
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

export function timeOf({ dueAt }: CallbackView): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'full', timeStyle: 'short' }).format(new Date(dueAt));
}
