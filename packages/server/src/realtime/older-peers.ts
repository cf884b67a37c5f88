import {
  type CustomerEvent,
  type DeskEvent,
  type Entry,
  knowsRedactions,
  type MessageEntry,
} from '@throughline/protocol';

/** An event as a peer of this subprotocol understands it. */
export function forPeer(event: CustomerEvent | DeskEvent, subprotocol: string): CustomerEvent | DeskEvent {
  if (event.type !== 'entries' || knowsRedactions(subprotocol)) return event;
  return { ...event, entries: event.entries.map(withoutRedaction) };
}

/** A message that says again what is left of the earlier one: it has the place of the redaction in the conversation. */
function withoutRedaction(entry: Entry): Entry {
  if (entry.kind !== 'redacted') return entry;
  const { redacts: _, ...message } = entry;
  return { ...message, kind: 'message' } satisfies MessageEntry;
}
