import { type Assignment, constantOf, type Flow, type Step } from '@throughline/flow';
import { toText } from './expression.js';

/**
 * The text variables of a flow that Architect can have as well: facts, which arrive as participant data, and what steps
 * compute from fixed text and other such variables.
 */
export class FlowVariables {
  /** From the flow's name to Architect's. */
  readonly #names = new Map<string, string>();
  readonly #flow: Flow;

  constructor(flow: Flow) {
    this.#flow = flow;
    const facts = flow.facts
      .filter(({ type }) => type === 'string' || type === 'any')
      .map(({ name }) => name);
    for (const name of [...facts, ...computedTexts(flow, new Set(facts))]) this.#add(name);
  }

  /** Architect's name of what a step of the scope calls so; null when Architect does not have it. */
  of(scope: string, name: string): string | null {
    return this.#names.get(inScope(this.#flow, scope, name)) ?? null;
  }

  /** The value as an expression; null when Architect cannot compute it. */
  valueOf(scope: string, { value }: Assignment): string | null {
    const read = nameIn(value);
    if (read !== null) return this.of(scope, read);
    const fixed = fixedIn(value);
    return typeof fixed === 'string' ? toText(fixed) : null;
  }

  list(): readonly { readonly name: string; readonly variable: string }[] {
    return [...this.#names].map(([name, variable]) => ({ name, variable }));
  }

  #add(name: string): void {
    const base = `Flow.${name.replace(/\W/g, '_')}`;
    const taken = new Set(this.#names.values());
    let variable = base;
    for (let number = 2; taken.has(variable) || isOurs(variable); number += 1) {
      variable = `${base}_${number}`;
    }
    this.#names.set(name, variable);
  }
}

/** What steps compute, without what depends on anything else. */
function computedTexts(flow: Flow, facts: ReadonlySet<string>): ReadonlySet<string> {
  const known = new Set(flow.variables);
  const assigned = [...flow.steps.values()].flatMap((step) => assignmentsOf(step));
  const names = new Set(assigned.map(({ name }) => name));
  for (const name of known) if (!names.has(name)) known.delete(name);
  for (let before = -1; before !== known.size; ) {
    before = known.size;
    for (const each of assigned) if (!isText(flow, each, known, facts)) known.delete(each.name);
  }
  return known;
}

interface Assigned {
  readonly name: string;
  readonly scope: string;
  /** Null for what only the gateway knows. */
  readonly assignment: Assignment | null;
}

function assignmentsOf(step: Step): readonly Assigned[] {
  const { scope } = step;
  if (step.kind === 'set') {
    return step.values.map((assignment) => ({ name: scope + assignment.name, scope, assignment }));
  }
  if (step.kind === 'lookup')
    return step.results.map(({ name }) => ({ name: scope + name, scope, assignment: null }));
  if (step.kind === 'continuity' && step.agent !== null) {
    return [{ name: scope + step.agent, scope, assignment: null }];
  }
  if (step.kind !== 'call') return [];
  return step.parameters.map(({ declaration, value }) => ({
    name: `${step.id}/${declaration.name}`,
    scope,
    assignment: value ?? { name: declaration.name, value: { fixed: declaration.default } },
  }));
}

function isText(
  flow: Flow,
  { scope, assignment }: Assigned,
  known: ReadonlySet<string>,
  facts: ReadonlySet<string>,
): boolean {
  if (assignment === null) return false;
  const { value } = assignment;
  const read = nameIn(value);
  if (read === null) return typeof fixedIn(value) === 'string';
  const name = inScope(flow, scope, read);
  return known.has(name) || facts.has(name);
}

/** The variable that is copied. */
function nameIn(value: Assignment['value']): string | null {
  return 'expression' in value && value.expression.ast.op === 'id' ? value.expression.ast.args : null;
}

/** Undefined when it depends on variables. */
function fixedIn(value: Assignment['value']): unknown {
  return 'fixed' in value ? value.fixed : constantOf(value.expression.ast);
}

/** A sub-flow's own variables come before the facts of the flow. */
function inScope(flow: Flow, scope: string, name: string): string {
  return flow.variables.includes(scope + name) ? scope + name : name;
}

/** Names that the export needs beside those of the flow. */
function isOurs(variable: string): boolean {
  return variable === 'Flow.outcome' || variable.startsWith('Flow.throughline');
}
