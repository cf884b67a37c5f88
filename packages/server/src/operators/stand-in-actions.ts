import { type AuditEntry, isOpen, type StandInStore, type StandInSwitch } from '@throughline/core';
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
  readonly proposedBy: string;
  readonly confirmedBy: string | null;
  /** ISO 8601; null before it is confirmed. */
  readonly until: string | null;
}

export interface StandInParts {
  readonly store: StandInStore;
  readonly now: () => Date;
  /** Null where switches are not allowed. */
  readonly longestMinutes: number | null;
}

const MOST_REASON = 200;

export function createStandInActions({ store, now, longestMinutes }: StandInParts): StandInActions {
  const requireAllowed = () => {
    if (longestMinutes === null) {
      throw new Error(
        'Switching is not allowed here: set genesys.standInMinutes, with contactCenter: genesys, and restart the nodes.',
      );
    }
    return longestMinutes;
  };
  return {
    standInPropose: async ({ minutes, reason, operator }) => {
      const longest = requireAllowed();
      if (!Number.isInteger(minutes) || minutes < 1 || minutes > longest) {
        throw new Error(`A switch lasts 1 to ${longest} whole minutes: see genesys.standInMinutes.`);
      }
      if (reason.length === 0 || reason.length > MOST_REASON) {
        throw new Error(`Give a reason of at most ${MOST_REASON} characters.`);
      }
      const at = now();
      await noteLapsedSwitch(store, at);
      const id = uuidv7();
      const proposal = { id, proposedAt: at, proposedBy: operator, minutes };
      const details = { switchId: id, minutes, reason };
      if (!(await store.propose(proposal, step('contact_center.switch_proposed', at, operator, details)))) {
        throw new Error('Another switch is proposed or in force: see "contact-center status".');
      }
      return toStatus({ ...proposal, confirmedAt: null, confirmedBy: null, until: null, endedAt: null }, at);
    },
    standInConfirm: async ({ id, operator }) => {
      requireAllowed();
      const at = now();
      const latest = await store.latest();
      const until = new Date(at.getTime() + (latest?.minutes ?? 0) * 60_000).toISOString();
      const entry = step('contact_center.switch_confirmed', at, operator, { switchId: id, until });
      const confirmed = await store.confirm(id, operator, at, entry);
      if (!confirmed) throw new Error(whyNot(await store.latest(), id, operator, at));
      return toStatus(confirmed, at);
    },
    standInEnd: async ({ operator }) => {
      const at = now();
      const id = (await store.latest())?.id ?? null;
      const entry = step('contact_center.switch_ended', at, operator, { switchId: id });
      const ended = await store.end(at, entry);
      if (!ended) throw new Error('No switch is proposed or in force.');
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
  operator: string,
  details: NonNullable<AuditEntry['details']>,
): AuditEntry {
  return { at, action, actor: { kind: 'operator', id: operator }, details };
}

function whyNot(latest: StandInSwitch | null, id: string, operator: string, at: Date): string {
  if (latest?.id !== id || !isOpen(latest, at)) {
    return `The proposal ${id} is not open (any more): it can be confirmed for 15 minutes.`;
  }
  return latest.proposedBy === operator
    ? 'Whoever proposed a switch cannot confirm it: another operator has to.'
    : `The switch ${id} is in force already.`;
}

function toStatus(given: StandInSwitch, at: Date): StandInStatus {
  const { id, minutes, proposedBy, confirmedBy, until } = given;
  const open = until ? 'in force' : 'proposed';
  return {
    id,
    state: isOpen(given, at) ? open : 'over',
    minutes,
    proposedBy,
    confirmedBy,
    until: until?.toISOString() ?? null,
  };
}
