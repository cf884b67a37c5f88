import { post } from '../../shared/agent-api.js';

/** A value that was found. Places are UTF-16 code units of the text. */
export interface FoundValue {
  readonly type: string;
  readonly score: number;
  readonly start: number;
  readonly end: number;
  /** What becomes of it in messages. */
  readonly kept: string;
}

/** What somebody gets of the text. */
export interface TrialResult {
  readonly destination: string;
  /** null: everybody. */
  readonly role: string | null;
  readonly text: string;
}

export interface Trial {
  /** The policy's preset. */
  readonly preset: string;
  readonly found: readonly FoundValue[];
  readonly results: readonly TrialResult[];
}

/** Tries the gateway's policy on a text, of which nothing is kept. Throws like `fetchAgent`. */
export async function tryMasking(text: string): Promise<Trial> {
  return (await (await post('/api/v1/masking/try', { text })).json()) as Trial;
}
