import type { ChatClient, ChatSnapshot } from '@throughline/chat-client';

export type Call = readonly [method: string, ...args: readonly unknown[]];

/** A chat client that shows what a test tells it to and remembers what the widget asked of it. */
export class ScriptedClient implements ChatClient {
  snapshot: ChatSnapshot = {
    connection: { kind: 'idle' },
    savingPaused: false,
    customer: null,
    draft: '',
    conversation: null,
    entries: [],
    pending: [],
    agentTyping: false,
    callback: null,
    availability: null,
    files: null,
    survey: undefined,
  };
  calls: Call[] = [];
  /** What `end`, `choose` and `cancelCallback` do: the gateway carries it out, refuses it, or takes its time. */
  endResult: 'done' | 'refused' | 'pending' = 'done';
  readonly #listeners = new Set<() => void>();

  set(change: Partial<ChatSnapshot>): void {
    this.snapshot = { ...this.snapshot, ...change };
    for (const listener of this.#listeners) listener();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start = () => this.#record('start');
  complete = () => undefined;
  stop = () => this.#record('stop');
  wake = () => this.#record('wake');
  setContext = (context: unknown) => this.#record('setContext', context);
  retry = (id: string) => this.#record('retry', id);
  discard = (id: string) => this.#record('discard', id);
  typing = () => this.#record('typing');
  markRead = (seq: number) => this.#record('markRead', seq);

  choose = (way: unknown) => this.#answer('choose', way);
  cancelCallback = () => this.#answer('cancelCallback');
  withhold = (item: unknown) => this.#answer('withhold', item);

  setDraft(draft: string): void {
    this.snapshot = { ...this.snapshot, draft };
  }

  send(text: string, content?: unknown): string {
    this.#record('send', text, ...(content === undefined ? [] : [content]));
    return 'sent-by-widget';
  }

  end = () => this.#answer('end');

  #answer(...call: Call): Promise<void> {
    this.#record(...call);
    if (this.endResult === 'pending') return new Promise(() => {});
    return this.endResult === 'done' ? Promise.resolve() : Promise.reject(new Error('refused'));
  }

  #record(...call: Call): void {
    this.calls.push(call);
  }
}
