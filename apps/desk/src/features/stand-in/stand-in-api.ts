import { get, postOrRefusal } from '../../shared/agent-api.js';

/** A wish to have agents here take new conversations, or what came of it. Times are ISO 8601. */
export interface Switch {
  readonly id: string;
  readonly state: 'proposed' | 'in force';
  readonly minutes: number;
  readonly reason: string;
  readonly proposedBy: string;
  /** `operator`: on the command line, where it is confirmed, too. */
  readonly proposerKind: 'operator' | 'agent';
  readonly confirmedBy: string | null;
  /** Null once it is confirmed. */
  readonly confirmableUntil: string | null;
  /** Null before it is confirmed. */
  readonly until: string | null;
  /** Whether whoever looks proposed it. */
  readonly isYours: boolean;
}

export interface Switches {
  readonly longestMinutes: number;
  /** Null when none is proposed or in force. */
  readonly current: Switch | null;
}

/** Throws like `fetchAgent`. */
export async function fetchSwitches(): Promise<Switches> {
  return (await (await get('/api/v1/stand-in')).json()) as Switches;
}

/** The server's words when it refuses. Throws like `fetchAgent`. */
export async function changeSwitch(
  step: 'propose' | 'confirm' | 'end',
  body: object,
): Promise<Switches | string> {
  const answer = await postOrRefusal(`/api/v1/stand-in/${step}`, body);
  return typeof answer === 'string' ? answer : ((await answer.json()) as Switches);
}
