import {
  type Core,
  type CustomerDataAnswer,
  type CustomerDataRequest,
  createMemoryStore,
  GroupCommit,
  MemoryBus,
  type PrivacyRequest,
  type RetentionRules,
  type Store,
} from '@throughline/core';
import { anAuditEntry, anId, FakeClock, PrivacyLab } from '@throughline/test-kit';
import { createMetrics } from '../src/observability/metrics.js';
import { MemoryErasureLedger } from '../src/privacy/memory-erasure-ledger.js';
import { toRetentionRules } from '../src/privacy/privacy-settings.js';
import { PrivacyWork } from '../src/privacy/privacy-work.js';

const KEEP_ALL = toRetentionRules({
  conversations: 'forever',
  context: 'forever',
  decisions: 'forever',
  callbacks: 'forever',
});

/** A node's work on customers' data over memory, with a contact center that answers as the test says. */
export class PrivacyWorkLab {
  readonly store: Store = createMemoryStore(anId);
  readonly clock = new FakeClock();
  readonly bus = new MemoryBus();
  readonly ledger = new MemoryErasureLedger();
  readonly customers = new PrivacyLab(() => this.store);
  /** Customers whose keys were destroyed, as often as they were. */
  readonly destroyed: string[] = [];
  /** What the contact center was asked. */
  readonly asked: CustomerDataRequest[] = [];
  /** The contact center's next answers; done when there are none. */
  readonly answers: (CustomerDataAnswer<Readonly<Record<string, never>>> | Error)[] = [];
  readonly warnings: unknown[] = [];
  readonly metrics = createMetrics();
  retention: RetentionRules = KEEP_ALL;

  /** Another node on the same store and ledger; `failing` makes one of its steps fail. */
  node(failing: 'keys' | 'removal' | null = null): PrivacyWork {
    const fail = () => Promise.reject(new Error('The node died.'));
    const privacy = Object.create(this.store.privacy) as Store['privacy'];
    for (const name of Object.getOwnPropertyNames(Object.getPrototypeOf(this.store.privacy))) {
      const method = Reflect.get(this.store.privacy, name);
      if (typeof method === 'function') Reflect.set(privacy, name, method.bind(this.store.privacy));
    }
    if (failing === 'removal') privacy.removeCustomer = fail;
    return new PrivacyWork({
      core: this.#core(),
      callWork: { close: async () => undefined },
      privacy,
      sessions: this.store.sessions,
      destroyKeys: async (customerId) => {
        if (failing === 'keys') return fail();
        this.destroyed.push(customerId);
      },
      ledger: this.ledger,
      metrics: this.metrics,
      logger: { info: () => undefined, warn: (...what: unknown[]) => this.warnings.push(what) },
      retention: this.retention,
    });
  }

  async request(customerId: string, kind: PrivacyRequest['kind'] = 'erasure'): Promise<string> {
    const at = this.clock.now();
    const request = await this.store.privacy.request(
      { id: anId(), kind, customerId, subject: null, requestedAt: at, requestedBy: 'lee' },
      anAuditEntry(),
    );
    if (typeof request === 'string') throw new Error(`No request: ${request}.`);
    return request.id;
  }

  #core(): Core {
    const answer = async (request: CustomerDataRequest) => {
      this.asked.push(request);
      const next = this.answers.shift() ?? ({ state: 'done', reference: null, result: {} } as const);
      if (next instanceof Error) throw next;
      return next;
    };
    return {
      conversations: this.store.conversations,
      appends: new GroupCommit(this.store.conversations),
      contactCenter: { eraseCustomer: answer, exportCustomer: answer, close: async () => undefined },
      sealer: { seal: async (_customer: string, _binding: string, plain: string) => Buffer.from(plain) },
      bus: this.bus,
      clock: this.clock,
      newId: anId,
    } as unknown as Core;
  }
}
