import type { Bus, BusMessage } from '@throughline/core';

/** Fills with what is said about typing from now on. */
export function typingOn(bus: Bus): readonly Extract<BusMessage, { kind: 'typing' }>[] {
  const seen: Extract<BusMessage, { kind: 'typing' }>[] = [];
  bus.subscribe((message) => {
    if (message.kind === 'typing') seen.push(message);
  });
  return seen;
}
