import type { BusMessage, StoredEntry } from '@throughline/core';

/** What one node published in one go. Raised when an older node could not read it: then it ignores the packet. */
const VERSION = 1;

type WireEntry = Omit<StoredEntry, 'at' | 'sealedBody'> & {
  readonly at: string;
  readonly sealedBody: string;
};
type WireMessage =
  | Exclude<BusMessage, { kind: 'entries' }>
  | { readonly kind: 'entries'; readonly conversationId: string; readonly entries: readonly WireEntry[] };

interface Packet {
  readonly v: number;
  /** The node that published it. */
  readonly from: string;
  readonly messages: readonly WireMessage[];
}

/** JSON: dates as ISO 8601, sealed bodies as base64. */
export function encodePacket(from: string, messages: readonly BusMessage[]): string {
  const packet: Packet = { v: VERSION, from, messages: messages.map(toWire) };
  return JSON.stringify(packet);
}

/** Null for what is not a packet of this version: the bus may lose anything. */
export function decodePacket(
  text: string,
): { readonly from: string; readonly messages: BusMessage[] } | null {
  try {
    const packet = JSON.parse(text) as Packet;
    if (packet.v !== VERSION) return null;
    return { from: packet.from, messages: packet.messages.map(fromWire) };
  } catch {
    return null;
  }
}

function toWire(message: BusMessage): WireMessage {
  if (message.kind !== 'entries') return message;
  const entries = message.entries.map((entry) => ({
    ...entry,
    at: entry.at.toISOString(),
    sealedBody: Buffer.from(entry.sealedBody).toString('base64'),
  }));
  return { ...message, entries };
}

function fromWire(message: WireMessage): BusMessage {
  if (message.kind !== 'entries') return message;
  const entries = message.entries.map((entry) => ({
    ...entry,
    at: new Date(entry.at),
    sealedBody: Uint8Array.from(Buffer.from(entry.sealedBody, 'base64')),
  }));
  return { ...message, entries };
}
