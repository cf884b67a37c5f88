import { ExpressionCompiler } from './expression.js';
import type { Finding } from './finding.js';
import type { Fallback, Flow, FlowTarget, LogicItem, Variable } from './flow.js';
import { LIMITS } from './limits.js';
import { Source, type SourcePath } from './source.js';
import { parseInputs, parseSet } from './variables.js';
import { contentVersion } from './version.js';

export interface ParseFlowOptions {
  /** Name of the flow in decisions; without it the source's own `name`, else `flow`. */
  readonly name?: string;
  /** Queue for escalations that no part of the flow claims. Required for a flow without a default of its own. */
  readonly defaultQueue?: string;
}

/**
 * Reads and compiles a flow, from JSON text or from an object of the same shape (SPEC.md).
 * Throws `FlowError` and nothing else, whatever the source.
 */
export function parseFlow(source: string | object, options: ParseFlowOptions = {}): Flow {
  return new FlowParser(new Source(source)).parse(options);
}

const FLOW_PROPERTIES = ['name', 'version', 'description', '$schema', 'input', 'set', 'setData', 'logic'];
/** In order of precedence. */
const DEFAULT_PROPERTIES = ['default', 'defaultTarget', 'fallback'];
const DEFAULT_CONDITIONS: ReadonlySet<unknown> = new Set(['default', 'else', 'true']);

export type JsonObject = Readonly<Record<string, unknown>>;

/** One reading of one source. */
export class FlowParser {
  readonly source: Source;
  readonly compiler = new ExpressionCompiler();
  readonly notes: Finding[] = [];

  constructor(source: Source) {
    this.source = source;
  }

  parse(options: ParseFlowOptions): Flow {
    const flow = this.object(this.source.value, []);
    this.noteUnknown(flow, [], [...FLOW_PROPERTIES, ...DEFAULT_PROPERTIES]);
    const inputs = parseInputs(this, flow.input);
    const assignments = parseSet(this, flow);
    return Object.freeze({
      name: options.name ?? this.#label(flow, 'name') ?? 'flow',
      version: this.#label(flow, 'version') ?? contentVersion(this.source.value),
      inputs,
      assignments,
      logic: this.#logic(flow.logic),
      fallback: this.#fallback(flow, options.defaultQueue),
      notes: this.notes,
      locate: this.source.locate,
    });
  }
