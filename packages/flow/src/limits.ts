/** Bounds on what a flow may contain; beyond them a flow is refused when it is read. */
export const LIMITS = {
  /** Longest source, in UTF-16 code units of its text. */
  sourceLength: 256 * 1024,
  /** Deepest nesting of objects and arrays in the source. */
  sourceDepth: 32,
  /** Most items under `logic`. */
  logicItems: 1_000,
  /** Most steps, those of sub-flows counted once for each call. */
  steps: 1_000,
  /** Most names: facts, computed values, results and parameters together. */
  variables: 200,
  /** Longest expression, in UTF-16 code units. */
  expressionLength: 4_096,
  /** Most nodes of one parsed expression. */
  expressionNodes: 250,
  /** Deepest nesting of one expression. */
  expressionDepth: 32,
  /** Longest regular expression, in UTF-16 code units. */
  patternLength: 256,
  /** Longest text of a fact, in UTF-16 code units; a longer one counts as missing. */
  factTextLength: 10_000,
  /** Longest list of a fact; a longer one counts as missing. */
  factListLength: 1_000,
  /** Most steps of one run; then the default applies. */
  runSteps: 1_000,
} as const;
