import type { ChatSnapshot } from '@throughline/chat-client';
import type { QueueView } from '@throughline/protocol';
import { laterWords } from '../later-words.js';
import { locale } from '../locale.js';
import { words } from '../words.js';
import { isReconnecting } from './status.js';

/** The line under the title: whom the customer talks to, or what they wait for. */
export function subtitleOf(snapshot: ChatSnapshot): string {
  const { conversation, customer } = snapshot;
  if (customer === null) return '';
  // In the fallback nobody comes: the customer is shown other ways.
  if (conversation === null || conversation.state === 'fallback')
    return laterWords.signedInAs(customer.displayName);
  if (conversation.state === 'ended') return laterWords.chatEnded;
  return conversation.agent === null
    ? laterWords.waitingForAgent
    : laterWords.chattingWith(agentName(snapshot));
}

/** What the customer is waiting for right now; empty when nothing. */
export function waitOf(snapshot: ChatSnapshot): string {
  if (snapshot.customer !== null && isReconnecting(snapshot)) return words.reconnecting;
  if (snapshot.savingPaused) return laterWords.savingPaused;
  const { conversation } = snapshot;
  if (conversation?.interrupted) return laterWords.interrupted;
  switch (conversation?.state) {
    case 'routing':
      return laterWords.routing;
    case 'queued':
      return conversation.queue === null ? laterWords.routing : placeOf(conversation.queue);
    case 'offered':
      return laterWords.offered;
    case 'held':
      return laterWords.held;
    default:
      return '';
  }
}

function placeOf({ ahead, wait }: QueueView): string {
  const place = laterWords.ahead(ahead);
  return wait ? `${place}. ${waitWords(wait)}` : place;
}

export function waitWords({ lowSeconds, highSeconds }: NonNullable<QueueView['wait']>): string {
  const high = toMinutes(highSeconds);
  if (high <= 1) return laterWords.waitShort;
  const minutes = new Intl.NumberFormat(locale(), {
    style: 'unit',
    unit: 'minute',
    unitDisplay: 'long',
  });
  const low = Math.max(1, toMinutes(lowSeconds));
  // Of equal ends a range makes `~5 minutes`.
  return laterWords.wait(low < high ? minutes.formatRange(low, high) : minutes.format(high));
}

/** Whole minutes are as exact as a wait can be told. */
function toMinutes(seconds: number): number {
  return Math.ceil(seconds / 60);
}

export function agentName(snapshot: ChatSnapshot): string {
  return snapshot.conversation?.agent?.displayName ?? words.agent;
}
