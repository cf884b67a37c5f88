import {
  type AuditEntry,
  CoreError,
  isOpen,
  PROPOSAL_MS,
  type StandInPerson,
  type StandInStore,
  type StandInSwitch,
} from '@throughline/core';
import { v7 as uuidv7 } from 'uuid';

/** How operators have the embedded contact center take new conversations for a while. Plain JSON both ways. */
export interface StandInActions {
  /** Fails where switches are not allowed, or for so long, and while another one is open. */
  standInPropose(parameter: ProposeParameter): Promise<StandInStatus>;
  /** Fails for the operator who proposed it, and when it is not open any more. */
  standInConfirm(parameter: { id: string; operator: string }): Promise<StandInStatus>;
  /** Ends what is in force, or takes the proposal back; anyone may. Fails when there is none. */
  standInEnd(parameter: { operator: string }): Promise<StandInStatus>;
  /** Null before the first. */
  standInStatus(parameter: null): Promise<StandInStatus | null>;
}

export interface ProposeParameter {
  readonly minutes: number;
  /** Why, in the operator's words; for the audit trail. */
  readonly reason: string;
  readonly operator: string;
}

export interface StandInStatus {
  readonly id: string;
  readonly state: 'proposed' | 'in force' | 'over';
  readonly minutes: number;
  readonly reason: string;
  readonly proposedBy: string;
  /** Where it was proposed and can be confirmed: on the command line, or at the desk. */
  readonly proposerKind: StandInPerson['kind'];
  readonly confirmedBy: string | null;
  /** Until when it can be confirmed, ISO 8601; null once it is. */
  readonly confirmableUntil: string | null;
  /** ISO 8601; null before it is confirmed. */
  readonly until: string | null;
}

export interface StandInParts {
  readonly store: StandInStore;
  readonly now: () => Date;
  /** Null where switches are not allowed. */
  readonly longestMinutes: number | null;
  /** What whoever acts is on the audit trail: users of the operating system, or of the desk. */
  readonly actor?: StandInPerson['kind'];
}

const MOST_REASON = 200;
const PLACES: Readonly<Record<StandInPerson['kind'], string>> = {
  operator: 'on the command line',
  agent: 'at the desk',
};

export function createStandInActions({
  store,
  now,
  longestMinutes,
  actor = 'operator',
}: StandInParts): StandInActions {
  const by = (id: string): StandInPerson => ({ kind: actor, id });
  const requireAllowed = () => {
    if (longestMinutes === null) {
      throw new CoreError(
        'forbidden',
        'Switching is not allowed here: set genesys.standInMinutes, with contactCenter: genesys, and restart the nodes.',
      );
    }
    return longestMinutes;
  };
  return {
    standInPropose: async ({ minutes, reason, operator }) => {
      const longest = requireAllowed();
      if (!Number.isInteger(minutes) || minutes < 1 || minutes > longest) {
        throw new CoreError(
          'bad_request',
          `A switch lasts 1 to ${longest} whole minutes: see genesys.standInMinutes.`,
        );
      }
      if (reason.length === 0 || reason.length > MOST_REASON) {
        throw new CoreError('bad_request', `Give a reason of at most ${MOST_REASON} characters.`);
      }
      const at = now();
      await noteLapsedSwitch(store, at);
      const id = uuidv7();
      const proposal = { id, proposedAt: at, proposedBy: operator, proposerKind: actor, minutes, reason };
      const details = { switchId: id, minutes, reason };
      if (
        !(await store.propose(proposal, step('contact_center.switch_proposed', at, by(operator), details)))
      ) {
        throw new CoreError('bad_request', 'Another switch is proposed or in force already.');
      }
      return toStatus({ ...proposal, confirmedAt: null, confirmedBy: null, until: null, endedAt: null }, at);
    },
    standInConfirm: async ({ id, operator }) => {
      requireAllowed();
      const at = now();
      const latest = await store.latest();
      const until = new Date(at.getTime() + (latest?.minutes ?? 0) * 60_000).toISOString();
      const entry = step('contact_center.switch_confirmed', at, by(operator), { switchId: id, until });
      const confirmed = await store.confirm(id, by(operator), at, entry);
      if (!confirmed) throw whyNot(await store.latest(), id, by(operator), at);
      return toStatus(confirmed, at);
    },
    standInEnd: async ({ operator }) => {
      const at = now();
      const id = (await store.latest())?.id ?? null;
      const entry = step('contact_center.switch_ended', at, by(operator), { switchId: id });
      const ended = await store.end(at, entry);
      if (!ended) throw new CoreError('not_found', 'No switch is proposed or in force.');
      return toStatus(ended, at);
    },
    standInStatus: async () => {
      const latest = await store.latest();
      return latest && toStatus(latest, now());
    },
  };
}

/** Has the audit trail say that a switch has ended by itself. Safe to run on many nodes and to repeat. */
export async function noteLapsedSwitch(store: StandInStore, at: Date): Promise<void> {
  const latest = await store.latest();
  if (!latest?.until || latest.endedAt || at < latest.until) return;
  await store.noteLapse(latest.id, at, {
    at: latest.until,
    action: 'contact_center.switch_ended',
    actor: { kind: 'system', id: 'time' },
    details: { switchId: latest.id },
  });
}

function step(
  action: AuditEntry['action'],
  at: Date,
  actor: AuditEntry['actor'],
  details: NonNullable<AuditEntry['details']>,
): AuditEntry {
  return { at, action, actor, details };
}

function whyNot(latest: StandInSwitch | null, id: string, by: StandInPerson, at: Date): CoreError {
  if (latest?.id !== id || !isOpen(latest, at)) {
    return new CoreError(
      'not_found',
      `The proposal ${id} is not open (any more): it can be confirmed for 15 minutes.`,
    );
  }
  if (latest.until === null && latest.proposerKind !== by.kind) {
    return new CoreError(
      'forbidden',
      `It was proposed ${PLACES[latest.proposerKind]}, and is confirmed there.`,
    );
  }
  return latest.proposedBy === by.id
    ? new CoreError('forbidden', 'Whoever proposed a switch cannot confirm it: another operator has to.')
    : new CoreError('bad_request', `The switch ${id} is in force already.`);
}

function toStatus(given: StandInSwitch, at: Date): StandInStatus {
  const { id, minutes, reason, proposedAt, proposedBy, proposerKind, confirmedBy, until } = given;
  const open = until ? 'in force' : 'proposed';
  return {
    id,
    state: isOpen(given, at) ? open : 'over',
    minutes,
    reason,
    proposedBy,
    proposerKind,
    confirmedBy,
    confirmableUntil: until ? null : new Date(proposedAt.getTime() + PROPOSAL_MS).toISOString(),
    until: until?.toISOString() ?? null,
  };
}
