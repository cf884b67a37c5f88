import { REQUESTED_BY_HEADER, SUBPROTOCOLS } from '@throughline/protocol';
import { EXCHANGE, type ExchangeAnswer, type ExchangeRequest } from '@throughline/protocol/exchange';
import type { SocketLike } from './socket-like.js';

interface Frame {
  readonly type: string;
  readonly code?: string;
  readonly ref?: string;
  readonly id?: string;
  readonly conversationId?: string;
  readonly conversation?: { readonly id: string } | null;
  readonly entries?: readonly { readonly seq: number }[];
  readonly resume?: Resume;
}

interface Resume {
  readonly conversationId: string;
  readonly lastSeq: number;
}

/** Says that the gateway is there. */
const HEARTBEAT = JSON.stringify({ type: 'heartbeat', heads: {} });
/** What cannot go on ends like a WebSocket that was cut (RFC 6455 §7.1.5). */
const CUT = 1006;

/**
 * Carries frames over HTTP where WebSockets are blocked, one exchange at a time. Each begins with a `hello` that names
 * where this client's copy ends, so that any node can answer it and what was lost with an answer comes with the next one.
 */
export class HttpSocket implements SocketLike {
  onopen: SocketLike['onopen'] = null;
  onmessage: SocketLike['onmessage'] = null;
  onclose: SocketLike['onclose'] = null;
  onerror: SocketLike['onerror'] = null;
  readonly #url: string | URL;
  readonly #fetch: typeof globalThis.fetch;
  #hello: Frame | null = null;
  #resume: Resume | undefined;
  #seen = '';
  #queue: string[] = [];
  /** The exchange under way that only waits for news. */
  #poll: AbortController | null = null;
  #exchange: AbortController | null = null;
  #isClosed = false;

  constructor(
    url: string | URL,
    fetch: typeof globalThis.fetch = (...request) => globalThis.fetch(...request),
  ) {
    this.#url = url;
    this.#fetch = fetch;
    queueMicrotask(() => this.onopen?.({} as never));
  }

  /** Commands are on their way, or about to be. */
  get isBusy(): boolean {
    return this.#queue.length > 0 || this.#exchange !== this.#poll;
  }

  send(data: string): void {
    const frame = JSON.parse(data) as Frame;
    if (frame.type === 'hello') {
      this.#hello = frame;
      this.#resume = frame.resume;
    } else this.#queue.push(data);
    // What is said at once goes together.
    queueMicrotask(() => this.#goOn());
  }

  close(): void {
    this.#isClosed = true;
    this.#exchange?.abort();
  }

  #goOn(): void {
    if (this.#isClosed || !this.#hello) return;
    if (this.#queue.length > 0) this.#poll?.abort();
    if (this.#exchange && !this.#poll?.signal.aborted) return;
    void this.#run(this.#takeCommands());
  }

  #takeCommands(): string[] {
    let length = 0;
    const next = this.#queue.findIndex((frame, index) => {
      length += frame.length;
      return index > 0 && (length > EXCHANGE.length || index >= EXCHANGE.commands);
    });
    return this.#queue.splice(0, next < 0 ? this.#queue.length : next);
  }

  async #run(commands: readonly string[]): Promise<void> {
    const exchange = new AbortController();
    this.#exchange = exchange;
    this.#poll = commands.length === 0 ? exchange : null;
    const hello = JSON.stringify({ ...this.#hello, resume: this.#resume });
    try {
      const answer = await this.#ask(
        {
          protocols: SUBPROTOCOLS,
          frames: [hello, ...commands],
          seen: this.#seen,
        },
        exchange.signal,
      );
      if (exchange.signal.aborted) return;
      this.#deliver(answer);
      if (answer.closed !== undefined) this.#end(answer.closed);
    } catch {
      if (!exchange.signal.aborted) this.#end(CUT);
    }
    if (this.#exchange !== exchange) return;
    this.#exchange = null;
    this.#poll = null;
    this.#goOn();
  }

  async #ask(body: ExchangeRequest, signal: AbortSignal): Promise<ExchangeAnswer> {
    const response = await this.#fetch(this.#url, {
      method: 'POST',
      cache: 'no-store',
      credentials: 'include',
      redirect: 'error',
      headers: { 'content-type': 'application/json', [REQUESTED_BY_HEADER]: 'throughline' },
      body: JSON.stringify(body),
      signal,
    });
    if (!response.ok) throw new Error(String(response.status));
    return (await response.json()) as ExchangeAnswer;
  }

  #deliver({ frames, seen }: ExchangeAnswer): void {
    this.#seen = seen;
    for (const data of frames.length > 0 ? frames : [HEARTBEAT]) {
      if (this.#isClosed) return;
      const frame = JSON.parse(data) as Frame;
      this.#learn(frame);
      this.onmessage?.({ data } as never);
      if (frame.type === 'error' && frame.code === 'unavailable') this.#refuseBehind(frame);
    }
  }

  /** Messages behind one that could not be stored wait for it, as the gateway has it on one connection (WIRE-23). */
  #refuseBehind(refusal: Frame): void {
    const waiting = this.#queue.map((data) => ({ data, frame: JSON.parse(data) as Frame }));
    const isMessage = ({ frame }: { readonly frame: Frame }): boolean => frame.type === 'send';
    this.#queue = waiting.filter((item) => !isMessage(item)).map(({ data }) => data);
    for (const { frame } of waiting.filter(isMessage)) {
      this.onmessage?.({ data: JSON.stringify({ ...refusal, ref: frame.id }) } as never);
    }
  }

  /** Where the copy ends that the client has by now. */
  #learn({ conversation, conversationId, entries }: Frame): void {
    const id = conversation?.id;
    if (id !== undefined && id !== this.#resume?.conversationId) {
      this.#resume = { conversationId: id, lastSeq: 0 };
    }
    const { lastSeq = 0, conversationId: known } = this.#resume ?? {};
    const first = entries?.[0];
    const last = entries?.at(-1);
    // Entries behind a gap come again, with those in it.
    if (!first || !last || conversationId !== known || conversationId === undefined) return;
    if (first.seq <= lastSeq + 1 && last.seq > lastSeq) this.#resume = { conversationId, lastSeq: last.seq };
  }

  #end(code: number): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.onclose?.({ code } as never);
  }
}
