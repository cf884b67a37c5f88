import type { Deployment } from '../options.js';
import { broadcast } from './broadcast.js';
import type { ConversationBook } from './conversation-book.js';
import type { GuestDependencies } from './dependencies.js';
import type { GuestIdentity, GuestSession } from './model.js';

/** Sessions by the token of their guest, in the memory of this process. */
export class GuestSessions {
  readonly #dependencies: GuestDependencies;
  readonly #conversations: ConversationBook;
  readonly #sessions = new Map<string, GuestSession>();
  readonly #expired = new Set<string>();

  constructor(dependencies: GuestDependencies, conversations: ConversationBook) {
    this.#dependencies = dependencies;
    this.#conversations = conversations;
  }

  /** Live ones only; one whose time is over expires here. */
  get(token: string): GuestSession | null {
    const session = this.#sessions.get(token);
    if (!session) return null;
    if (session.expiresAt > this.#now()) return session;
    void this.expire(session);
    return null;
  }

  hasExpired(token: string): boolean {
    return this.#expired.has(token);
  }

  all(): readonly GuestSession[] {
    return [...this.#sessions.values()];
  }

  /** Sessions in which this user of a deployment is signed in. */
  ofUser(deploymentId: string, sub: string): readonly GuestSession[] {
    return this.all().filter(
      ({ identity, deployment }) => identity?.sub === sub && deployment.id === deploymentId,
    );
  }

  start(deployment: Deployment, token: string, identity: GuestIdentity | null): GuestSession {
    const session: GuestSession = {
      token,
      id: this.#dependencies.newId(),
      deployment,
      identity,
      signedOut: false,
      peers: [],
      readOnly: false,
      expiresAt: 0,
      conversation: null,
      history: [],
    };
    this.#sessions.delete(token);
    this.#sessions.set(token, session);
    this.#expired.delete(token);
    this.touch(session);
    this.#makeRoom();
    return session;
  }

  /** The idle time starts again. */
  touch(session: GuestSession): void {
    session.expiresAt = this.#now() + this.#dependencies.limits.sessionSeconds * 1000;
  }

  /** Out of reach; a live conversation ends. Peers are the caller's. */
  async forget(session: GuestSession): Promise<void> {
    if (this.#sessions.get(session.token) === session) this.#sessions.delete(session.token);
    if (session.conversation) await this.#conversations.finish(session.conversation, 'client', null);
  }

  async expire(session: GuestSession): Promise<void> {
    this.#expired.add(session.token);
    if (this.#expired.size > this.#dependencies.limits.sessions) {
      this.#expired.delete(this.#expired.values().next().value ?? '');
    }
    broadcast(session, { type: 'response', class: 'SessionExpiredEvent', code: 200, body: {} });
    session.peers = [];
    await this.forget(session);
  }

  async expireDue(): Promise<void> {
    const now = this.#now();
    for (const session of this.all()) if (session.expiresAt <= now) await this.expire(session);
  }

  #makeRoom(): void {
    if (this.#sessions.size <= this.#dependencies.limits.sessions) return;
    const oldest = this.all().toSorted((a, b) => a.expiresAt - b.expiresAt)[0];
    if (oldest) void this.expire(oldest);
  }

  #now(): number {
    return this.#dependencies.clock.now().getTime();
  }
}
