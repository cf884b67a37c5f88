import type { Subject } from '../subject.js';

/** Names, codes, counts and seconds; never content, ids of people, or secrets. */
export type Observed = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** Something that Genesys does not document, and on which the gateway relies or could. */
export interface Fact {
  readonly id: string;
  readonly question: string;
  /** How it is measured, or how a person finds out. */
  readonly how: string;
  /** Null where it takes a person, or changes something. */
  readonly measure: ((subject: Subject) => Promise<Observed>) | null;
}
