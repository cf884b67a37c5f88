import type { Bus, BusMessage } from '@throughline/core';
import { expect, it } from 'vitest';
import { aConversation, aNewEntry, anId } from '../builders.js';

export interface BusHarness {
  /** Two nodes of one installation; the same object twice when the bus ends at its node. */
  readonly nodes: readonly [Bus, Bus];
}

/** How long a message that should come is awaited, in milliseconds. */
const PATIENCE_MS = 15_000;

/** What every bus keeps to. Each message is published when nothing else is under way. */
export function busContract(create: () => Promise<BusHarness>): void {
  it('brings a message to the listeners of every node, the own ones too', async () => {
    const { nodes } = await create();
    const message = typing();
    const arrivals = nodes.map((node) => nextOf(node, message.conversationId));
    nodes[0].publish(message);
    expect(await Promise.all(arrivals)).toEqual([message, message]);
  });

  it('calls the own listeners after `publish` has returned', async () => {
    const { nodes } = await create();
    const message = typing();
    let returned = false;
    const seen = new Promise<boolean>((resolve) => {
      const stop = nodes[0].subscribe((heard) => {
        if (!isAbout(heard, message.conversationId)) return;
        stop();
        resolve(returned);
      });
    });
    nodes[0].publish(message);
    returned = true;
    expect(await seen).toBe(true);
  });

  it('keeps the order in which one node publishes', async () => {
    const { nodes } = await create();
    const conversationId = anId();
    const count = 500;
    const heard: number[] = [];
    const all = new Promise<void>((resolve) => {
      const stop = nodes[1].subscribe((message) => {
        if (message.kind !== 'receipts' || message.conversationId !== conversationId) return;
        if (heard.push(message.customer.readSeq) < count) return;
        stop();
        resolve();
      });
    });
    for (let seq = 0; seq < count; seq += 1) {
      const receipts = { deliveredSeq: seq, readSeq: seq };
      nodes[0].publish({ kind: 'receipts', conversationId, customer: receipts, agent: receipts });
    }
    await all;
    expect(heard).toEqual(Array.from({ length: count }, (_, index) => index));
  });

  it('carries entries as they were stored: dates, bytes and all', async () => {
    const { nodes } = await create();
    const entry = { ...aNewEntry(aConversation(anId())), seq: 7 };
    const { conversationId } = entry;
    const arrival = nextOf(nodes[1], conversationId);
    nodes[0].publish({ kind: 'entries', conversationId, entries: [entry] });
    expect(await arrival).toEqual({ kind: 'entries', conversationId, entries: [entry] });
  });

  it('tells nothing to a listener that was removed', async () => {
    const { nodes } = await create();
    const message = typing();
    const heard: BusMessage[] = [];
    nodes[0].subscribe((other) => heard.push(other))();
    const arrival = nextOf(nodes[0], message.conversationId);
    nodes[0].publish(message);
    await arrival;
    expect(heard).toEqual([]);
  });
}

function typing() {
  return { kind: 'typing', conversationId: anId(), role: 'agent', on: true } as const;
}

function isAbout(message: BusMessage, conversationId: string): boolean {
  return 'conversationId' in message && message.conversationId === conversationId;
}

function nextOf(bus: Bus, conversationId: string): Promise<BusMessage> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The message did not come.')), PATIENCE_MS);
    const stop = bus.subscribe((message) => {
      if (!isAbout(message, conversationId)) return;
      clearTimeout(timer);
      stop();
      resolve(message);
    });
  });
}
