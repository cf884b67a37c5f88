import type { FactDeclaration, FactType } from '../fact.js';
import { NumberSet } from './number-set.js';

/** The values that a variable can have: numbers, and of all others those listed or all but those listed. */
export class Domain {
  private constructor(
    readonly numbers: NumberSet,
    /** Values other than numbers, as JSON. */
    readonly listed: ReadonlySet<string>,
    /** Whether values that are not listed belong to it; those listed then do not. */
    readonly others: boolean,
  ) {}

  static of(...values: readonly unknown[]): Domain {
    const texts = values.filter((value) => typeof value !== 'number').map((value) => JSON.stringify(value));
    const numbers = values
      .filter((value) => typeof value === 'number')
      .reduce<NumberSet>(
        (set, value) => set.combine(NumberSet.only(value), (a, b) => a || b),
        NumberSet.none,
      );
    return new Domain(numbers, new Set(texts), false);
  }

  static compared(operator: '<' | '<=' | '>' | '>=', value: number): Domain {
    return new Domain(NumberSet.compared(operator, value), new Set(), false);
  }

  /** What a declared fact can be. */
  static ofFact({ type, values, default: fallback }: FactDeclaration): Domain {
    const known = values ? Domain.of(...values) : Domain.ofType(type);
    return fallback === null ? known.or(NULL) : known.minus(NULL);
  }

  static ofType(type: FactType): Domain {
    if (type === 'number') return new Domain(NumberSet.all, new Set(), false);
    if (type === 'boolean') return Domain.of(true, false);
    if (type === 'any') return new Domain(NumberSet.all, new Set(), true);
    return new Domain(NumberSet.none, new Set(['true', 'false']), true);
  }

  get isEmpty(): boolean {
    return this.numbers.isEmpty && this.listed.size === 0 && !this.others;
  }

  and(other: Domain): Domain {
    return this.#combine(other, (a, b) => a && b);
  }

  or(other: Domain): Domain {
    return this.#combine(other, (a, b) => a || b);
  }

  minus(other: Domain): Domain {
    return this.#combine(other, (a, b) => a && !b);
  }

  isWithin(other: Domain): boolean {
    return this.minus(other).isEmpty;
  }

  #combine(other: Domain, keep: (here: boolean, there: boolean) => boolean): Domain {
    const others = keep(this.others, other.others);
    const listed = [...new Set([...this.listed, ...other.listed])].filter(
      (value) => keep(this.#has(value), other.#has(value)) !== others,
    );
    return new Domain(this.numbers.combine(other.numbers, keep), new Set(listed), others);
  }

  #has(value: string): boolean {
    return this.listed.has(value) !== this.others;
  }
}

/** Every value. */
export const ANYTHING = Domain.ofType('any');
export const NULL = Domain.of(null);
