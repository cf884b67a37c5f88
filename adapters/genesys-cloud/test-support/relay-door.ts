import { EmbeddedContactCenter } from '@throughline/contact-center';
import { type BusMessage, createMemoryStore, MemoryBus, systemClock } from '@throughline/core';
import {
  createGenesysDoor,
  DEFAULT_DEPLOYMENT,
  type Deployment,
  type GenesysDoor,
  type GenesysDoorOptions,
} from '@throughline/genesys-door';
import type { StructuredMessage } from '@throughline/guest-api';
import { v7 as uuidv7 } from 'uuid';
import { freePort } from '../../../tools/test-setup/free-port.mjs';
import type { GuestCode } from '../src/guest/options.js';
import { typingOn } from './typing-on.js';

export const DEPLOYMENT_ID = '5e1f5e1f-0000-4000-8000-000000000001';
const QUEUE = 'service';
const SAM = { id: 'sam', displayName: 'Sam' };

interface PlatformConversation {
  readonly participants: readonly { readonly messages: readonly { readonly messageId: string }[] }[];
}

interface Parts {
  readonly contactCenter: EmbeddedContactCenter;
  readonly door: GenesysDoor;
  readonly bus: MemoryBus;
  readonly known: ReadonlySet<string>;
  readonly refused: { readonly count: number };
  readonly revoked: { readonly count: number };
  readonly sockets: ReadonlySet<unknown>;
  readonly host: string;
}

/** The other side: the Genesys-compatible door on a port of its own, with its limits on, and an agent behind it. */
export class RelayDoor {
  readonly #contactCenter: EmbeddedContactCenter;
  readonly #door: GenesysDoor;
  readonly #bus: MemoryBus;
  readonly #known: ReadonlySet<string>;
  readonly #refused: { readonly count: number };
  readonly #revoked: { readonly count: number };
  readonly #sockets: ReadonlySet<unknown>;
  readonly host: string;
  /** Conversation ids at the door that the agent has taken. */
  readonly #taken = new Set<string>();
  /** How many codes were asked for. */
  codes = 0;

  private constructor({ contactCenter, door, bus, known, refused, revoked, sockets, host }: Parts) {
    this.#contactCenter = contactCenter;
    this.#door = door;
    this.#bus = bus;
    this.#known = known;
    this.#refused = refused;
    this.#revoked = revoked;
    this.#sockets = sockets;
    this.host = host;
  }

  static async start(
    deployment: Partial<Deployment> = {},
    more: Partial<GenesysDoorOptions> = {},
    port?: number,
  ): Promise<RelayDoor> {
    const bus = new MemoryBus();
    const { interactions: store } = createMemoryStore(uuidv7);
    const contactCenter = new EmbeddedContactCenter({ store, bus, clock: systemClock, newId: uuidv7 });
    const agents = [SAM, { id: 'riley', displayName: 'Riley' }].map((agent) => ({
      ...agent,
      role: 'agent' as const,
      capacity: 10_000,
      queueIds: [QUEUE],
    }));
    await contactCenter.configure([{ id: QUEUE, displayName: 'Service' }], agents);
    const door = await createGenesysDoor({
      contactCenter,
      bus,
      clock: systemClock,
      mask: (text) => ({ text, maskedTypes: [] }),
      maskMessage: ({ text }) => ({ text, maskedTypes: [], redacted: [] }),
      newId: uuidv7,
      deployments: [{ ...DEFAULT_DEPLOYMENT, id: DEPLOYMENT_ID, queueId: QUEUE, ...deployment }],
      clients: [{ id: 'client', secret: 'secret' }],
      production: false,
      onFailure: () => undefined,
      ...more,
    });
    const known = new Set<string>();
    contactCenter.onChange(async (interaction) => {
      known.add(interaction.conversationId);
      await door.guests.follow(interaction);
    });
    const refused = { count: 0 };
    const sockets = new Set<unknown>();
    door.app.server.prependListener('upgrade', (_request, socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      const end = socket.end.bind(socket) as (...written: unknown[]) => typeof socket;
      // Only refusals of the handshake are written in one go with the end.
      socket.end = ((...written: unknown[]) => {
        if (String(written[0]).startsWith('HTTP/1.1 429')) refused.count += 1;
        return end(...written);
      }) as typeof socket.end;
    });
    const revoked = { count: 0 };
    door.app.server.on('request', ({ method, url }, response) => {
      response.on('finish', () => {
        const isRevocation = method === 'DELETE' && url?.endsWith('/token/revoke');
        if (isRevocation && response.statusCode === 204) revoked.count += 1;
      });
    });
    // Where it is found again when it starts anew.
    const bound = port ?? (await freePort());
    await door.app.listen({ host: '127.0.0.1', port: bound });
    await contactCenter.setPresence(SAM.id, true);
    const host = `127.0.0.1:${bound}`;
    return new RelayDoor({ contactCenter, door, bus, known, refused, revoked, sockets, host });
  }

  get endpoint() {
    return {
      socketUrl: `ws://${this.host}/v1`,
      apiUrl: `http://${this.host}`,
      deploymentId: DEPLOYMENT_ID,
      origin: null,
      autoStart: false,
    };
  }

  /** Handshakes that were refused because there were too many. */
  get refusals(): number {
    return this.#refused.count;
  }

  /** Sign-ins of guests that were revoked. */
  get revocations(): number {
    return this.#revoked.count;
  }

  /** Guests that are connected now. */
  get connected(): number {
    return this.#sockets.size;
  }

  /** Every conversation that there ever was, oldest first. */
  get conversations(): readonly string[] {
    return [...this.#known];
  }

  /** Sam takes what is offered. The ids of what Sam has by now, oldest first. */
  async accept(): Promise<readonly string[]> {
    await this.#contactCenter.tick();
    for (const { id, state } of (await this.#contactCenter.work(SAM.id))?.own ?? []) {
      if (state === 'offered') await this.#contactCenter.accept(id, SAM.id);
    }
    for (const { conversationId } of (await this.#contactCenter.work(SAM.id))?.own ?? []) {
      this.#taken.add(conversationId);
    }
    return [...this.#taken];
  }

  /** What a conversation has, as the agent reads it: `customer: Hello`, `agent: Hi`. */
  async transcript(conversationId: string): Promise<readonly string[]> {
    const entries = await this.#door.guests.read(conversationId, 0, 1_000);
    return entries
      .filter(({ kind }) => kind === 'message')
      .map(({ party, body }) => `${party.role}: ${body.text}`);
  }

  /** Messages of a conversation as the Platform API gives them, oldest first. */
  async messages(conversationId: string): Promise<readonly StructuredMessage[]> {
    const headers = await this.#bearer();
    const url = `/api/v2/conversations/messages/${conversationId}`;
    const { participants } = (await this.#door.app.inject({ url, headers })).json() as PlatformConversation;
    const ids = participants.flatMap(({ messages }) => messages.map(({ messageId }) => messageId));
    const bodies = ids.map(async (id) => {
      const answer = await this.#door.app.inject({ url: `${url}/messages/${id}`, headers });
      return (answer.json() as { normalizedMessage: StructuredMessage }).normalizedMessage;
    });
    return Promise.all(bodies);
  }

  /** Participant data of the customer, as flows and scripts read it. */
  async attributes(conversationId: string): Promise<Readonly<Record<string, string>>> {
    const headers = await this.#bearer();
    const url = `/api/v2/conversations/${conversationId}`;
    const { participants } = (await this.#door.app.inject({ url, headers })).json() as {
      readonly participants: readonly {
        readonly purpose: string;
        readonly attributes: Readonly<Record<string, string>>;
      }[];
    };
    return participants.find(({ purpose }) => purpose === 'customer')?.attributes ?? {};
  }

  async say(conversationId: string, text: string): Promise<void> {
    await this.#door.guests.send({ conversationId, id: uuidv7(), agent: SAM, text });
  }

  async end(conversationId: string): Promise<void> {
    await this.#contactCenter.close(conversationId, new Date());
    await this.#door.guests.end(conversationId, SAM);
  }

  async isLive(conversationId: string): Promise<boolean> {
    return (await this.#door.guests.get(conversationId))?.endedAt === null;
  }

  /** The agent begins to type. */
  types(conversationId: string): void {
    this.#bus.publish({ kind: 'typing', conversationId, role: 'agent', on: true });
  }

  typing(): readonly Extract<BusMessage, { kind: 'typing' }>[] {
    return typingOn(this.#bus);
  }

  /** Has a fault strike, as `throughline emulator fault` does. */
  async fault(fault: object): Promise<void> {
    await this.#post('/emulator/v1/faults', fault);
  }

  /** A message of a program or with rich content. */
  async push(conversationId: string, message: object): Promise<void> {
    await this.#post(`/emulator/v1/conversations/${conversationId}/messages`, message);
  }

  /** A made-up code of an identity provider for this person. */
  async code(sub: string): Promise<GuestCode> {
    this.codes += 1;
    const { code } = await this.#post('/emulator/v1/authorization-codes', { sub, nonce: 'n' });
    return {
      code,
      redirectUri: 'https://x.example',
      codeVerifier: 'v',
      nonce: 'n',
      issuer: 'https://i.example',
      vouchedBy: `session of ${sub}`,
    };
  }

  async stop(): Promise<void> {
    await this.#door.close();
  }

  async #bearer(): Promise<{ authorization: string }> {
    const signedIn = await this.#door.app.inject({
      method: 'POST',
      url: '/oauth/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'grant_type=client_credentials&client_id=client&client_secret=secret',
    });
    return { authorization: `Bearer ${signedIn.json().access_token}` };
  }

  async #post(url: string, payload: object): Promise<{ code: string }> {
    const headers = await this.#bearer();
    const answer = await this.#door.app.inject({ method: 'POST', url, payload, headers });
    if (answer.statusCode >= 300) throw new Error(`The door answered ${answer.statusCode}: ${answer.body}`);
    return answer.body === '' ? { code: '' } : answer.json();
  }
}
