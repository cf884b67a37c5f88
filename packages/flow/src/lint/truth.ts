import { type ASTNode, serialize } from '@marcbachmann/cel-js';
import { constantOf } from '../expression.js';
import { ANYTHING, Domain } from './domain.js';

/** What must hold together: from variable to the values that it must have. */
export type Term = ReadonlyMap<string, Domain>;

/** A condition whose truth needs more terms is not looked into. */
const MOST_TERMS = 64;

/**
 * When a condition is true: in any of the terms. Null when that is too much to say. What is neither a comparison of
 * a variable with fixed values nor a combination of such counts as a variable of its own, named by its text.
 */
export function whenTrue(node: ASTNode, nameOf: (variable: string) => string): readonly Term[] | null {
  return new Truth(nameOf).of(node, true);
}

class Truth {
  constructor(readonly nameOf: (variable: string) => string) {}

  of(node: ASTNode, wanted: boolean): readonly Term[] | null {
    if (node.op === '!_') return this.of(node.args, !wanted);
    if (node.op === '&&' || node.op === '||') {
      const [left, right] = node.args.map((part) => this.of(part, wanted));
      if (!left || !right) return null;
      return (node.op === '&&') === wanted ? both(left, right) : either(left, right);
    }
    const constant = constantOf(node);
    if (constant !== undefined) return constant === wanted ? [new Map()] : [];
    return [this.#atom(node, wanted)];
  }

  #atom(node: ASTNode, wanted: boolean): Term {
    if (node.op === 'id') return new Map([[this.nameOf(node.args), Domain.of(wanted)]]);
    const comparison = this.#comparison(node, wanted);
    return comparison ?? new Map([[OPAQUE + this.nameOf(serialize(node)), Domain.of(wanted)]]);
  }

  #comparison(node: ASTNode, wanted: boolean): Term | null {
    if (!isComparison(node)) return null;
    const [left, right] = node.args;
    const turned = left.op !== 'id';
    const variable = turned ? right : left;
    const value = constantOf(turned ? left : right);
    if (variable.op !== 'id' || value === undefined) return null;
    const domain = compare(node.op, value, turned, wanted);
    return domain && new Map([[this.nameOf(variable.args), domain]]);
  }
}

/** Begins the name of what is not looked into; no variable begins so. */
export const OPAQUE = '?';

type Order = '<' | '<=' | '>' | '>=';
const TURNED = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;
const NEGATED = { '<': '>=', '<=': '>', '>': '<=', '>=': '<' } as const;

function isComparison(node: ASTNode): node is Extract<ASTNode, { op: Order | '==' | '!=' | 'in' }> {
  return ['==', '!=', 'in', '<', '<=', '>', '>='].includes(node.op);
}

function compare(operator: Order | '==' | '!=' | 'in', value: unknown, turned: boolean, wanted: boolean) {
  if (operator === 'in') {
    if (turned || !Array.isArray(value)) return null;
    return wanted ? Domain.of(...value) : ANYTHING.minus(Domain.of(...value));
  }
  if (operator === '==' || operator === '!=') {
    if (typeof value === 'object' && value !== null) return null;
    return (operator === '==') === wanted ? Domain.of(value) : ANYTHING.minus(Domain.of(value));
  }
  if (typeof value !== 'number') return null;
  // Negated, a comparison is still false for what is no number.
  const straight = turned ? TURNED[operator] : operator;
  return Domain.compared(wanted ? straight : NEGATED[straight], value);
}

function either(left: readonly Term[], right: readonly Term[]): readonly Term[] | null {
  return left.length + right.length > MOST_TERMS ? null : [...left, ...right];
}

function both(left: readonly Term[], right: readonly Term[]): readonly Term[] | null {
  if (left.length * right.length > MOST_TERMS) return null;
  return left.flatMap((a) => right.map((b) => intersect(a, b)));
}

/** What holds in both. */
export function intersect(a: Term, b: Term): Term {
  const result = new Map(a);
  for (const [name, domain] of b) result.set(name, result.get(name)?.and(domain) ?? domain);
  return result;
}

/** The variable that keeps the term from ever holding; null when nothing does. */
export function contradiction(term: Term): string | null {
  for (const [name, domain] of term) if (domain.isEmpty) return name;
  return null;
}
