import { chooseSubprotocol } from '@throughline/protocol';
import type { ExchangeAnswer, ExchangeRequest } from '@throughline/protocol/exchange';
import { ExchangeSocket } from '../src/realtime/exchange-socket.js';
import type { Timers } from '../src/realtime/timers.js';
import type { Arrival } from './model-node.js';

type Direction = 'up' | 'down';

/** A request of a client that is not answered yet. */
interface Pending {
  readonly body: ExchangeRequest;
  readonly answer: (answer: ExchangeAnswer) => void;
  readonly fail: () => void;
}

/** HTTP between one client and the nodes, through a proxy: nothing arrives before the script says so. */
export class ScriptedHttp {
  readonly #accept: (arrival: Arrival) => void;
  readonly #timers: Timers;
  /** On their way to a node, and with one. Those that the client has given up are among them. */
  #requests: Pending[] = [];
  readonly #served = new Set<Pending>();
  #answers: { readonly to: Pending; readonly answer: ExchangeAnswer }[] = [];
  #asked = 0;

  constructor(timers: Timers, accept: (arrival: Arrival) => void) {
    this.#timers = timers;
    this.#accept = accept;
  }

  readonly fetch: typeof globalThis.fetch = (_url, init) =>
    new Promise((resolve, reject) => {
      const fail = () => reject(new TypeError('no network'));
      const answer = (given: ExchangeAnswer) => resolve({ ok: true, json: async () => given } as Response);
      const pending = { body: JSON.parse(String(init?.body)) as ExchangeRequest, answer, fail };
      this.#requests.push(pending);
      this.#asked += 1;
      // Every other time, the proxy asks all the same.
      const isForgotten = this.#asked % 2 === 0;
      init?.signal?.addEventListener('abort', () => {
        fail();
        if (isForgotten) this.#requests = this.#requests.filter((other) => other !== pending);
      });
    });

  /** A node has something of this client's. */
  get isServed(): boolean {
    return this.#served.size > 0;
  }

  /** Brings up to `count` requests to a node, or answers to the client; `backwards`: the last one first. */
  deliver(direction: Direction, count: number, backwards = false): void {
    if (direction === 'up')
      for (const request of take(this.#requests, count, backwards)) this.#serve(request);
    else for (const { to, answer } of take(this.#answers, count, backwards)) to.answer(answer);
  }

  /** An impatient proxy asks again what a node has not answered, of whichever node is next. */
  askAgain(): void {
    for (const request of [...this.#served]) this.#serve(request);
  }

  /** The answers that are on their way get lost. */
  loseAnswers(): void {
    for (const { to } of this.#answers.splice(0)) to.fail();
  }

  /** The client loses everything that is on its way; what a node has, it carries out. */
  cut(): void {
    for (const { fail } of [...this.#requests.splice(0), ...this.#served]) fail();
    this.loseAnswers();
  }

  #serve(request: Pending): void {
    const protocol = chooseSubprotocol(new Set(request.body.protocols)) ?? '';
    const server = new ExchangeSocket(request.body, protocol, this.#timers);
    this.#served.add(request);
    let isCut = false;
    this.#accept({
      server,
      cut: () => {
        isCut = true;
        server.terminate();
        request.fail();
      },
    });
    server.start();
    void server.answer.then((answer) => {
      this.#served.delete(request);
      if (!isCut) this.#answers.push({ to: request, answer });
    });
  }
}

function take<Item>(from: Item[], count: number, backwards: boolean): Item[] {
  return backwards ? from.splice(-count).reverse() : from.splice(0, count);
}
