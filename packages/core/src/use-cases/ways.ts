import { type Flow, type FlowTarget, offeredWays, outageWays } from '@throughline/flow';
import type { Conversation } from '../model/conversation.js';
import type { Customer } from '../model/customer.js';
import { CoreError } from '../model/errors.js';
import type { Callbacks } from './callbacks.js';
import type { Core } from './core.js';
import { endConversation } from './end-conversation.js';
import type { FlowRun } from './flow-run.js';
import { feedFlow, readRun } from './follow-flow.js';
import { type CallAsked, namesOf, promiseCall } from './promise-call.js';

/** A way to help without an agent in this conversation, or on the way to one. */
export interface Way {
  /** What the flow calls it; null when it is where the flow has ended. */
  readonly choice: string | null;
  readonly label: string | null;
  /** Null: the flow goes on. */
  readonly target: FlowTarget | null;
}

export interface Ways {
  /** What the flow says to the customer about them. */
  readonly text: string | null;
  readonly ways: readonly Way[];
}

/** What the customer says to take a way. */
export interface WayTaken {
  readonly choice: string | null;
  readonly callback?: CallAsked;
  /** Of a customer who leaves a message. */
  readonly message?: string;
}

const NONE: Ways = { text: null, ways: [] };
const BEFORE_AGENT: ReadonlySet<Conversation['state']> = new Set([
  'routing',
  'queued',
  'offered',
  'held',
  'fallback',
]);

/** The ways that the customer can take now; more of them while agents cannot be reached. */
export async function readWays(core: Core, conversation: Conversation): Promise<Ways> {
  if (!BEFORE_AGENT.has(conversation.state)) return NONE;
  const known = await readRun(core, conversation);
  if (!known) return NONE;
  const { flow, run } = known;
  if (!run.state.done) {
    const { text, ways } = offeredWays(flow, run.state, core.clock.now());
    // Conditions and queue names say nothing about other ways, so those that are always there are offered.
    if (flow.form === 'router') return { text, ways: builtInWays(run.state.target) };
    if (await core.contactCenter.isReachable(conversation.id)) return { text, ways };
    return withOutageWays({ text, ways }, flow, run, core.clock.now());
  }
  const { target } = run.state;
  return target === null ? NONE : endOf(target);
}

/** What helps where a flow has ended. */
function endOf(target: FlowTarget): Ways {
  if (target.kind === 'queue') return NONE;
  const text = 'text' in target ? (target.text ?? null) : null;
  const isWay = target.kind !== 'end' && target.kind !== 'join' && target.kind !== 'hold';
  return { text, ways: isWay ? [{ choice: null, label: null, target }] : [] };
}

/** Adds where the flow leads when nobody is free. The place in the queue is kept until the customer takes a way. */
function withOutageWays({ text, ways }: Ways, flow: Flow, run: FlowRun, at: Date): Ways {
  const more = outageWays(flow, run.state, at);
  if (!more) return { text, ways };
  const end = more.target ? endOf(more.target) : { text: more.text, ways: more.ways };
  const isNew = ({ choice }: Way) => !ways.some((known) => known.choice === choice);
  return { text: text ?? end.text, ways: [...ways, ...end.ways.filter(isNew)] };
}

/**
 * The customer takes a way. A callback or message is kept before the conversation ends; until then its place in the
 * queue is kept as well.
 * @throws CoreError `not_found` when the way is not offered (any more), `bad_request` when it lacks what it needs
 */
export async function takeWay(
  core: Core,
  callbacks: Callbacks,
  customer: Customer,
  conversation: Conversation,
  taken: WayTaken,
): Promise<void> {
  const { ways } = await readWays(core, conversation);
  const way = ways.find(({ choice }) => choice === taken.choice);
  if (!way) throw new CoreError('not_found', 'This way is not offered any more: see what is offered now.');
  const target = way.target ?? null;
  if (target?.kind === 'callback' || target?.kind === 'message') {
    await keepPromise(core, callbacks, customer, conversation, target, taken);
  }
  const at = core.clock.now().toISOString();
  if (!(await isOfferedByFlow(core, conversation, taken.choice))) {
    await feedFlow(core, conversation, { kind: 'unreachable', at });
  }
  if (taken.choice !== null) {
    await feedFlow(core, conversation, { kind: 'choice', choice: taken.choice, at });
  }
  if (target?.kind === 'callback' || target?.kind === 'message') {
    const live = await core.conversations.get(conversation.id);
    const { displayName } = customer.claims;
    if (live && live.state !== 'ended') {
      await endConversation(core, live, { kind: 'customer', id: customer.id }, displayName, target.kind);
    }
  }
}

/** Whether the way is there without an outage. */
async function isOfferedByFlow(core: Core, conversation: Conversation, choice: string | null) {
  const known = await readRun(core, conversation);
  if (!known || known.run.state.done || known.flow.form === 'router') return true;
  const { ways } = offeredWays(known.flow, known.run.state, core.clock.now());
  return ways.some((way) => way.choice === choice);
}

async function keepPromise(
  core: Core,
  callbacks: Callbacks,
  customer: Customer,
  conversation: Conversation,
  target: Extract<FlowTarget, { kind: 'callback' | 'message' }>,
  { callback, message }: WayTaken,
): Promise<void> {
  const now = core.clock.now();
  const common = { conversationId: conversation.id, queueId: target.queue };
  if (target.kind === 'message') {
    if (message === undefined) throw new CoreError('bad_request', 'Say what the message is.');
    await callbacks.schedule(customer.id, {
      ...common,
      kind: 'message',
      priority: 0,
      dueAt: now,
      timeZone: 'UTC',
      request: { ...namesOf(core, customer), phone: null, note: message },
    });
    return;
  }
  if (!callback) throw new CoreError('bad_request', 'Say which number to call.');
  const earliest = target.earliestAt === undefined ? now : new Date(target.earliestAt);
  await promiseCall(
    core,
    callbacks,
    customer,
    { ...common, priority: target.priority ?? 0, earliest },
    callback,
  );
}

function builtInWays(target: FlowTarget | null): Way[] {
  if (target?.kind !== 'queue') return [];
  const { queue } = target;
  return [
    { choice: 'callback', label: null, target: { kind: 'callback', queue, withinMs: 24 * 3_600_000 } },
    { choice: 'message', label: null, target: { kind: 'message', queue } },
  ];
}
