import { constantOf } from '../expression.js';
import type { Flow } from '../flow.js';
import type { Step } from '../step.js';
import { ANYTHING, Domain, NULL } from './domain.js';
import { contradiction, intersect, OPAQUE, type Term } from './truth.js';

/** What is known about the variables at one place of a flow: of each the values that it can have there. */
export class Knowledge {
  private constructor(readonly term: Term) {}

  static ofFacts(flow: Flow): Knowledge {
    return new Knowledge(new Map(flow.facts.map((fact) => [fact.name, Domain.ofFact(fact)])));
  }

  static atStart(flow: Flow): Knowledge {
    const computed = flow.variables.map((name) => [name, NULL] as const);
    return new Knowledge(new Map([...Knowledge.ofFacts(flow).term, ...computed]));
  }

  /** The name under which a scope's variable is known here. */
  static nameIn(flow: Flow, scope: string, name: string): string {
    const own = scope + name;
    return scope === '' || flow.facts.some((fact) => fact.name === name) ? name : own;
  }

  /** Nobody comes here. */
  get isImpossible(): boolean {
    return contradiction(this.term) !== null;
  }

  /** What is known where two ways meet. */
  or(other: Knowledge): Knowledge {
    if (this.isImpossible) return other;
    if (other.isImpossible) return this;
    const term = new Map<string, Domain>();
    for (const [name, domain] of this.term) {
      const there = other.term.get(name);
      if (there) term.set(name, domain.or(there));
    }
    return new Knowledge(term);
  }

  /** What is known where one of the terms holds. */
  limitedTo(terms: readonly Term[]): Knowledge {
    return terms
      .map((term) => new Knowledge(intersect(this.term, term)))
      .reduce((a, b) => a.or(b), new Knowledge(new Map([[OPAQUE, Domain.of()]])));
  }

  /** What is known where none of the terms holds, as far as that can be said of one variable at a time. */
  without(terms: readonly Term[]): Knowledge {
    const term = new Map(this.term);
    for (const condition of terms) {
      const [only, ...more] = condition;
      if (!only) return new Knowledge(new Map([[OPAQUE, Domain.of()]]));
      if (more.length === 0) term.set(only[0], (term.get(only[0]) ?? ANYTHING).minus(only[1]));
    }
    return new Knowledge(term);
  }

  /** What is known after a step was left. */
  after(flow: Flow, step: Step, outcome: string): Knowledge {
    switch (step.kind) {
      case 'input':
        return this.#afterInput(step.facts, outcome);
      case 'set':
        return this.#assigned(
          step.values.map(({ name, value }) => {
            const constant = 'fixed' in value ? value.fixed : constantOf(value.expression.ast);
            const isScalar = constant !== undefined && (typeof constant !== 'object' || constant === null);
            const type = 'expression' in value ? value.expression.type : 'any';
            return [step.scope + name, isScalar ? Domain.of(constant) : Domain.ofType(type).or(NULL)];
          }),
        );
      case 'call':
        return this.#assigned(
          step.parameters.map(({ declaration }) => [
            `${step.id}/${declaration.name}`,
            Domain.ofFact(declaration),
          ]),
        );
      case 'lookup':
        return this.#assigned(
          step.results.map((result) => [step.scope + result.name, Domain.ofFact(result)]),
        );
      case 'availability':
      case 'continuity':
        // Whatever variables these declare, their values come from outside.
        return this.#assigned(
          flow.variables.filter((name) => name.startsWith(step.scope)).map((name) => [name, ANYTHING]),
        );
      default:
        return this;
    }
  }

  #afterInput(facts: readonly string[], outcome: string): Knowledge {
    const term = new Map(this.term);
    const [only, ...more] = facts;
    for (const fact of outcome === 'then' ? facts : []) {
      term.set(fact, (term.get(fact) ?? ANYTHING).minus(NULL));
    }
    if (outcome === 'missing' && only !== undefined && more.length === 0) term.set(only, NULL);
    return new Knowledge(term);
  }

  /** What was known of expressions that read a variable is not known any more. */
  #assigned(values: readonly (readonly [string, Domain])[]): Knowledge {
    const term = new Map([...this.term].filter(([name]) => !name.startsWith(OPAQUE)));
    for (const [name, domain] of values) term.set(name, domain);
    return new Knowledge(term);
  }
}
