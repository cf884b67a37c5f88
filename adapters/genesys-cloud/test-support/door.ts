import { randomUUID } from 'node:crypto';
import { EmbeddedContactCenter } from '@throughline/contact-center';
import { type Clock, createMemoryStore, MemoryBus } from '@throughline/core';
import {
  createGenesysDoor,
  DEFAULT_DEPLOYMENT,
  type Deployment,
  type DoorLimits,
  type GenesysDoor,
  type GenesysDoorOptions,
} from '@throughline/genesys-door';

export const DEPLOYMENT_ID = '9d3c1b52-0000-4000-8000-000000000001';
export const OAUTH_CLIENT = { clientId: 'client', clientSecret: 'secret' };
export const QUEUE = { id: 'Standard_Queue_Router', displayName: 'Standard' };
export const AGENT = {
  id: 'sam',
  displayName: 'Sam',
  role: 'agent' as const,
  capacity: 3,
  queueIds: [QUEUE.id],
};

export interface TestDoorSettings extends Pick<GenesysDoorOptions, 'identityProvider'> {
  readonly clients: GenesysDoorOptions['clients'];
  readonly deployment: Partial<Deployment>;
  /** None when absent. */
  readonly messageFlow: string | null;
}

/** Our Genesys-compatible door on loopback, with its contact center, on the given clock. */
export class TestDoor {
  private constructor(
    readonly url: string,
    readonly door: GenesysDoor,
    readonly contactCenter: EmbeddedContactCenter,
  ) {}

  static async start(
    clock: Clock,
    limits: Partial<DoorLimits> = {},
    { deployment, messageFlow = null, ...more }: Partial<TestDoorSettings> = {},
  ): Promise<TestDoor> {
    const bus = new MemoryBus();
    const { interactions: store } = createMemoryStore(randomUUID);
    const contactCenter = new EmbeddedContactCenter({ store, bus, clock, newId: randomUUID });
    await contactCenter.configure([QUEUE], [AGENT]);
    const door = await createGenesysDoor({
      contactCenter,
      bus,
      clock,
      mask: (text) => ({ text, maskedTypes: [] }),
      maskMessage: ({ text }) => ({ text, maskedTypes: [], redacted: [] }),
      newId: randomUUID,
      deployments: [{ ...DEFAULT_DEPLOYMENT, id: DEPLOYMENT_ID, queueId: QUEUE.id, ...deployment }],
      clients: [{ id: OAUTH_CLIENT.clientId, secret: OAUTH_CLIENT.clientSecret }],
      ...(messageFlow === null ? {} : { messageFlow }),
      ...more,
      limits,
      production: false,
      onFailure: (error) => {
        throw error;
      },
    });
    contactCenter.onChange(async (interaction) => {
      await door.guests.follow(interaction);
    });
    await door.app.listen({ host: '127.0.0.1', port: 0 });
    const address = door.app.server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    return new TestDoor(`http://127.0.0.1:${port}`, door, contactCenter);
  }

  /** Requests of this client, as the door's own helpers want them. */
  async call(method: string, path: string, body?: object): Promise<Response> {
    const { clientId, clientSecret } = OAUTH_CLIENT;
    const login = await fetch(`${this.url}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
      }),
    });
    const { access_token: token } = (await login.json()) as { access_token: string };
    return fetch(`${this.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  }

  /** Somebody waits in the queue. */
  async ask(conversationId: string): Promise<void> {
    await this.contactCenter.request({
      conversationId,
      queueId: QUEUE.id,
      priority: 0,
      at: new Date(0),
      preferredAgentId: null,
    });
  }

  async fault(fault: object): Promise<void> {
    await this.call('POST', '/emulator/v1/faults', fault);
  }

  async stop(): Promise<void> {
    await this.door.close();
    await this.contactCenter.idle();
  }
}
