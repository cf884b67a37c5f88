/** What is to happen, by time; at the same time in the order in which it was noted. A binary heap. */
export class Agenda {
  readonly #heap: Item[] = [];
  #noted = 0;

  note(atMs: number, happen: () => void): void {
    const item = { atMs, order: this.#noted, happen };
    this.#noted += 1;
    let hole = this.#heap.length;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const above = this.#heap[parent];
      if (!above || !isBefore(item, above)) break;
      this.#heap[hole] = above;
      hole = parent;
    }
    this.#heap[hole] = item;
  }

  /** Takes what is next; undefined when there is nothing any more. */
  take(): Item | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (last && this.#heap.length > 0) this.#sink(last);
    return first;
  }

  #sink(item: Item): void {
    let hole = 0;
    for (;;) {
      const [left, right] = [this.#heap[2 * hole + 1], this.#heap[2 * hole + 2]];
      const takesRight = left !== undefined && right !== undefined && isBefore(right, left);
      const below = takesRight ? right : left;
      if (!below || isBefore(item, below)) break;
      this.#heap[hole] = below;
      hole = 2 * hole + (takesRight ? 2 : 1);
    }
    this.#heap[hole] = item;
  }
}

interface Item {
  readonly atMs: number;
  readonly order: number;
  readonly happen: () => void;
}

function isBefore(a: Item, b: Item): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}
