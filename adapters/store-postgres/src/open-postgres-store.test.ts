import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Store } from '@throughline/core';
import {
  aContextItem,
  aConversation,
  aDecision,
  anAuditEntry,
  anId,
  aSession,
  aSignIn,
  aUsedToken,
} from '@throughline/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NEEDS_SERVER, TEST_DATABASE_URL, TemporarySchema } from '../test-support/temporary-schema.js';
import { StoreOpenError, StoreStatementError } from './errors.js';
import { openPostgresStore } from './open-postgres-store.js';

const UNAVAILABLE = { name: 'CoreError', code: 'unavailable' };

describe('openPostgresStore', () => {
  it('[STORE-23] says why it cannot open, without the password', async () => {
    const opening = openPostgresStore({ url: 'postgres://user:s3cret@127.0.0.1:1/throughline' });

    const error = await opening.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StoreOpenError);
    expect(String(error)).toContain('127.0.0.1:1');
    expect(String(error)).not.toContain('s3cret');
  });
});

describe.skipIf(!TEST_DATABASE_URL)(`on a PostgreSQL server (${NEEDS_SERVER})`, () => {
  let schema: TemporarySchema;
  let store: Store;
  beforeAll(async () => {
    schema = new TemporarySchema('server');
    const options = { url: schema.url, schema: schema.name };
    const stores = await Promise.all(Array.from({ length: 4 }, () => openPostgresStore(options)));
    await Promise.all(stores.slice(1).map((other) => other.close()));
    store = stores[0] as Store;
  });
  afterAll(async () => {
    await store.close();
    await schema.drop();
  });
  const newCustomer = () =>
    store.sessions.customerId({ issuer: 'https://portal.example', externalId: anId() });

  it('[STORE-23] applies each migration once when many nodes start together', async () => {
    const applied = await schema.query<{ name: string }>('select name from kysely_migration order by name');

    const numbers = applied.map(({ name }) => name.slice(0, 4));
    expect(numbers.slice(0, 5)).toEqual(['0001', '0002', '0003', '0004', '0005']);
    expect(new Set(numbers).size).toBe(numbers.length);
    await expect(store.ping()).resolves.toBeUndefined();
    expect(store.description).toMatch(/^PostgreSQL \d+/);
  });

  it('[STORE-37] opens on a schema that a newer build has brought further', async () => {
    await schema.query(
      `insert into kysely_migration (name, timestamp) values ('9000-of-a-newer-build', '2999-01-01T00:00:00.000Z')`,
    );
    const again = await openPostgresStore({ url: schema.url, schema: schema.name });
    await expect(again.ping()).resolves.toBeUndefined();
    await again.close();
    await schema.query(`delete from kysely_migration where name = '9000-of-a-newer-build'`);
  });

  it('[STORE-24] writes the audit entry with its action, and none without', async () => {
    const actor = { kind: 'customer', id: anId() } as const;
    const audit = anAuditEntry({ actor, action: 'session.started', details: { attempt: 1 } });
    const token = aUsedToken();
    const session = aSession(await newCustomer());
    await store.sessions.signIn(aSignIn(session, { token, audit }), 0);
    await store.sessions.signIn(aSignIn(aSession(session.customerId), { token, audit }), 0);
    await store.sessions.end(session.id, session.customerId, { ...audit, action: 'session.ended' });
    await store.sessions.end(session.id, session.customerId, { ...audit, action: 'session.ended' });

    const entries = await schema.query(
      'select at, action, actor_kind, conversation_id, details from audit_entry where actor_id = $1 order by id',
      [actor.id],
    );
    const common = { at: audit.at, actor_kind: 'customer', conversation_id: null, details: { attempt: 1 } };
    expect(entries).toEqual([
      { ...common, action: 'session.started' },
      { ...common, action: 'session.ended' },
    ]);
  });

  it('[STORE-1] leaves nothing behind when a part of an operation is refused', async () => {
    const [first, second] = [aConversation(await newCustomer()), aConversation(await newCustomer())];
    const decision = aDecision(first.id);
    await store.conversations.open(first, aContextItem(), decision, anAuditEntry());

    const opening = store.conversations.open(
      second,
      aContextItem(),
      aDecision(second.id, { id: decision.id }),
      anAuditEntry({ conversationId: second.id }),
    );

    await expect(opening).rejects.toBeInstanceOf(StoreStatementError);
    expect(await store.conversations.get(second.id)).toBeNull();
    expect(await schema.query('select id from audit_entry where conversation_id = $1', [second.id])).toEqual(
      [],
    );
  });

  it('[STORE-25] refuses a statement with codes only, never with what was in it', async () => {
    const conversation = aConversation('a customer that nobody knows');

    const error: unknown = await store.conversations
      .open(conversation, aContextItem(), aDecision(conversation.id), anAuditEntry())
      .catch((reason: unknown) => reason);

    expect(error).toMatchObject({ name: 'StoreStatementError', sqlState: '23503' });
    expect(JSON.stringify(error) + String(error)).not.toContain('nobody knows');
  });

  it('[STORE-26] goes on after the server has closed its connections', async () => {
    const url = new URL(schema.url);
    url.searchParams.set('application_name', schema.name);
    const own = await openPostgresStore({ url: url.href, schema: schema.name });
    await Promise.all(Array.from({ length: 4 }, () => own.ping()));

    const closed = await schema.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1',
      [schema.name],
    );

    expect(closed.length).toBeGreaterThan(0);
    const state = () =>
      own.ping().then(
        () => 'up',
        () => 'down',
      );
    await expect.poll(state).toBe('up');
    await own.close();
  });

  it('[STORE-26] rejects as unavailable while the server is away, and recovers by itself', async () => {
    const relay = new Relay(schema.url);
    await relay.start();
    const distant = await openPostgresStore({ url: relay.url, schema: schema.name });
    await distant.ping();

    await relay.stop();
    await expect(distant.ping()).rejects.toMatchObject(UNAVAILABLE);
    await expect(distant.sessions.signIn(aSignIn(aSession(anId())), 0)).rejects.toMatchObject(UNAVAILABLE);

    await relay.start();
    await expect(distant.ping()).resolves.toBeUndefined();
    await distant.close();
    await expect(distant.ping()).rejects.toMatchObject(UNAVAILABLE);
    await relay.stop();
  });
});

/** Stands between store and server, and can go away. */
class Relay {
  readonly #target: URL;
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;
  #port = 0;

  constructor(target: string) {
    this.#target = new URL(target);
  }

  get url(): string {
    const url = new URL(this.#target);
    url.hostname = '127.0.0.1';
    url.port = String(this.#port);
    return url.href;
  }

  async start(): Promise<void> {
    this.#server = createServer((near) => {
      const far = connect(Number(this.#target.port), this.#target.hostname);
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket.on('error', () => {});
        socket.on('close', () => this.#sockets.delete(socket));
      }
      near.pipe(far).pipe(near);
    }).listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as { port: number }).port;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}
