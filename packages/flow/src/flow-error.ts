export type FlowErrorCode =
  /** The source is longer or nested deeper than the limits. */
  | 'too_large'
  /** The text is neither JSON nor YAML, or the object cannot be written as JSON. */
  | 'syntax'
  /** A part is missing or has the wrong shape. */
  | 'invalid'
  /** An expression does not parse, has a type error or uses a function that is not available. */
  | 'invalid_expression'
  /** An expression names a variable that is not declared. */
  | 'unknown_variable'
  /** A step leads to a step that does not exist. */
  | 'unknown_step'
  /** A step names a schedule that is not declared. */
  | 'unknown_schedule'
  /** A call names a sub-flow that is not declared. */
  | 'unknown_flow'
  /** A sub-flow calls itself, directly or through others. */
  | 'recursion'
  /** Neither the flow nor the caller gives a default. */
  | 'no_default';

/** Where a part of a flow is. `line` and `col` count from 1 and are there when the source was text. */
export interface FlowPlace {
  /** For example `logic[1].condition`; empty for the whole source. */
  readonly path: string;
  readonly line?: number;
  readonly col?: number;
}

/** A flow that cannot be loaded. */
export class FlowError extends Error {
  override readonly name = 'FlowError';
  readonly path: string;
  readonly line: number | undefined;
  readonly col: number | undefined;
  /** Everything that keeps the flow from loading, this error first. */
  readonly all: readonly FlowError[];

  constructor(
    readonly code: FlowErrorCode,
    message: string,
    place: FlowPlace,
    others: readonly FlowError[] = [],
  ) {
    super(message);
    this.path = place.path;
    this.line = place.line;
    this.col = place.col;
    this.all = [this, ...others];
  }

  /** Where the mistake is, without what is not known. */
  get place(): FlowPlace {
    const { path, line, col } = this;
    return line === undefined || col === undefined ? { path } : { path, line, col };
  }
}
