import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { BODY_SCHEMAS, RESPONSE_CLASSES, type ResponseClass } from '@throughline/guest-api';
import WebSocket from 'ws';
import { Frames } from './frames.js';
import { signInAgent } from './http-browser.js';
import { differencesFromSdk } from './sdk-operations.js';

const { env } = process;
/** The suite runs against a door that somebody else started. */
export const IS_ELSEWHERE = Boolean(env.THROUGHLINE_DOOR_URL);
export const DEPLOYMENT = env.THROUGHLINE_DOOR_DEPLOYMENT || '5e1f5e1f-0000-4000-8000-000000000001';
/** Id and secret, with a colon between. */
export const CLIENT = env.THROUGHLINE_DOOR_CLIENT || 'demo-client:demo-secret';
export const CLI = fileURLToPath(new URL('../../packages/cli/bin/throughline.js', import.meta.url));
const PATIENCE_MS = 30_000;

/** The door under test: a fresh emulator, or the one at `THROUGHLINE_DOOR_URL`. */
export class Door {
  readonly #child: ChildProcess | null;

  private constructor(
    readonly url: string,
    readonly deskUrl: string | null,
    child: ChildProcess | null,
  ) {
    this.#child = child;
  }

  static async start(...parameters: string[]): Promise<Door> {
    const { THROUGHLINE_DOOR_URL: url, THROUGHLINE_DOOR_DESK_URL: deskUrl } = env;
    if (url && parameters.length === 0) return new Door(url, deskUrl ?? null, null);
    return Door.startWith({}, ...parameters);
  }

  /** A fresh emulator with further variables in its environment. */
  static async startWith(environment: Record<string, string>, ...parameters: string[]): Promise<Door> {
    const child = spawn(process.execPath, [CLI, 'emulator', '--port', '0', ...parameters], {
      env: { PATH: process.env.PATH ?? '', ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: child.stdout });
    const [line] = (await Promise.race([
      once(lines, 'line'),
      once(child, 'exit').then(([code]) => {
        throw new Error(`The emulator ended with ${code}.`);
      }),
    ])) as [string];
    const ready = JSON.parse(line) as { event: string; genesys: string; agent: string };
    return new Door(ready.genesys, ready.agent, child);
  }

  /** Ends the emulator as Ctrl-C does; its exit code. Null for a door that was not started here. */
  async stop(): Promise<number | null> {
    if (!this.#child) return null;
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGINT');
    const [code] = (await exited) as [number | null];
    return code;
  }

  socketUrl(query = `deploymentId=${DEPLOYMENT}`): string {
    return `${this.url.replace(/^http/, 'ws')}/v1?${query}`;
  }

  /** A guest with a configured session. */
  async guest(more: { token?: string; startNew?: boolean } = {}): Promise<Guest> {
    const guest = await this.connect(more.token);
    await guest.configure(more.startNew === undefined ? {} : { startNew: more.startNew });
    return guest;
  }

  /** An open connection that has configured nothing. */
  async connect(token: string = randomUUID(), options?: WebSocket.ClientOptions): Promise<Guest> {
    const socket = new WebSocket(this.socketUrl(), options);
    const guest = new Guest(socket, token);
    await once(socket, 'open');
    return guest;
  }

  /** HTTP status with which a handshake is refused. */
  async refusedStatus(query: string, options?: WebSocket.ClientOptions): Promise<number | undefined> {
    const socket = new WebSocket(this.socketUrl(query), options);
    socket.on('error', () => undefined);
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode?: number }];
    socket.terminate();
    return response.statusCode;
  }

  platform(): Promise<Platform> {
    return Platform.signedIn(this.url);
  }

  /** An agent at the desk, available. */
  async agent(id = 'sam'): Promise<Agent> {
    const browser = await signInAgent(this.deskUrl ?? '', id);
    const socket = browser.socket('/api/v1/socket');
    return new Agent(await Frames.greet(socket));
  }
}

/** One frame from the door. */
export interface Frame {
  readonly type: 'response' | 'message';
  readonly class: ResponseClass;
  readonly code: number;
  // Tests read what they expect; every body is checked against its schema on arrival.
  // biome-ignore lint/suspicious/noExplicitAny: each test knows its shape
  readonly body: any;
  readonly tracingId?: string;
}

/** A raw client of the Guest API, written from its public description. */
export class Guest {
  readonly received: Frame[] = [];
  /** Frames that do not fit the documented schemas. */
  readonly misfits: string[] = [];
  closed = false;
  readonly #waiting = new Set<() => void>();

  constructor(
    readonly socket: WebSocket,
    readonly token: string,
  ) {
    socket.on('message', (data) => this.#receive(data.toString()));
    socket.on('close', () => {
      this.closed = true;
      for (const wake of this.#waiting) wake();
    });
    socket.on('error', () => undefined);
  }

  /** Sends any text or object as it is. */
  send(frame: object | string): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  /** Sends a request with this guest's token and a `tracingId`; the frame that carries the same one. */
  async request(action: string, more: object = {}): Promise<Frame> {
    const tracingId = randomUUID();
    this.send({ action, token: this.token, tracingId, ...more });
    return this.next((frame) => frame.tracingId === tracingId);
  }

  configure(more: object = {}): Promise<Frame> {
    return this.request('configureSession', { deploymentId: DEPLOYMENT, ...more });
  }

  say(text: string, more: object = {}): Promise<Frame> {
    return this.request('onMessage', { message: { type: 'Text', text, ...more } });
  }

  /** The first frame that fits, received already or to come. */
  async next(fits: (frame: Frame) => boolean): Promise<Frame> {
    return this.#until(
      () => this.received.find(fits),
      `a frame; received ${this.received.map((frame) => `${frame.class} ${frame.code}`)}`,
    );
  }

  of(name: ResponseClass): Promise<Frame> {
    return this.next((frame) => frame.class === name);
  }

  outbound(): Promise<Frame> {
    return this.next((frame) => frame.body?.direction === 'Outbound' && frame.body.type !== 'Event');
  }

  event(eventType: string, type: string): Promise<Frame> {
    return this.next((frame) =>
      frame.body?.events?.some(
        (event: Record<string, { type?: string } | string>) =>
          event.eventType === eventType &&
          (event[eventType.toLowerCase()] as { type?: string } | undefined)?.type === type,
      ),
    );
  }

  async hasClosed(): Promise<void> {
    await this.#until(() => this.closed || undefined, 'the close');
  }

  close(): void {
    this.socket.close();
  }

  #receive(text: string): void {
    try {
      const frame = JSON.parse(text) as Frame;
      const isKnown = RESPONSE_CLASSES.includes(frame.class) && ['response', 'message'].includes(frame.type);
      const fits = isKnown && BODY_SCHEMAS[frame.class].safeParse(frame.body).success;
      if (!fits) this.misfits.push(text);
      this.received.push(frame);
    } catch {
      this.misfits.push(text);
    }
    for (const wake of this.#waiting) wake();
  }

  async #until<Found>(find: () => Found | undefined, what: string): Promise<Found> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`Waited in vain for ${what}.`);
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
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: each test knows its shape
  readonly body: any;
}

/** The Platform API with a client's token. */
export class Platform {
  constructor(
    readonly url: string,
    readonly token: string,
  ) {}

  /** As the client that every door of a test has. */
  static async signedIn(url: string): Promise<Platform> {
    const answer = await fetch(`${url}/oauth/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(CLIENT)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    return new Platform(url, ((await answer.json()) as { access_token: string }).access_token);
  }

  get(path: string): Promise<Answer> {
    return this.call('GET', path);
  }

  async call(method: string, path: string, body?: unknown): Promise<Answer> {
    return call(this.url, method, path, { authorization: `Bearer ${this.token}` }, body);
  }

  fault(fault: object): Promise<Answer> {
    return this.call('POST', '/emulator/v1/faults', fault);
  }

  /** The id of a guest's conversation. */
  async conversationOf(guest: Guest): Promise<string> {
    const { body } = await this.get(`/emulator/v1/sessions/${guest.token}`);
    return body.conversationId as string;
  }

  /** A JWT and refresh token of a made-up user. */
  async signIn(sub: string): Promise<{ readonly jwt: string; readonly refreshToken: string }> {
    const { body } = await this.call('POST', '/emulator/v1/authorization-codes', {
      sub,
      givenName: 'Ann',
      familyName: 'Bell',
    });
    return (await exchange(this.url, body.code)).body;
  }
}

export function exchange(url: string, code: string): Promise<Answer> {
  return call(
    url,
    'POST',
    '/api/v2/webdeployments/token/oauthcodegrantjwtexchange',
    {},
    {
      deploymentId: DEPLOYMENT,
      oauth: { code, redirectUri: 'https://shop.example/cb' },
    },
  );
}

/** One request. Every answer of the Platform API is checked against the models of the vendor's SDK. */
export async function call(
  url: string,
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: unknown,
): Promise<Answer> {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const { status } = answer;
  const parsed = text === '' ? undefined : JSON.parse(text);
  const misfits = differencesFromSdk(method, path, { status, body: parsed });
  if (misfits.length > 0) throw new Error(`${method} ${path} answered ${status}: ${misfits.join('; ')}`);
  return { status, headers: answer.headers, body: parsed };
}

/** An agent at the desk, on the desk's wire. */
export class Agent {
  constructor(readonly frames: Frames) {}

  async available(available = true): Promise<this> {
    const ref = randomUUID();
    this.frames.send({ type: 'presence', ref, available });
    await this.frames.next('done', (done) => done.ref === ref);
    return this;
  }

  /** Accepts the offer of this conversation. */
  async accept(conversationId: string): Promise<void> {
    const { offers } = await this.frames.next('desk', (desk) =>
      desk.offers.some((offer) => offer.conversationId === conversationId),
    );
    const offer = offers.find((one) => one.conversationId === conversationId);
    this.frames.send({ type: 'accept', ref: randomUUID(), interactionId: offer?.interactionId ?? '' });
    await this.frames.next('desk', (desk) =>
      desk.conversations.some((conversation) => conversation.conversationId === conversationId),
    );
  }

  async say(conversationId: string, text: string): Promise<void> {
    const id = randomUUID();
    this.frames.send({ type: 'send', id, conversationId, text });
    await this.frames.next('ack', (ack) => ack.id === id);
  }

  async end(conversationId: string): Promise<void> {
    const ref = randomUUID();
    this.frames.send({ type: 'end', ref, conversationId });
    await this.frames.next('done', (done) => done.ref === ref);
  }

  close(): void {
    this.frames.close();
  }
}
