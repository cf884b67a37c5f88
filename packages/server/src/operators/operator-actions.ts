import type {
  AuditEntry,
  AuditHead,
  AuditTrail,
  ChainedEntry,
  CustomerKeyring,
  FlowActivation,
  FlowStore,
  RecordedEntry,
  Sealer,
  Store,
} from '@throughline/core';
import type { FlowWorld } from '@throughline/flow';
import { readFlow } from '../flows/flow-library.js';
import type { PrivacyActions } from '../privacy/privacy-actions.js';
import type { StandInActions } from '../stand-in/stand-in-actions.js';
import { createKeyActions, type KeyActions } from './key-actions.js';
import { type FlowReplay, type FlowReplayParameter, replayFlow } from './replay-flow.js';

/**
 * What the command line does with the store. Parameters and results are plain JSON, because the store of a running
 * node with an embedded database is reached through its control socket.
 */
export interface OperatorActions extends KeyActions, PrivacyActions, StandInActions {
  auditHead(parameter: null): Promise<AuditHead>;
  auditUnchained(parameter: { limit: number }): Promise<RecordedEntry[]>;
  auditRead(parameter: AuditReadParameter): Promise<ChainedEntry[]>;
  auditRecord(parameter: OperatorRecord): Promise<null>;
  /** Keeps the flow and puts it in force. Fails, and changes nothing, when it cannot be used here. */
  flowActivate(parameter: FlowActivateParameter): Promise<ActivatedFlow>;
  /** Puts in force what was before. Fails when there is nothing before. */
  flowRollback(parameter: { name: string; operator: string }): Promise<ActivatedFlow>;
  flowHistory(parameter: { name: string; limit: number }): Promise<FlowHistory>;
  /** Plays the flow of a conversation again. Fails when the conversation has no run, or facts or version are unknown. */
  flowReplay(parameter: FlowReplayParameter): Promise<FlowReplay>;
}

export interface FlowActivateParameter {
  readonly name: string;
  readonly source: string;
  /** Texts of the files of resources. */
  readonly resources: readonly string[];
  readonly operator: string;
}

export interface ActivatedFlow {
  readonly version: string;
  /** False when it was in force already. */
  readonly changed: boolean;
}

/** Newest first; the first one is in force. Times as ISO 8601. */
export type FlowHistory = readonly (Omit<FlowActivation, 'at'> & { readonly at: string })[];

/** {@link AuditSearch} with times as ISO 8601. */
export interface AuditReadParameter {
  readonly after: number;
  readonly limit: number;
  readonly conversationId?: string;
  readonly action?: string;
  readonly actorId?: string;
  readonly since?: string;
  readonly until?: string;
}

/** What an operator did, for the trail. */
export interface OperatorRecord {
  readonly action: Extract<AuditEntry['action'], `audit.${string}`>;
  /** Name of the operating system's user. */
  readonly operator: string;
  readonly details: NonNullable<AuditEntry['details']>;
}

export type OperatorAction = keyof OperatorActions;

/** The actions on a store that this process has open. */
export function createOperatorActions(
  store: Pick<Store, 'audit' | 'flows' | 'conversations' | 'keys'>,
  world: FlowWorld,
  now: () => Date,
  openSealer: () => Promise<Sealer & CustomerKeyring>,
  others: PrivacyActions & StandInActions,
): OperatorActions {
  const { audit, flows, conversations } = store;
  return {
    ...createKeyActions(store, now, openSealer),
    ...others,
    flowActivate: (parameter) => activateFlow(flows, world, parameter, now()),
    flowRollback: ({ name, operator }) => rollBackFlow(flows, name, operator, now()),
    flowHistory: async ({ name, limit }) =>
      (await flows.activations(name, limit)).map(({ at, ...rest }) => ({ ...rest, at: at.toISOString() })),
    flowReplay: async (parameter) =>
      replayFlow({ audit, flows, conversations, sealer: await openSealer() }, parameter, now()),
    auditHead: () => audit.head(),
    auditUnchained: ({ limit }) => audit.unchained(limit),
    auditRead: (parameter) => readAudit(audit, parameter),
    auditRecord: async ({ action, operator, details }) => {
      await audit.record({ at: now(), action, actor: { kind: 'operator', id: operator }, details });
      return null;
    },
  };
}

async function activateFlow(
  flows: FlowStore,
  world: FlowWorld,
  { name, source, resources, operator }: FlowActivateParameter,
  at: Date,
): Promise<ActivatedFlow> {
  const { version } = readFlow({ name, source, resources }, world);
  await flows.add({ name, version, source, resources, addedAt: at });
  return { version, changed: await putInForce(flows, name, version, operator, at) };
}

async function rollBackFlow(
  flows: FlowStore,
  name: string,
  operator: string,
  at: Date,
): Promise<ActivatedFlow> {
  const [current, before] = await flows.activations(name, 2);
  if (!current || !before)
    throw new Error(`There is no version of the flow ${name} before the one in force.`);
  const { version } = before;
  return { version, changed: await putInForce(flows, name, version, operator, at) };
}

function putInForce(
  flows: FlowStore,
  name: string,
  version: string,
  operator: string,
  at: Date,
): Promise<boolean> {
  return flows.activate(
    name,
    { version, at, by: 'operator' },
    {
      at,
      action: 'flow.activated',
      actor: { kind: 'operator', id: operator },
      details: { flow: name, version },
    },
  );
}

function readAudit(audit: AuditTrail, { since, until, ...search }: AuditReadParameter) {
  return audit.read({
    ...search,
    ...(since === undefined ? {} : { since: new Date(since) }),
    ...(until === undefined ? {} : { until: new Date(until) }),
  });
}
