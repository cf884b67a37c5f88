export type PolicyErrorCode =
  /** Longer than 65,536 characters, or more than 200 rules. */
  | 'too_large'
  /** Neither YAML nor JSON. */
  | 'syntax'
  /** A property is missing, unknown, or has the wrong shape. */
  | 'invalid'
  | 'unknown_preset'
  | 'unknown_entity'
  | 'unknown_destination'
  | 'unknown_operator'
  /** No policy may do this; see `isForbidden`. */
  | 'forbidden';

/** Where in the source; both begin with 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A policy cannot be read. Nothing was changed: go on with the policy before. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';

  constructor(
    readonly code: PolicyErrorCode,
    /** Of the mistake, as in `rules[1].operator`; empty for the whole. */
    readonly path: string,
    /** What is wrong, without where. */
    readonly problem: string,
    /** Undefined when the source was no text. */
    readonly position?: Position,
  ) {
    super(path === '' ? problem : `${path}: ${problem}`);
  }
}
