import type { ChatSnapshot } from '@throughline/chat-client';
import type { LifecycleEntry } from '@throughline/protocol';
import { laterWords } from '../later-words.js';
import { locale } from '../locale.js';
import { type Answered, answeredIn } from './answered.js';
import { dayOf } from './calendar.js';
import { nameOf } from './names.js';

/** What is known of rows only later: what the lines between messages say, and what was answered. */
export interface NoteText {
  answeredIn(snapshot: ChatSnapshot): Answered;
  /** "Today", "Yesterday", or the weekday and date. Both times are ms since the epoch. */
  ofDay(at: number, now: number): string;
  /** Time of day, for example `10:42`. */
  timeOf(at: number): string;
  /** Who joined, left or ended. */
  of(entry: LifecycleEntry): string;
}

export const noteText: NoteText = {
  answeredIn,
  ofDay(at, now) {
    const yesterday = new Date(now);
    yesterday.setDate(yesterday.getDate() - 1);
    const day = dayOf(at);
    if (day === dayOf(now)) return laterWords.today;
    return day === yesterday.toDateString() ? laterWords.yesterday : fullDay(at);
  },
  timeOf(at) {
    const tag = locale();
    if (times?.tag !== tag) times = { tag, format: new Intl.DateTimeFormat(tag, { timeStyle: 'short' }) };
    return times.format.format(at);
  },
  of(entry) {
    if (entry.kind === 'joined') return laterWords.joined(nameOf(entry));
    if (entry.kind === 'left') return laterWords.left(nameOf(entry));
    if (entry.reason === 'customer_absent') return laterWords.endedAway;
    if (entry.reason === 'erased') return laterWords.endedErased;
    if (entry.reason) return laterWords.chatEnded;
    if (entry.party.role === 'customer') return laterWords.endedByYou;
    return entry.party.role === 'agent' ? laterWords.endedBy(nameOf(entry)) : laterWords.chatEnded;
  },
};

/** Made when it is needed: a browser's first one takes it 12 ms and more, the others still 0.1 ms. */
let times: { readonly tag: string; readonly format: Intl.DateTimeFormat } | null = null;

function fullDay(at: number): string {
  return new Date(at).toLocaleDateString(locale(), { weekday: 'long', day: 'numeric', month: 'long' });
}
