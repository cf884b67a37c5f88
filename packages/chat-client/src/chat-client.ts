import {
  type AvailabilityView,
  type CallbackView,
  CLOSE,
  type ConversationView,
  type CustomerCommand,
  type CustomerEvent,
  type ErrorEvent,
  type EscalationContext,
  type FileRules,
  type HelloCommand,
  type NewContent,
  PROTOCOL_VERSION,
  type SessionTerms,
  type WelcomeEvent,
} from '@throughline/protocol';
import type { ChatSnapshot } from './chat-snapshot.js';
import type { ChatClient } from './client-interface.js';
import { type CustomerClientOptions, requireText, toEnvironment } from './client-options.js';
import { Connection } from './connection.js';
import type { CustomerCommands } from './customer-commands.js';
import { Alarm, type Environment } from './environment.js';
import type { Keepsake } from './keepsake.js';
import { hasKept, type Kept } from './kept.js';
import type { LaterParts } from './later-parts.js';
import { LiveSnapshot } from './live-snapshot.js';
import { LocalConversation } from './local-conversation.js';
import { Outbox } from './outbox.js';
import type { Renewal } from './renewal.js';
import type { Tabs } from './tabs.js';

/**
 * The headless client of one customer in one tab, before it has what it can begin without: see `complete`. It does nothing
 * until `start`.
 */
export function createFirstChatClient(options: CustomerClientOptions): ChatClient {
  return new CustomerClient(options);
}

/** How long what the page before has left may hold up what is new, in milliseconds. */
const LOCK_MS = 5_000;

const HAS_ENDED: ErrorEvent = { type: 'error', code: 'conversation_ended', message: '', retryable: false };

class CustomerClient implements ChatClient {
  declare readonly choose: ChatClient['choose'];
  declare readonly cancelCallback: ChatClient['cancelCallback'];
  declare readonly withhold: ChatClient['withhold'];
  declare readonly end: ChatClient['end'];
  readonly #options: CustomerClientOptions;
  readonly #environment: Environment;
  readonly #connection: Connection<CustomerCommand, CustomerEvent>;
  readonly #live: LiveSnapshot<ChatSnapshot>;
  #keepsake: Keepsake | null = null;
  /** While it is set, what the page before has left is still to be read: that goes out before anything new. */
  readonly #lock: Alarm;
  #outbox: Outbox;
  #parts: LaterParts | null = null;
  #renewal: Renewal | null = null;
  #commands: CustomerCommands | null = null;
  #session: SessionTerms | null = null;
  /** When the portal last vouched for the customer, in ms since the epoch. */
  #vouchedAt = 0;
  #customer: ChatSnapshot['customer'] = null;
  #view: ConversationView | null = null;
  #local: LocalConversation | null = null;
  #draft = '';
  #context: EscalationContext = {};
  /** The live conversation has not been told the context yet. */
  #contextIsNew = false;
  /** The `open` that is not answered yet. */
  #openRef: string | null = null;
  #savingPaused = false;
  #callback: CallbackView | null = null;
  #availability: AvailabilityView | null = null;
  #files: FileRules | null = null;
  #survey: true | undefined;

  constructor(options: CustomerClientOptions) {
    this.#options = options;
    this.#environment = toEnvironment(options);
    this.#live = new LiveSnapshot(() => this.#toSnapshot());
    this.#lock = new Alarm(this.#environment);
    this.#outbox = this.#createOutbox();
    const connect = () => options.connect();
    this.#connection = new Connection({ connect, signIn: () => this.#signIn() }, this.#environment, {
      hello: () => this.#hello(),
      onEvent: (event) => this.#onEvent(event),
      onLost: () => this.#onLost(),
      onStateChange: this.#live.changed,
    });
  }

  complete(parts: LaterParts, tabs?: Tabs): void {
    if (this.#parts) return;
    this.#parts = parts;
    this.#commands = new parts.CustomerCommands(
      this.#environment,
      (command) => this.#connection.send(command),
      () => this.snapshot,
    );
    const { choose, cancelCallback, withhold, end } = this.#commands;
    Object.assign(this, { choose, cancelCallback, withhold, end });
    this.#renewal = new parts.Renewal(
      this.#environment,
      this.#options.signIn,
      tabs,
      {
        onSignedOut: (error) => this.#connection.dispatch({ kind: 'sign-in-failed', error }),
        onSignedInElsewhere: () => this.#onSignedInElsewhere(),
      },
      this.#vouchedAt,
    );
    this.#local?.complete(parts.Signals);
    this.#keepsake = new parts.Keepsake(this.#options.storage ?? null);
    if (!this.#session) return;
    if (this.#connection.isReady) this.#renewal.start(this.#session.lifetimeMs);
    this.#remember(this.#session);
  }

  get snapshot(): ChatSnapshot {
    return this.#live.current;
  }

  subscribe(listener: () => void): () => void {
    return this.#live.subscribe(listener);
  }

  start(): void {
    this.#connection.dispatch({ kind: 'start' });
  }

  stop(): void {
    this.#connection.dispatch({ kind: 'stop' });
  }

  wake(silentMs?: number): void {
    this.#connection.wake(silentMs);
    this.#renewal?.wake();
  }

  setContext(context: EscalationContext): void {
    this.#context = context;
    this.#contextIsNew = true;
    this.#sendDue();
  }

  setDraft(text: string): void {
    this.#draft = text;
    this.#live.forget();
    this.#keep();
  }

  send(text: string, content?: NewContent): string {
    requireText(text, content);
    // What it answers is known by its place in this conversation.
    const id = this.#outbox.add(text, content, content?.kind === 'answer' ? this.#liveId : null);
    this.#local?.signals?.ownTyping.stop();
    this.#sendDue();
    return id;
  }

  retry(id: string): void {
    this.#outbox.retry(id);
    this.#sendDue();
  }

  discard(id: string): void {
    this.#outbox.discard(id);
  }

  typing(): void {
    if (this.#liveId !== null && this.#connection.isReady) this.#local?.signals?.ownTyping.keystroke();
  }

  markRead(seq: number): void {
    this.#local?.markRead(seq);
  }

  async #signIn(): Promise<unknown> {
    if (this.#renewal) return this.#renewal.signIn();
    const lifetimeMs = await this.#options.signIn();
    this.#vouchedAt = this.#environment.now();
    return lifetimeMs;
  }

  get #liveId(): string | null {
    return this.#view && this.#view.state !== 'ended' ? this.#view.id : null;
  }

  #hello(): HelloCommand {
    const hello = { type: 'hello', v: PROTOCOL_VERSION } as const;
    if (!this.#local) return hello;
    return { ...hello, resume: { conversationId: this.#local.id, lastSeq: this.#local.lastSeq } };
  }

  #onEvent(event: CustomerEvent): void {
    switch (event.type) {
      case 'welcome':
        this.#onWelcome(event);
        return;
      case 'opened':
        if (event.ref === this.#openRef) this.#openRef = null;
        this.#savingPaused = false;
        this.#show(event.conversation, 'soon');
        this.#sendDue();
        return;
      case 'conversation':
        this.#show(event.conversation, event.conversation.id === this.#local?.id ? 'soon' : 'now');
        this.#sendDue();
        return;
      case 'availability': {
        const { type: _, ...availability } = event;
        this.#availability = availability;
        this.#live.changed();
        return;
      }
      case 'callback':
        this.#callback = event.callback;
        this.#live.changed();
        return;
      case 'saving':
        this.#savingPaused = event.paused;
        this.#live.changed();
        return;
      case 'ack':
        this.#savingPaused = false;
        this.#outbox.acknowledge(event.id);
        if (event.conversationId === this.#local?.id) this.#local.addOwn(event, this.#customer?.displayName);
        else this.#outbox.settle(event.id);
        this.#sendDue();
        return;
      case 'entries':
        if (event.conversationId === this.#local?.id) this.#local.add(event.entries);
        return;
      case 'typing':
        if (event.conversationId === this.#local?.id) this.#local.signals?.otherTyping.set(event.on);
        return;
      case 'heartbeat':
        this.#local?.learnHead(event.heads[this.#local.id] ?? 0, 'now');
        return;
      case 'done':
        this.#commands?.done(event.ref);
        return;
      case 'error':
        this.#onRefusal(event);
        return;
    }
  }

  /** Whom the portal vouches for now, this tab finds out itself. */
  #onSignedInElsewhere(): void {
    if (this.#connection.state.kind === 'sign-in-needed') this.#connection.wake();
  }

  #onWelcome({ customer, conversation, session, files, survey }: WelcomeEvent): void {
    if (!session) {
      // A gateway of an earlier build does not say for certain who this is (T4). Others are being replaced meanwhile.
      this.#connection.dispatch({ kind: 'closed', code: CLOSE.tryAgainLater });
      return;
    }
    const { customerTag: tag } = session;
    if (this.#customer?.tag !== tag) this.#meet(session);
    const expectedLive = this.#local !== null && this.#view?.state !== 'ended';
    this.#customer = { ...customer, tag };
    this.#files = files ?? null;
    this.#survey = survey;
    this.#live.changed();
    if (conversation) this.#show(conversation, 'soon');
    else this.#unfollow();
    // What was written for it should not open another conversation by itself.
    if (expectedLive && conversation?.state === 'ended') this.#outbox.refuseUnaddressed(HAS_ENDED);
    this.#local?.resume();
    this.#sendDue();
    this.#session = session;
    this.#renewal?.start(session.lifetimeMs);
  }

  /** T4: nothing of one customer may be shown to, or sent as, another who signed in at the portal meanwhile. */
  #meet(session: SessionTerms): void {
    if (this.#customer) {
      this.#unfollow();
      this.#outbox = this.#createOutbox();
      this.#draft = '';
      this.#callback = null;
      this.#availability = null;
      this.#context = {};
      this.#contextIsNew = false;
    }
    if (hasKept(this.#options.storage ?? null, session.customerTag))
      this.#lock.set(LOCK_MS, () => this.#sendDue());
    this.#remember(session);
  }

  #remember(session: SessionTerms): void {
    const reading = this.#keepsake?.open(session);
    if (reading)
      reading.then((kept) => {
        if (this.#customer?.tag === session.customerTag) this.#restore(kept);
      });
    else this.#keep();
  }

  #restore(kept: Kept | null): void {
    this.#lock.clear();
    if (kept) {
      this.#draft = [kept.draft, this.#draft].filter(Boolean).join('\n');
      this.#outbox.restore(kept.messages);
      if (kept.conversationId !== null && !this.#view) this.#askForEnded(kept.conversationId);
    }
    this.#live.changed();
    this.#sendDue();
  }

  /** It was live when the page before was left, and has ended since: resuming it shows how. */
  #askForEnded(id: string): void {
    this.#follow(id);
    this.#connection.wake(Number.POSITIVE_INFINITY);
  }

  #keep(): void {
    if (this.#lock.isSet || !this.#customer) return;
    this.#keepsake?.save({
      draft: this.#draft,
      conversationId: this.#liveId,
      messages: this.#outbox.kept,
    });
  }

  #unfollow(): void {
    this.#local?.suspend();
    this.#local = null;
    this.#view = null;
    this.#outbox.dropAcknowledged();
  }

  #show(view: ConversationView, missing: 'now' | 'soon'): void {
    this.#view = withShared(view, this.#view);
    if (this.#local?.id !== view.id) this.#follow(view.id);
    this.#local?.learnHead(view.headSeq, missing);
    this.#live.changed();
    this.#keep();
  }

  #follow(id: string): void {
    this.#local?.suspend();
    this.#outbox.dropAcknowledged();
    this.#local = new LocalConversation(id, 'customer', this.#environment, {
      send: (command) => this.#connection.send(command),
      onChange: this.#live.changed,
      onOwnMessage: (messageId) => this.#outbox.settle(messageId),
    });
    if (this.#parts) this.#local.complete(this.#parts.Signals);
  }

  #onRefusal(refusal: ErrorEvent): void {
    this.#commands?.refuse(refusal.ref, refusal.code);
    if (refusal.ref !== undefined && refusal.ref === this.#openRef) {
      // Context that was refused by itself is not sent again; the next conversation takes it along.
      this.#openRef = null;
      this.#savingPaused ||= refusal.code === 'unavailable';
      this.#outbox.refuseUnaddressed(refusal);
    } else if (this.#outbox.refuse(refusal)) {
      this.#savingPaused ||= refusal.code === 'unavailable';
    }
    this.#sendDue();
  }

  #onLost(): void {
    this.#renewal?.stop();
    this.#savingPaused = false;
    this.#commands?.connectionLost();
    this.#contextIsNew ||= this.#openRef !== null;
    this.#openRef = null;
    this.#outbox.interrupt();
    this.#local?.suspend();
  }

  /** Messages first: those that belong to an earlier conversation must be settled before a new one is asked for. */
  #sendDue(): void {
    if (this.#lock.isSet) return;
    const liveId = this.#liveId;
    this.#outbox.pump(liveId);
    const hasReason = liveId === null ? this.#outbox.needsConversation : this.#contextIsNew;
    if (!hasReason || this.#openRef !== null) return;
    const ref = this.#environment.newId();
    if (!this.#connection.send({ type: 'open', ref, context: this.#context })) return;
    this.#openRef = ref;
    this.#contextIsNew = false;
  }

  #createOutbox(): Outbox {
    return new Outbox(this.#environment, {
      send: (command) => this.#connection.send(command),
      onChange: () => {
        this.#live.changed();
        this.#keep();
      },
      onDue: () => this.#sendDue(),
    });
  }

  #toSnapshot(): ChatSnapshot {
    return {
      connection: this.#connection.state,
      savingPaused: this.#savingPaused,
      customer: this.#customer,
      draft: this.#draft,
      conversation: this.#view,
      entries: this.#local?.entries ?? [],
      pending: this.#outbox.pending,
      agentTyping: this.#local?.signals?.otherTyping.on ?? false,
      callback: this.#callback,
      availability: this.#availability,
      files: this.#files,
      survey: this.#survey,
    };
  }
}

/** What agents see comes when it has changed; otherwise it is as before. */
function withShared(view: ConversationView, before: ConversationView | null): ConversationView {
  if (view.shared || before?.id !== view.id || !before.shared) return view;
  return { ...view, shared: before.shared };
}
