import type { Conversation, Interaction, RelayProgress, RelaySession } from '@throughline/core';
import { ConnectionLost } from './errors.js';
import type { RelayServices } from './options.js';
import { parseSessionState, type SessionState } from './session-state.js';

export type Follow = (interaction: Interaction) => Promise<void>;

/** What may become of an interaction; the rest stays. */
export type InteractionChange = Partial<
  Pick<Interaction, 'state' | 'queueId' | 'priority' | 'queuedAt' | 'agentId' | 'byBot' | 'assignedAt'>
>;

export const NOBODY = { agentId: null, byBot: false, assignedAt: null } satisfies InteractionChange;

type Options = Pick<RelayServices, 'store' | 'link' | 'nodeId' | 'clock'>;

/** One session as it is kept: in the store first, then here. */
export class SessionRecord {
  readonly conversation: Conversation;
  readonly #options: Options;
  readonly #follow: Follow;
  #session: RelaySession;
  #state: SessionState;
  #following: Promise<void> = Promise.resolve();

  private constructor(
    options: Options,
    follow: Follow,
    conversation: Conversation,
    session: RelaySession,
    state: SessionState,
  ) {
    this.#options = options;
    this.#follow = follow;
    this.conversation = conversation;
    this.#session = session;
    this.#state = state;
  }

  static async open(
    options: Options,
    follow: Follow,
    conversation: Conversation,
    session: RelaySession,
  ): Promise<SessionRecord> {
    const state = parseSessionState(await options.link.unseal(conversation, session.sealed));
    return new SessionRecord(options, follow, conversation, session, state);
  }

  get conversationId(): string {
    return this.conversation.id;
  }

  get session(): RelaySession {
    return this.#session;
  }

  get state(): SessionState {
    return this.#state;
  }

  get isClosed(): boolean {
    return this.#session.interaction.state === 'closed';
  }

  /** Reads again what is kept: others may have changed it, or a change of ours may have failed. */
  async reload(): Promise<void> {
    const session = await this.#options.store.get(this.conversationId);
    if (!session) return;
    this.#session = session;
    this.#state = parseSessionState(await this.#options.link.unseal(this.conversation, session.sealed));
  }

  /** @throws ConnectionLost when another node has the session by now */
  async save(progress: RelayProgress): Promise<void> {
    if (!(await this.#options.store.save(this.conversationId, this.#options.nodeId, progress))) {
      throw new ConnectionLost('Another node has this session.');
    }
    this.#session = { ...this.#session, ...progress };
  }

  async saveState(change: Partial<SessionState>, progress: RelayProgress = {}): Promise<void> {
    this.#state = { ...this.#state, ...change };
    const sealed = await this.#options.link.seal(this.conversation, JSON.stringify(this.#state));
    await this.save({ ...progress, sealed });
  }

  /** Changes an interaction that is not closed, and has the core follow it. */
  async change(change: InteractionChange): Promise<void> {
    await this.#alter(change);
    await this.followed();
  }

  /** Closes the interaction because the core says so: there is nothing for it to follow. */
  async closeForCore(): Promise<void> {
    await this.#alter({ state: 'closed', ...NOBODY });
    const { version } = this.#session.interaction;
    await this.#options.store.markFollowed(this.conversationId, version);
    this.#session = { ...this.#session, followedVersion: version };
  }

  async #alter(change: InteractionChange): Promise<void> {
    while (!this.isClosed) {
      const { interaction } = this.#session;
      const next = { ...interaction, ...change, version: interaction.version + 1 };
      if (await this.#options.store.change(next)) {
        this.#session = { ...this.#session, interaction: next };
        break;
      }
      await this.reload();
    }
  }

  /** Has the core follow what it has not followed yet; one version after the other. */
  async followed(): Promise<void> {
    const turn = this.#following.then(() => this.#followNext());
    this.#following = turn.catch(() => undefined);
    await turn;
  }

  async #followNext(): Promise<void> {
    const { interaction, followedVersion } = this.#session;
    if (followedVersion >= interaction.version) return;
    await this.#follow(interaction);
    await this.#options.store.markFollowed(this.conversationId, interaction.version);
    this.#session = { ...this.#session, followedVersion: interaction.version };
  }
}
