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

/** A longest run of ASCII digits. */
interface DigitGroup {
  readonly start: number;
  readonly end: number;
  /** How many digits of the text come before it. */
  readonly offset: number;
  /** True when it may continue the number of the group before it. */
  readonly continues: boolean;
}

/** Neighboring groups taken as one number. */
export interface DigitWindow {
  readonly start: number;
  readonly end: number;
  readonly digits: string;
  /** Digits in each group. */
  sizes(): readonly number[];
}

/** The digits of a text, and the numbers that they may be. */
export class DigitGroups {
  readonly #rule: WindowRule;
  readonly #groups: readonly DigitGroup[];
  readonly #digits: string;

  constructor(text: string, rule: WindowRule) {
    this.#rule = rule;
    this.#groups = groupsOf(text, rule);
    this.#digits = this.#groups.map(({ start, end }) => text.slice(start, end)).join('');
  }

  /**
   * Goes through the groups from left to right. `judge` gets the windows that begin with a group, shortest first, and
   * says what they are; the groups of what it returns are not looked at again.
   */
  find<Found extends { readonly end: number }>(
    judge: (windows: readonly [DigitWindow, ...DigitWindow[]]) => Found | undefined,
  ): readonly Found[] {
    const found: Found[] = [];
    let from = 0;
    for (const [first, group] of this.#groups.entries()) {
      if (group.start < from) continue;
      const [shortest, ...longer] = this.#windowsFrom(first, group);
      const result = shortest && judge([shortest, ...longer]);
      if (result === undefined) continue;
      found.push(result);
      from = result.end;
    }
    return found;
  }

  #windowsFrom(first: number, { start, offset }: DigitGroup): readonly DigitWindow[] {
    const { minDigits, maxDigits, maxGroups } = this.#rule;
    const windows: DigitWindow[] = [];
    for (let index = first; index < first + maxGroups; index += 1) {
      const group = this.#groups[index];
      if (group === undefined || (index > first && !group.continues)) break;
      const until = group.offset + group.end - group.start;
      if (until - offset > maxDigits) break;
      if (until - offset < minDigits) continue;
      const sizes = () => this.#groups.slice(first, index + 1).map((each) => each.end - each.start);
      windows.push({ start, end: group.end, digits: this.#digits.slice(offset, until), sizes });
    }
    return windows;
  }
}

function groupsOf(text: string, { separator, separatorLength }: WindowRule): readonly DigitGroup[] {
  const groups: DigitGroup[] = [];
  let previousEnd = Number.NEGATIVE_INFINITY;
  let offset = 0;
  for (const { 0: digits, index: start } of text.matchAll(/\d+/g)) {
    const continues =
      start - previousEnd <= separatorLength && separator.test(text.slice(previousEnd, start));
    previousEnd = start + digits.length;
    groups.push({ start, end: previousEnd, offset, continues });
    offset += digits.length;
  }
  return groups;
}
