import type { ChatSnapshot } from '@throughline/chat-client';
import type { QueueView } from '@throughline/protocol';
import { words } from '../words.js';

/** The line under the title: whom the customer talks to, or what they wait for. */
export function subtitleOf(snapshot: ChatSnapshot): string {
  const { conversation, customer } = snapshot;
  if (customer === null) return '';
  if (conversation === null) return words.signedInAs(customer.displayName);
  if (conversation.state === 'ended') return words.chatEnded;
  return conversation.agent === null ? words.waitingForAgent : words.chattingWith(agentName(snapshot));
}

/** What the customer is waiting for right now; empty when nothing. */
export function waitOf(snapshot: ChatSnapshot): string {
  if (snapshot.customer !== null && isReconnecting(snapshot)) return words.reconnecting;
  if (snapshot.savingPaused) return words.savingPaused;
  const { conversation } = snapshot;
  switch (conversation?.state) {
    case 'routing':
      return words.routing;
    case 'queued':
      return conversation.queue === null ? words.routing : placeOf(conversation.queue);
    case 'offered':
      return words.offered;
    case 'held':
      return words.held;
    default:
      return '';
  }
}

function placeOf({ ahead, wait }: QueueView): string {
  const place = words.ahead(ahead);
  return wait ? `${place}. ${waitWords(wait)}` : place;
}

export function waitWords({ lowSeconds, highSeconds }: NonNullable<QueueView['wait']>): string {
  return words.wait(toMinutes(lowSeconds), toMinutes(highSeconds));
}

/** Whole minutes are as exact as a wait can be told. */
function toMinutes(seconds: number): number {
  return Math.ceil(seconds / 60);
}

export function isReconnecting(snapshot: ChatSnapshot): boolean {
  const { kind } = snapshot.connection;
  return kind === 'waiting' || kind === 'connecting' || kind === 'signing-in';
}

export function isLive(snapshot: ChatSnapshot): boolean {
  return snapshot.conversation !== null && snapshot.conversation.state !== 'ended';
}

export function agentName(snapshot: ChatSnapshot): string {
  return snapshot.conversation?.agent?.displayName ?? words.agent;
}
