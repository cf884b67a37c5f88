/** A place between numbers: just before or just after `value`. */
interface Bound {
  readonly value: number;
  readonly after: boolean;
}

/** A set of numbers as the places where membership changes, ascending; the first one is where it begins. */
export class NumberSet {
  static readonly none = new NumberSet([]);
  static readonly all = new NumberSet([{ value: Number.NEGATIVE_INFINITY, after: false }]);

  private constructor(readonly bounds: readonly Bound[]) {}

  static only(value: number): NumberSet {
    return new NumberSet([
      { value, after: false },
      { value, after: true },
    ]);
  }

  static compared(operator: '<' | '<=' | '>' | '>=', value: number): NumberSet {
    const below = new NumberSet([
      { value: Number.NEGATIVE_INFINITY, after: false },
      { value, after: operator === '<=' || operator === '>' },
    ]);
    return operator === '<' || operator === '<=' ? below : NumberSet.all.combine(below, (a, b) => a && !b);
  }

  get isEmpty(): boolean {
    return this.bounds.length === 0;
  }

  /** The numbers for which `keep` holds, told whether each is in this set and in the other one. */
  combine(other: NumberSet, keep: (here: boolean, there: boolean) => boolean): NumberSet {
    const places = [...this.bounds, ...other.bounds].sort(compareBounds);
    const bounds: Bound[] = [];
    let inside = false;
    for (const [index, place] of places.entries()) {
      const next = places[index + 1];
      if (next && compareBounds(place, next) === 0) continue;
      if (keep(this.#holdsAfter(place), other.#holdsAfter(place)) === inside) continue;
      bounds.push(place);
      inside = !inside;
    }
    return new NumberSet(bounds);
  }

  #holdsAfter(place: Bound): boolean {
    return this.bounds.filter((bound) => compareBounds(bound, place) <= 0).length % 2 === 1;
  }
}

function compareBounds(a: Bound, b: Bound): number {
  if (a.value !== b.value) return a.value < b.value ? -1 : 1;
  return Number(a.after) - Number(b.after);
}
