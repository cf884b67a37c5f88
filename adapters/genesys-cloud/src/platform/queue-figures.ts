import type { Availability, Clock, WaitRange } from '@throughline/core';
import {
  estimateWaitingTime,
  observeQueues,
  type QueueObservations,
  type WaitingTime,
} from './operations/queues.js';
import type { PlatformClient } from './platform-client.js';
import { QueueDirectory } from './queue-directory.js';

export interface QueueFiguresOptions {
  readonly client: PlatformClient;
  readonly clock: Clock;
  /** Told why figures could not be had; never with content. */
  readonly onFailure: (error: unknown, where: string) => void;
  /** Figures are asked for again after this, in milliseconds; 15,000 when absent. */
  readonly freshMs?: number;
  /** Older figures say nothing any more, in milliseconds; 60,000 when absent. */
  readonly keepMs?: number;
}

/** Of waits that are exponentially distributed, one of ten is shorter than this many mean waits, one of ten longer. */
const TENTH = -Math.log(0.9);
const NINE_TENTHS = -Math.log(0.1);

const ON_QUEUE = new Set(['IDLE', 'INTERACTING', 'COMMUNICATING', 'NOT_RESPONDING']);

interface Figures {
  /** Of the latest answer; null before the first. */
  known: { readonly value: Availability; readonly at: number } | null;
  asking: Promise<void> | null;
  askedAt: number;
}

/**
 * How things stand in Genesys's queues, from one observation and one estimate a queue for everybody who asks within
 * `freshMs`. Genesys counts by queue alone, so that skills make no difference here.
 */
export class QueueFigures {
  readonly #options: QueueFiguresOptions;
  readonly #directory: QueueDirectory;
  readonly #queues = new Map<string, Figures>();

  constructor(options: QueueFiguresOptions) {
    this.#options = options;
    this.#directory = new QueueDirectory(options.client, options.clock);
  }

  /** Null when nothing is known. Never rejects. */
  readonly availability = async (queue: string): Promise<Availability | null> => {
    const { freshMs = 15_000, keepMs = 60_000 } = this.#options;
    const figures = this.#queues.get(queue) ?? {
      known: null,
      asking: null,
      askedAt: Number.NEGATIVE_INFINITY,
    };
    this.#queues.set(queue, figures);
    if (this.#now() - figures.askedAt >= freshMs) {
      figures.askedAt = this.#now();
      figures.asking = this.#refresh(queue, figures).finally(() => {
        figures.asking = null;
      });
    }
    const isKept = () => figures.known !== null && this.#now() - figures.known.at < keepMs;
    // What is known answers at once; the next one who asks gets what is being asked for now.
    if (!isKept()) await figures.asking;
    return isKept() ? (figures.known?.value ?? null) : null;
  };

  async #refresh(queue: string, figures: Figures): Promise<void> {
    const { client, onFailure } = this.#options;
    try {
      const id = await this.#directory.idOf(queue);
      if (id === null) {
        onFailure(
          new Error(`Genesys Cloud has no queue "${queue}": create it, or change the flow.`),
          'queue figures',
        );
        return;
      }
      const [observed, waiting] = await Promise.all([
        observeQueues(client, queryFor(id)),
        estimateWaitingTime(client, id),
      ]);
      figures.known = { value: toAvailability(observed, waiting), at: this.#now() };
    } catch (error) {
      onFailure(error, 'queue figures');
    }
  }

  #now(): number {
    return this.#options.clock.now().getTime();
  }
}

function queryFor(queueId: string) {
  const predicate = { type: 'dimension', dimension: 'queueId', operator: 'matches', value: queueId } as const;
  return { filter: { type: 'or' as const, predicates: [predicate] }, metrics: ['oOnQueueUsers', 'oWaiting'] };
}

function toAvailability({ results = [] }: QueueObservations, waitingTime: WaitingTime): Availability {
  const rows = results.flatMap(({ group = {}, data = [] }) =>
    data.map((row) => ({ ...row, mediaType: group.mediaType, count: row.stats?.count ?? 0 })),
  );
  const sum = (fits: (row: (typeof rows)[number]) => boolean) =>
    rows.filter(fits).reduce((total, { count }) => total + count, 0);
  const agentsAvailable = sum(
    ({ metric, qualifier = '' }) => metric === 'oOnQueueUsers' && ON_QUEUE.has(qualifier),
  );
  return {
    agentsAvailable,
    agentsFree: sum(({ metric, qualifier }) => metric === 'oOnQueueUsers' && qualifier === 'IDLE'),
    waiting: sum(({ metric, mediaType }) => metric === 'oWaiting' && mediaType === 'message'),
    estimate: agentsAvailable === 0 ? null : toRange(waitingTime),
  };
}

/** Genesys says one number; waits around it are taken to be exponentially distributed. */
function toRange({ results }: WaitingTime): WaitRange | null {
  const seconds = results[0]?.estimatedWaitTimeSeconds;
  if (seconds === undefined || seconds < 0) return null;
  return { lowSeconds: Math.round(seconds * TENTH), highSeconds: Math.round(seconds * NINE_TENTHS) };
}
