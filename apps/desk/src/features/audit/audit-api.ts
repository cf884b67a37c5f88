import { post } from '../../shared/agent-api.js';

/** An entry of the audit trail. */
export interface TrailEntry {
  readonly seq: number;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly action: string;
  readonly actorKind: string;
  readonly actorId: string;
  readonly conversationId: string | null;
  readonly details: Readonly<Record<string, string | number | boolean | null>> | null;
}

/** What can be searched by. Absent means any. */
export interface TrailSearch {
  readonly conversationId?: string;
  /** The customer's id at the portal. */
  readonly customer?: string;
  readonly actorId?: string;
  readonly sessionId?: string;
  readonly action?: string;
  /** ISO 8601. */
  readonly since?: string;
  readonly until?: string;
}

export interface TrailCheck {
  readonly entries: number;
  /** Nothing was checked; the command line checks it. */
  readonly tooLong: boolean;
  readonly findings?: readonly { readonly seq: number; readonly message: string }[];
  readonly checkpoints?: number;
  readonly vouchedBy?: { readonly seq: number; readonly at: string } | null;
}

export const PAGE = 50;

/** The newest entries before a place. Throws like `fetchAgent`. */
export async function searchTrail(search: TrailSearch, before: number): Promise<readonly TrailEntry[]> {
  const answer = await post('/api/v1/audit/search', { ...search, before, limit: PAGE });
  return ((await answer.json()) as { entries: readonly TrailEntry[] }).entries;
}

/** Throws like `fetchAgent`. */
export async function checkTrail(): Promise<TrailCheck> {
  return (await (await post('/api/v1/audit/check', {})).json()) as TrailCheck;
}
