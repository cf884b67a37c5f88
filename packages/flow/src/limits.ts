/** Bounds on what a flow may contain; beyond them a flow is refused when it is read. */
export const LIMITS = {
  /** Longest source, in UTF-16 code units of its JSON text. */
  sourceLength: 256 * 1024,
  /** Deepest nesting of objects and arrays in the source. */
  sourceDepth: 32,
  /** Most items under `logic`. */
  logicItems: 1_000,
  /** Most names under `input.variables` and `set` together. */
  variables: 200,
  /** Longest expression, in UTF-16 code units. */
  expressionLength: 4_096,
  /** Most nodes of one parsed expression. */
  expressionNodes: 250,
  /** Deepest nesting of one expression. */
  expressionDepth: 32,
} as const;
