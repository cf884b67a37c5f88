import type { CustomerCommand, CustomerEvent, SendCommand } from '@throughline/protocol';
import { expect, it } from 'vitest';
import { ManualTime, settle } from '../test-support/manual-time.js';
import { createFirstChatClient } from './chat-client.js';
import { Keepsake } from './keepsake.js';
import type { TabStorage } from './kept.js';
import { laterParts } from './later-parts.js';
import type { SocketLike } from './socket-like.js';

const AVA = {
  lifetimeMs: 1_800_000,
  customerTag: 'tag-of-ava',
  draftKey: Buffer.alloc(32, 7).toString('base64url'),
};
const AT = '2026-11-25T09:00:00.000Z';
const NOTHING_READ = { deliveredSeq: 0, readSeq: 0 };

/** A gateway that has one conversation and stores each message once. */
class Gateway {
  readonly commands: CustomerCommand[] = [];
  readonly texts: string[] = [];
  readonly #ids = new Set<string>();
  #socket: SocketLike | null = null;
  #opened = false;

  readonly connect = (): SocketLike => {
    const socket: SocketLike = {
      onopen: null,
      onmessage: null,
      onclose: null,
      onerror: null,
      send: (data) => this.#take(JSON.parse(data) as CustomerCommand),
      close: () => undefined,
    };
    this.#socket = socket;
    queueMicrotask(() => socket.onopen?.({} as never));
    return socket;
  };

  /** The connection breaks. */
  cut(): void {
    this.#socket?.onclose?.({ code: 1006 } as never);
  }

  get sent(): readonly SendCommand[] {
    return this.commands.filter((command) => command.type === 'send');
  }

  #take(command: CustomerCommand): void {
    this.commands.push(command);
    const conversation = {
      id: 'c',
      state: 'active' as const,
      openedAt: AT,
      headSeq: this.#ids.size,
      queue: null,
      agent: null,
      agentReceipts: NOTHING_READ,
      customerReceipts: NOTHING_READ,
    };
    if (command.type === 'hello') {
      const customer = { displayName: 'Ava', locale: null };
      this.#say({
        type: 'welcome',
        v: 1,
        customer,
        conversation: this.#opened ? conversation : null,
        session: AVA,
      });
    } else if (command.type === 'open') {
      this.#opened = true;
      this.#say({ type: 'opened', ref: command.ref, joined: false, conversation });
    } else if (command.type === 'send') {
      const { id, text } = command;
      if (!this.#ids.has(id)) this.texts.push(text);
      this.#ids.add(id);
      this.#say({ type: 'ack', id, conversationId: 'c', seq: this.#ids.size, at: AT, text, maskedTypes: [] });
    }
  }

  #say(event: CustomerEvent): void {
    queueMicrotask(() => this.#socket?.onmessage?.({ data: JSON.stringify(event) } as never));
  }
}

function aTab(kept = '') {
  const time = new ManualTime();
  const gateway = new Gateway();
  const items = new Map(kept ? [['throughline-kept', kept]] : []);
  const storage: TabStorage = {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
  const { setTimer, now, random } = time;
  const client = createFirstChatClient({
    connect: gateway.connect,
    signIn: async () => AVA.lifetimeMs,
    storage,
    setTimer,
    now,
    random,
  });
  client.start();
  return { time, gateway, items, client };
}

/** What a page leaves on which Ava wrote without a connection. */
async function leftByAva(): Promise<string> {
  const { items } = aTab();
  const page = new Keepsake({
    getItem: () => null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: () => undefined,
  });
  page.open(AVA);
  const message = { id: '0', text: 'before', createdAt: 1, status: 'waiting', error: null } as const;
  page.save({ draft: 'half a', conversationId: null, messages: [{ ...message, conversationId: null }] });
  for (;;) {
    const kept = items.get('throughline-kept');
    if (kept) return kept;
    await settle();
  }
}

it('[CLIENT-13] [T3] a client that is never completed sends, and sends again after a loss, each message once', async () => {
  const { time, gateway, client } = aTab();
  await time.pass(0);
  client.send('one');
  await time.pass(0);
  client.setDraft('two');
  gateway.cut();
  client.send('two');
  await time.pass(20_000);
  expect(gateway.texts).toEqual(['one', 'two']);
  expect(client.snapshot).toMatchObject({ draft: 'two', pending: [], connection: { kind: 'ready' } });
  expect(client.snapshot.entries.map(({ seq }) => seq)).toEqual([1, 2]);
});

it('[CLIENT-13] what the page before has left goes out first when the rest comes in time', async () => {
  const { time, gateway, client } = aTab(await leftByAva());
  await time.pass(0);
  client.send('new');
  await time.pass(4_000);
  expect(gateway.commands.map(({ type }) => type)).toEqual(['hello']);
  client.complete(laterParts);
  await expect.poll(() => client.snapshot.draft).toBe('half a');
  await time.pass(0);
  expect(gateway.texts).toEqual(['before', 'new']);
});

it('[CLIENT-13] it holds up what is new for a limited time only, and is neither lost nor sent twice', async () => {
  const { time, gateway, items, client } = aTab(await leftByAva());
  await time.pass(0);
  client.send('new');
  await time.pass(6_000);
  expect(gateway.texts).toEqual(['new']);
  expect(items.has('throughline-kept')).toBe(true);
  client.complete(laterParts);
  await expect.poll(() => client.snapshot.draft).toBe('half a');
  gateway.cut();
  await time.pass(20_000);
  expect(gateway.texts).toEqual(['new', 'before']);
  expect(client.snapshot.pending).toEqual([]);
});
