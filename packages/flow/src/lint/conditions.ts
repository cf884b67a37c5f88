import { type Expression, isBroken } from '../expression.js';
import type { Finding, FindingRule } from '../finding.js';
import type { Flow } from '../flow.js';
import type { SourcePath } from '../source.js';
import type { Step, StepOf } from '../step.js';
import { closest } from '../suggestion.js';
import { Domain } from './domain.js';
import type { Order } from './graph.js';
import { Knowledge } from './knowledge.js';
import { finding } from './report.js';
import { contradiction, intersect, type Term, whenTrue } from './truth.js';

/**
 * Conditions that can never be true, and those that an earlier one covers. Follows the flow from its start with what
 * is known about each variable, and reports only what holds for all customers who come there.
 */
export function lintConditions(flow: Flow, order: Order): readonly Finding[] {
  const linter = new ConditionLinter(flow);
  linter.expect(flow.start, Knowledge.atStart(flow));
  for (const step of order.steps) linter.visit(step);
  return linter.findings;
}

class ConditionLinter {
  /** By place: one entry for each time that a condition was looked at, null where it is fine. */
  readonly #judged = new Map<string, (Finding | null)[]>();
  readonly #arriving = new Map<string, Knowledge>();

  constructor(readonly flow: Flow) {}

  /** A condition of a sub-flow is a mistake when it is one in every call. */
  get findings(): readonly Finding[] {
    return [...this.#judged.values()].flatMap((judged) => (judged.includes(null) ? [] : (judged[0] ?? [])));
  }

  /** Notes with what knowledge a step is reached. */
  expect(id: string, knowledge: Knowledge): void {
    this.#arriving.set(id, this.#arriving.get(id)?.or(knowledge) ?? knowledge);
  }

  visit(step: Step): void {
    const known = this.#arriving.get(step.id);
    if (!known || known.isImpossible) return;
    if (step.kind === 'decide') this.#decide(step, known);
    else if (step.kind === 'switch') this.#switch(step, known);
    else for (const [outcome, { to }] of step.exits) this.expect(to, known.after(this.flow, step, outcome));
  }

  #decide(step: StepOf<'decide'>, known: Knowledge): void {
    let rest = known;
    const before: Term[] = [];
    for (const { outcome, condition, path } of step.branches) {
      const terms = isBroken(condition) ? null : this.#whenTrue(step, condition);
      const at = this.flow.form === 'router' ? path : [...path, 'if'];
      if (terms) this.#judge(terms, known, rest, before, condition, at);
      this.#expectExit(step, outcome, terms ? rest.limitedTo(terms) : rest);
      before.push(...(terms ?? []));
      if (terms) rest = rest.without(terms);
    }
    this.#expectExit(step, 'otherwise', rest);
  }

  #judge(
    terms: readonly Term[],
    known: Knowledge,
    rest: Knowledge,
    before: readonly Term[],
    condition: Expression,
    path: SourcePath,
  ): void {
    const problem = this.#problem(terms, known, rest, before, condition);
    const found = problem && finding(this.flow, 'error', problem.rule, path, problem.message);
    const { path: place } = this.flow.locate(path);
    this.#judged.set(place, [...(this.#judged.get(place) ?? []), found]);
  }

  #problem(
    terms: readonly Term[],
    known: Knowledge,
    rest: Knowledge,
    before: readonly Term[],
    { text }: Expression,
  ): { readonly rule: FindingRule; readonly message: string } | null {
    const canBeTrue = (within: Knowledge) =>
      terms.filter((term) => contradiction(intersect(within.term, term)) === null);
    if (canBeTrue(Knowledge.ofFacts(this.flow)).length === 0) {
      return { rule: 'never-true', message: `${text} is never true${this.#why(terms, known)}` };
    }
    if (canBeTrue(known).length === 0) {
      const message = `${text} is never true here: the steps before it leave no such case`;
      return { rule: 'shadowed', message };
    }
    if (canBeTrue(rest).every((term) => isCovered(intersect(known.term, term), before))) {
      return { rule: 'shadowed', message: `this never applies: conditions before it cover ${text}` };
    }
    return null;
  }

  /** The value that a text was probably meant to be. */
  #why(terms: readonly Term[], known: Knowledge): string {
    const [term] = terms;
    const name = term && contradiction(intersect(known.term, term));
    const wanted = name ? [...(term?.get(name)?.listed ?? [])] : [];
    const values = this.flow.facts.find((fact) => fact.name === name)?.values;
    if (!values || wanted.length === 0) return '';
    const meant = closest(String(JSON.parse(wanted[0] ?? '""')), values);
    return `: ${name} is one of ${values.join(', ')}${meant === undefined ? '' : ` (did you mean "${meant}"?)`}`;
  }

  #switch(step: StepOf<'switch'>, known: Knowledge): void {
    const { ast } = step.on;
    const name = ast.op === 'id' ? Knowledge.nameIn(this.flow, step.scope, ast.args) : null;
    let rest = known;
    for (const { outcome, values, path } of step.cases) {
      const domain = values.map((value) => toDomain(value)).reduce((a, b) => a.or(b));
      const terms: readonly Term[] = name === null ? [] : [new Map([[name, domain]])];
      if (name !== null)
        this.#judge(
          terms,
          known,
          rest,
          [],
          { ...step.on, text: `${step.on.text} == ${values.join(', ')}` },
          path,
        );
      this.#expectExit(step, outcome, name === null ? rest : rest.limitedTo(terms));
      if (name !== null) rest = rest.without(terms);
    }
    this.#expectExit(step, 'otherwise', rest);
  }

  #expectExit(step: Step, outcome: string, knowledge: Knowledge): void {
    const to = step.exits.get(outcome)?.to;
    if (to !== undefined) this.expect(to, knowledge);
  }

  #whenTrue({ scope }: Step, { ast }: Expression): readonly Term[] | null {
    return whenTrue(ast, (name) => Knowledge.nameIn(this.flow, scope, name));
  }
}

/** A case is written as text; it stands for the number or boolean that reads so as well. */
function toDomain(value: string): Domain {
  if (value === 'true' || value === 'false') return Domain.of(value, value === 'true');
  const number = Number(value);
  return String(number) === value ? Domain.of(value, number) : Domain.of(value);
}

/** Whether one of the earlier terms holds whenever this one does. */
function isCovered(term: Term, before: readonly Term[]): boolean {
  return before.some((earlier) =>
    [...earlier].every(([name, domain]) => term.get(name)?.isWithin(domain) ?? false),
  );
}
