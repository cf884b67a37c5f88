import { once } from 'node:events';
import type { CustomerEvent, DeskEvent } from '@throughline/protocol';
import type WebSocket from 'ws';

type Event = CustomerEvent | DeskEvent;
/** Where both doors have an event of one type, tests read the customer's. */
type EventOf<Type extends Event['type']> = Type extends CustomerEvent['type']
  ? Extract<CustomerEvent, { type: Type }>
  : Extract<DeskEvent, { type: Type }>;

/** How long a test waits for one frame before it fails, in milliseconds. */
const PATIENCE_MS = 30_000;

/** One socket of a test: writes raw frames, keeps what comes, waits for what should come. */
export class Frames {
  readonly received: Event[] = [];
  readonly #waiting = new Set<() => void>();
  closed: { code: number; reason: string } | null = null;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data) => {
      this.received.push(JSON.parse(data.toString()) as Event);
      this.#wake();
    });
    socket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() };
      this.#wake();
    });
    socket.on('error', () => undefined);
  }

  static async open(socket: WebSocket): Promise<Frames> {
    const frames = new Frames(socket);
    await once(socket, 'open');
    return frames;
  }

  /** Opens and greets. */
  static async greet(
    socket: WebSocket,
    resume?: { conversationId: string; lastSeq: number },
  ): Promise<Frames> {
    const frames = await Frames.open(socket);
    frames.send({ type: 'hello', v: 1, ...(resume ? { resume } : {}) });
    await frames.next('welcome');
    return frames;
  }

  /** A frame, or any text as it is. */
  send(frame: object | string): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  /** The first event of this type that `accept` accepts, received already or to come. */
  async next<Type extends Event['type']>(
    type: Type,
    accept: (event: EventOf<Type>) => boolean = () => true,
  ): Promise<EventOf<Type>> {
    const find = () =>
      this.received.find(
        (event): event is EventOf<Type> => event.type === type && accept(event as EventOf<Type>),
      );
    return this.#until(find, `an event "${type}"`);
  }

  async closeCode(): Promise<number> {
    return (await this.#until(() => this.closed ?? undefined, 'a close')).code;
  }

  close(): void {
    this.socket.close();
  }

  async #until<Found>(find: () => Found | undefined, what: string): Promise<Found> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      const left = deadline - Date.now();
      if (left <= 0)
        throw new Error(
          `Waited in vain for ${what}; received: ${this.received.map((event) => (event.type === 'error' ? `${event.type} ${event.code} (${event.message})` : event.type))}`,
        );
      await new Promise<void>((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          this.#waiting.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, left);
        this.#waiting.add(wake);
      });
    }
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
  }
}

/** The status and error code with which an upgrade was refused. */
export async function refusedUpgrade(socket: WebSocket): Promise<{ status: number; code: string }> {
  socket.on('error', () => undefined);
  const [, response] = (await once(socket, 'unexpected-response')) as [
    unknown,
    import('node:http').IncomingMessage,
  ];
  let body = '';
  for await (const chunk of response) body += String(chunk);
  const { error } = JSON.parse(body) as { error: { code: string } };
  return { status: response.statusCode ?? 0, code: error.code };
}
