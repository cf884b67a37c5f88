import type {
  AuditEntry,
  Callback,
  CallbackRequest,
  Callbacks,
  Clock,
  ContactCenter,
  ContactCenterRequest,
  RemoteWork,
  RemoteWorkStore,
} from '@throughline/core';
import { GenesysError, type GenesysErrorCode } from './genesys-error.js';
import { queryConversations } from './operations/analytics.js';
import { createCallback, endCallback, getCallback } from './operations/callbacks.js';
import type { PlatformClient } from './platform-client.js';
import { QueueDirectory } from './queue-directory.js';

export interface GenesysCallbacksOptions {
  readonly client: PlatformClient;
  readonly store: RemoteWorkStore;
  readonly clock: Clock;
  /** Takes messages that customers left, about which nobody can be called, and calls that Genesys does not take. */
  readonly desk: Pick<ContactCenter, 'request' | 'close'>;
  /** `error` says nothing of the customer. */
  readonly onFailure: (error: unknown, what: string) => void;
}

type Promised = Pick<Callbacks, 'attempt' | 'request' | 'taken' | 'finish'>;

/** Why Genesys does not take a call. */
type Refusal = GenesysErrorCode | 'no_queue';

type Placing =
  | { readonly remoteId: string; readonly refused?: never }
  | { readonly remoteId?: never; readonly refused: Refusal };

/** Participant data of a callback by which it is found again. */
const WORK = 'throughlineCallbackId';
/** Between two looks at a call, in milliseconds: with 100 open calls, 100 requests a minute. */
const LOOK_MS = 60_000;
/** As long as that Genesys's analytics may not know of a callback yet, in milliseconds. */
const UNKNOWN_MS = 5 * 60_000;
/** A look and what follows from it take less, in milliseconds. */
const LOOKING_MS = 30_000;
const PAGE = 20;
/** Stands for the id at Genesys of a call that the desk has: it is not placed there any more. */
const AT_DESK = 'desk';
/** Errors after which another try would end as the first. */
const REFUSED: ReadonlySet<GenesysErrorCode> = new Set([
  'login_refused',
  'forbidden',
  'not_found',
  'conflict',
  'bad_request',
]);
/** Holder of a call that ended without an agent. */
const NOBODY = 'contact-center';

/**
 * Has agents of Genesys Cloud make the calls that customers were promised. Until it is due, a call is in our database
 * alone, where the customer can move and cancel it. Genesys has no idempotency keys: a callback whose creation was not
 * answered is looked for by its participant data before another one is made.
 */
export class GenesysCallbacks implements Pick<ContactCenter, 'request' | 'close'> {
  readonly #options: GenesysCallbacksOptions;
  readonly #queues: QueueDirectory;
  #promised: Promised | null = null;

  constructor(options: GenesysCallbacksOptions) {
    this.#options = options;
    this.#queues = new QueueDirectory(options.client, options.clock);
  }

  /** Where the promises are kept. Before the first call. */
  start(promised: Promised): void {
    this.#promised = promised;
  }

  async request(request: ContactCenterRequest): Promise<void> {
    const { store, clock, desk } = this.#options;
    const { conversationId: workId } = request;
    const attempt = await this.#calls.attempt(workId);
    if (attempt?.kind === 'message') return desk.request(request);
    const now = clock.now();
    if (!attempt || !(await store.begin(workId, now, after(now, LOOK_MS)))) return;
    await this.#place(request, attempt);
  }

  /** The call is not wanted any more: also Genesys is told, now or when it can be reached. */
  async close(workId: string, at: Date): Promise<void> {
    await this.#options.store.lookAt(workId, at);
    await this.#options.desk.close(workId, at);
  }

  /** Looks at what became of the calls. Safe to run on many nodes and to repeat. */
  async look(): Promise<void> {
    const { store, clock, onFailure } = this.#options;
    const now = clock.now();
    for (const call of await store.take(now, after(now, LOOKING_MS), PAGE)) {
      const isOpen = await this.#lookAt(call).catch((error: unknown) => {
        onFailure(error, 'a promised call');
        return true;
      });
      if (isOpen) await store.lookAt(call.workId, after(clock.now(), LOOK_MS));
      else await store.forget(call.workId);
    }
  }

  get #calls(): Promised {
    if (!this.#promised) throw new Error('Calls are placed after `start`.');
    return this.#promised;
  }

  async #place(request: ContactCenterRequest, attempt: Callback): Promise<void> {
    const { store, clock, desk, onFailure } = this.#options;
    const { conversationId: workId } = request;
    try {
      const { remoteId, refused } = await this.#create(request, await this.#calls.request(attempt));
      if (refused !== undefined) await desk.request(request);
      const now = clock.now();
      const audit = refused === undefined ? undefined : sentToDesk(attempt, refused, now);
      await store.identify(workId, remoteId ?? AT_DESK, after(now, LOOK_MS), audit);
    } catch (error) {
      onFailure(error, 'placing a promised call');
    }
  }

  /** Says why when Genesys does not take it. @throws GenesysError when it is not known, or may be taken later */
  async #create(
    { conversationId: workId, queueId, priority }: ContactCenterRequest,
    { phone, displayName, tier, note }: CallbackRequest,
  ): Promise<Placing> {
    const { client, onFailure } = this.#options;
    try {
      const queue = await this.#queues.idOf(queueId);
      if (queue !== null) {
        const remoteId = await createCallback(client, {
          callbackNumbers: phone === null ? [] : [phone],
          callbackUserName: displayName,
          routingData: { queueId: queue, priority },
          data: { [WORK]: workId, ...(tier === null ? {} : { tier }), ...(note === null ? {} : { note }) },
        });
        return { remoteId };
      }
      const what = `Genesys Cloud has no queue ${queueId}, which a callback of the flow names: agents of the gateway's own desk make the call.`;
      onFailure(new Error(what), 'placing a promised call');
      return { refused: 'no_queue' };
    } catch (error) {
      if (!(error instanceof GenesysError && REFUSED.has(error.code))) throw error;
      onFailure(error, "placing a promised call, which goes to the gateway's own desk");
      return { refused: error.code };
    }
  }

  /** False when it is over. */
  async #lookAt({ workId, remoteId, begunAt }: RemoteWork): Promise<boolean> {
    const { client, store, clock } = this.#options;
    if (remoteId === AT_DESK) return (await this.#calls.attempt(workId)) !== null;
    const known = remoteId ?? (await this.#find(workId, begunAt));
    if (known === null) {
      // Nobody has it: it is placed anew when it is asked for again.
      return clock.now().getTime() - begunAt.getTime() < UNKNOWN_MS;
    }
    if (remoteId === null) await store.identify(workId, known, clock.now());
    const attempt = await this.#calls.attempt(workId);
    const found = await getCallback(client, known).catch(unlessGone);
    const participants = found?.participants ?? [];
    const isOver = participants.every(({ endTime }) => endTime !== undefined);
    if (!attempt) {
      const customer = participants.find(({ purpose }) => purpose === 'customer');
      if (!isOver && customer?.id) await endCallback(client, known, customer.id);
      return false;
    }
    const agent = participants.findLast(({ purpose, user }) => purpose === 'agent' && user?.id !== undefined);
    const holder = agent?.connectedTime === undefined ? undefined : agent.user?.id;
    if (holder !== undefined && attempt.agentId !== holder) await this.#calls.taken(workId, holder);
    if (!isOver) return true;
    if (holder === undefined) {
      await this.#calls.taken(workId, NOBODY);
      await this.#calls.finish(workId, NOBODY, 'given_up');
    } else {
      const wrapUp = agent?.wrapup?.name ?? agent?.wrapup?.code;
      await this.#calls.finish(workId, holder, 'reached', wrapUp === undefined ? {} : { wrapUp });
    }
    return false;
  }

  async #find(workId: string, begunAt: Date): Promise<string | null> {
    const { client, clock } = this.#options;
    const { conversations = [] } = await queryConversations(client, {
      interval: `${after(begunAt, -60_000).toISOString()}/${after(clock.now(), 60_000).toISOString()}`,
      order: 'desc',
      orderBy: 'conversationStart',
      paging: { pageSize: 5, pageNumber: 1 },
      segmentFilters: [
        {
          type: 'and',
          predicates: [{ type: 'property', property: WORK, operator: 'matches', value: workId }],
        },
      ],
    });
    return conversations[0]?.conversationId ?? null;
  }
}

function sentToDesk(
  { id, conversationId, queueId, attempts }: Callback,
  reason: Refusal,
  at: Date,
): AuditEntry {
  return {
    at,
    action: 'callback.sent_to_desk',
    actor: { kind: 'system', id: NOBODY },
    ...(conversationId === null ? {} : { conversationId }),
    details: { callbackId: id, queueId, attempt: attempts + 1, reason },
  };
}

function after(time: Date, ms: number): Date {
  return new Date(time.getTime() + ms);
}

function unlessGone(error: unknown): undefined {
  if (error instanceof GenesysError && error.code === 'not_found') return undefined;
  throw error;
}
