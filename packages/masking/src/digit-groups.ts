/** How digits may be spread over groups and still be one number. */
export interface WindowRule {
  /** What may stand between two groups. */
  readonly separator: RegExp;
  /** Longest separator, in characters. */
  readonly separatorLength: number;
  readonly minDigits: number;
  readonly maxDigits: number;
  readonly maxGroups: number;
}

/** Neighboring groups taken as one number. */
export interface DigitWindow {
  readonly start: number;
  readonly end: number;
  readonly digits: string;
  /** Digits in each group. */
  readonly sizes: readonly number[];
}

/** The digits of a text, and the numbers that they may be. */
export class DigitGroups {
  readonly text: string;
  readonly #runs: readonly number[];
  readonly #rule: WindowRule;
  /** For each run whether it may continue the number of the one before: 1 yes, 2 no, 0 not asked yet. */
  readonly #continues: Uint8Array;

  /** @param runs see `ScannedText.digitRuns` */
  constructor(text: string, runs: readonly number[], rule: WindowRule) {
    this.text = text;
    this.#runs = runs;
    this.#rule = rule;
    this.#continues = new Uint8Array(runs.length / 2);
  }

  /**
   * Goes through the groups from left to right. `judge` gets the windows that begin with a group and says what they
   * are; the groups of what it returns are not looked at again.
   */
  find<Found extends { readonly end: number }>(
    judge: (windows: WindowsFrom) => Found | undefined,
  ): readonly Found[] {
    const found: Found[] = [];
    const count = this.#runs.length / 2;
    let from = 0;
    for (let first = 0; first < count; first += 1) {
      if (this.start(first) < from) continue;
      const last = this.#lastOf(first);
      if (last <= first) continue;
      const result = judge(new WindowsFrom(this, first, last));
      if (result === undefined) continue;
      found.push(result);
      from = result.end;
    }
    return found;
  }

  start(group: number): number {
    return this.#runs[2 * group] ?? 0;
  }

  end(group: number): number {
    return this.#runs[2 * group + 1] ?? 0;
  }

  /** One past the last group of the longest window; not past `first` when there are too few digits. */
  #lastOf(first: number): number {
    const { minDigits, maxDigits, maxGroups } = this.#rule;
    const count = this.#runs.length / 2;
    let digits = 0;
    let last = first;
    for (; last < first + maxGroups && last < count; last += 1) {
      const size = this.end(last) - this.start(last);
      if (digits + size > maxDigits || (last > first && !this.#isContinued(last))) break;
      digits += size;
    }
    return digits < minDigits ? first : last;
  }

  #isContinued(group: number): boolean {
    const known = this.#continues[group];
    if (known !== 0) return known === 1;
    const end = this.end(group - 1);
    const start = this.start(group);
    const { separator, separatorLength } = this.#rule;
    const continues = start - end <= separatorLength && separator.test(this.text.slice(end, start));
    this.#continues[group] = continues ? 1 : 2;
    return continues;
  }
}

/** The windows that begin with one group, told by their number of digits. Made only when asked for: most never are. */
export class WindowsFrom {
  readonly start: number;
  readonly #groups: DigitGroups;
  readonly #first: number;
  /** One past the last group of the longest window. */
  readonly #last: number;

  constructor(groups: DigitGroups, first: number, last: number) {
    this.#groups = groups;
    this.#first = first;
    this.#last = last;
    this.start = groups.start(first);
  }

  /** Up to so many digits that all longer windows begin with. */
  prefix(length: number): string {
    let digits = '';
    for (let group = this.#first; group < this.#last && digits.length < length; group += 1)
      digits += this.#digits(group);
    return digits.slice(0, length);
  }

  /** The one with so many digits, if groups end there. */
  ofLength(length: number): DigitWindow | undefined {
    let count = 0;
    for (let group = this.#first; group < this.#last && count < length; group += 1) {
      count += this.#groups.end(group) - this.#groups.start(group);
      if (count === length) return this.#window(group);
    }
    return undefined;
  }

  /** The first that `accept` takes, of those with `most` to `fewest` digits, the longest first. */
  longest(fewest: number, most: number, accept: (window: DigitWindow) => boolean): DigitWindow | undefined {
    let count = 0;
    for (let group = this.#first; group < this.#last; group += 1) {
      count += this.#groups.end(group) - this.#groups.start(group);
    }
    for (let group = this.#last - 1; group >= this.#first && count >= fewest; group -= 1) {
      if (count <= most) {
        const window = this.#window(group);
        if (accept(window)) return window;
      }
      count -= this.#groups.end(group) - this.#groups.start(group);
    }
    return undefined;
  }

  #window(last: number): DigitWindow {
    const sizes: number[] = [];
    let digits = '';
    for (let group = this.#first; group <= last; group += 1) {
      const own = this.#digits(group);
      sizes.push(own.length);
      digits += own;
    }
    return { start: this.start, end: this.#groups.end(last), digits, sizes };
  }

  #digits(group: number): string {
    return this.#groups.text.slice(this.#groups.start(group), this.#groups.end(group));
  }
}
