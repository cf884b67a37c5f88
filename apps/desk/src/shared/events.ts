import type { Revealed } from '@throughline/chat-client/desk';
import type { NewContent } from '@throughline/protocol';
import type { CarriedOver } from '@throughline/protocol/carry-over';

/** A hidden value that the agent wants to see; exactly one of the two is called. */
export interface ValueWanted {
  readonly seq: number;
  readonly index: number;
  readonly reason: string;
  readonly show: (revealed: Revealed) => void;
  readonly refuse: (words: string) => void;
}

/** What components tell the part that composes them, by event name. Events bubble out of shadow roots. */
export interface DeskEvents {
  'agent-chosen': { readonly agentId: string };
  'retry-wanted': null;
  'sign-out-wanted': null;
  'availability-wanted': { readonly available: boolean };
  /** Somebody is on the phone; null: not any more. */
  'caller-known': CarriedOver | null;
  'offer-accepted': { readonly interactionId: string };
  'offer-declined': { readonly interactionId: string };
  'conversation-chosen': { readonly conversationId: string };
  'conversation-ended': null;
  'nobody-answered': null;
  'conversation-closed': null;
  'conversation-seen': { readonly seq: number };
  'draft-changed': { readonly text: string };
  'reply-sent': { readonly text: string; readonly content?: NewContent };
  /** What goes with the reply is other than before. */
  'extras-changed': null;
  'message-retried': { readonly id: string };
  'message-discarded': { readonly id: string };
  'value-wanted': ValueWanted;
  /** A value that masking has missed, in the message of this place. */
  'value-hidden': { readonly seq: number; readonly value: string };
}

/** Dispatches one of {@link DeskEvents} on `host`. */
export function emit<Name extends keyof DeskEvents>(
  host: EventTarget,
  name: Name,
  detail: DeskEvents[Name],
): void {
  host.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
}
