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
export interface DigitGroup {
  readonly start: number;
  readonly end: number;
  /** True when it may continue the number of the group before it. */
  readonly continues: boolean;
}

/** Neighboring groups taken as one number. */
export interface DigitWindow {
  readonly start: number;
  readonly end: number;
  readonly digits: string;
  /** Digits in each group. */
  readonly sizes: readonly number[];
}

export function digitGroups(text: string, rule: WindowRule): readonly DigitGroup[] {
  const groups: DigitGroup[] = [];
  let previousEnd = Number.NEGATIVE_INFINITY;
  for (const { 0: digits, index: start } of text.matchAll(/\d+/g)) {
    const continues =
      start - previousEnd <= rule.separatorLength && rule.separator.test(text.slice(previousEnd, start));
    previousEnd = start + digits.length;
    groups.push({ start, end: previousEnd, continues });
  }
  return groups;
}

/** The numbers that begin with group `first`, shortest first. */
export function windowsFrom(
  text: string,
  groups: readonly DigitGroup[],
  first: number,
  rule: WindowRule,
): readonly DigitWindow[] {
  const start = groups[first]?.start ?? 0;
  const windows: DigitWindow[] = [];
  const sizes: number[] = [];
  let digits = '';
  for (let index = first; index < Math.min(groups.length, first + rule.maxGroups); index += 1) {
    const group = groups[index];
    if (group === undefined || (index > first && !group.continues)) break;
    const size = group.end - group.start;
    if (digits.length + size > rule.maxDigits) break;
    digits += text.slice(group.start, group.end);
    sizes.push(size);
    if (digits.length >= rule.minDigits)
      windows.push({ start, end: group.end, digits, sizes: sizes.slice() });
  }
  return windows;
}
