import {
  type Conversation,
  type DecisionTarget,
  readRun,
  type Sealer,
  type Store,
  summarize,
} from '@throughline/core';
import {
  type Flow,
  type FlowEvent,
  type FlowState,
  foldEvents,
  replayEvents,
  withoutValues,
} from '@throughline/flow';
import { readKeptFlow } from '../flows/flow-library.js';

export interface FlowReplayParameter {
  readonly conversationId: string;
  /** Declared facts that are other than they were, as text. */
  readonly with: Readonly<Record<string, string>>;
  /** Another version than the recorded one. */
  readonly version?: string;
  /** Gives the values of declared facts, and reasons with the values that they quote. */
  readonly showFacts: boolean;
  readonly operator: string;
}

export interface FlowReplay {
  readonly flow: string;
  readonly recorded: ReplayedDecision;
  readonly replayed: ReplayedDecision;
  /** Path and target are those that were recorded. */
  readonly same: boolean;
  /** Steps that asked what was not asked when it was recorded; they counted as not answered. */
  readonly unanswered: readonly string[];
  /** What the replay began with, by name; null when it was not asked for. */
  readonly facts: Readonly<Record<string, unknown>> | null;
}

export interface ReplayedDecision {
  readonly version: string;
  readonly path: readonly string[];
  readonly reasons: readonly string[];
  readonly target: DecisionTarget;
}

type Access = Pick<Store, 'audit' | 'flows' | 'conversations'> & { readonly sealer: Sealer };

/** Plays the recorded run of a conversation again; whoever looks is on the audit trail before anything is shown. */
export async function replayFlow(
  access: Access,
  { conversationId, with: changes, version, showFacts, operator }: FlowReplayParameter,
  at: Date,
): Promise<FlowReplay> {
  const { flow: recordedFlow, run, decision } = await readRecorded(access, conversationId);
  const flow =
    version === undefined ? recordedFlow : await readKeptFlow(access.flows, decision.flowName, version);
  if (!flow) throw new Error(`There is no version ${version} of the flow ${decision.flowName}.`);
  const changed = readChanges(flow, changes);
  await access.audit.record({
    at,
    action: 'flow.replayed',
    actor: { kind: 'operator', id: operator },
    conversationId,
    details: {
      flow: flow.name,
      version: flow.version,
      with: changed.size === 0 ? null : [...changed.keys()].join(','),
      showFacts,
    },
  });
  const isChanged = flow.version !== recordedFlow.version || changed.size > 0;
  const { state, unanswered } = isChanged ? replay(flow, run.events, changed) : fold(flow, run.events);
  const shown = (reasons: readonly string[]) => (showFacts ? reasons : reasons.map(withoutValues));
  const { path, reasons, target } = summarize(flow, { ...run, state });
  const { flowVersion, path: recordedPath, reasons: recordedReasons, target: recordedTarget } = decision;
  return {
    flow: flow.name,
    recorded: {
      version: flowVersion,
      path: recordedPath,
      reasons: shown(recordedReasons),
      target: recordedTarget,
    },
    replayed: { version: flow.version, path, reasons: shown(reasons), target },
    same: toText(path, target) === toText(recordedPath, recordedTarget),
    unanswered,
    facts: showFacts ? Object.fromEntries(flow.facts.map(({ name }) => [name, state.values[name]])) : null,
  };
}

async function readRecorded({ conversations, flows, sealer }: Access, conversationId: string) {
  const conversation: Conversation | null = await conversations.get(conversationId);
  if (!conversation) throw new Error(`There is no conversation ${conversationId}.`);
  const version = (name: string, id: string) => readKeptFlow(flows, name, id);
  const known = await readRun({ conversations, sealer, flows: { version } }, conversation);
  if (known) return known;
  throw new Error(
    `The conversation ${conversationId} has no run that can be replayed: it is of an earlier release, or its version of the flow is not kept.`,
  );
}

type Outcome = { readonly state: FlowState; readonly unanswered: readonly string[] };

function fold(flow: Flow, events: readonly FlowEvent[]): Outcome {
  const state = foldEvents(flow, events);
  if (!state) throw new Error('The recorded run has no events.');
  return { state, unanswered: [] };
}

function replay(flow: Flow, events: readonly FlowEvent[], changes: ReadonlyMap<string, unknown>): Outcome {
  const replayed = replayEvents(flow, events, changes);
  if (!replayed) throw new Error('The recorded run has no events.');
  return replayed;
}

/** Text as the declared type of its fact; what does not fit is told here, for a flow would take the default. */
function readChanges(flow: Flow, changes: Readonly<Record<string, string>>): ReadonlyMap<string, unknown> {
  return new Map(
    Object.entries(changes).map(([name, text]) => {
      const fact = flow.facts.find((known) => known.name === name);
      if (!fact) {
        const names = flow.facts.map((known) => known.name).join(', ');
        throw new Error(`The flow ${flow.name} has no fact "${name}". It has: ${names}.`);
      }
      return [name, text === '' ? null : toValue(name, fact.type, text)];
    }),
  );
}

function toValue(name: string, type: Flow['facts'][number]['type'], text: string): unknown {
  switch (type) {
    case 'string':
    case 'any':
      return text;
    case 'list':
      return text.split(',');
    case 'number':
      if (Number.isFinite(Number(text))) return Number(text);
      break;
    case 'boolean':
      if (text === 'true' || text === 'false') return text === 'true';
  }
  throw new Error(`The fact "${name}" is a ${type}, which "${text}" is not.`);
}

/** Whatever the order of properties: a store keeps them in its own. */
function toText(path: readonly string[], { kind, queueId, priority }: DecisionTarget): string {
  return JSON.stringify([path, kind, queueId ?? null, priority ?? null]);
}
