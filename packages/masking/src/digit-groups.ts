/** A longest run of ASCII digits. */
export interface DigitGroup {
  readonly start: number;
  readonly end: number;
}

/** Neighboring groups taken as one number. */
export interface DigitWindow {
  readonly start: number;
  readonly end: number;
  readonly digits: string;
  /** Digits in each group. */
  readonly sizes: readonly number[];
}

export function digitGroups(text: string): readonly DigitGroup[] {
  return Array.from(text.matchAll(/\d+/g), ({ 0: digits, index }) => ({
    start: index,
    end: index + digits.length,
  }));
}

export interface WindowRule {
  /** What may stand between two groups of one number. */
  readonly separator: RegExp;
  /** Longest separator, in characters. */
  readonly separatorLength: number;
  readonly maxDigits: number;
  readonly maxGroups: number;
}

/** The numbers that begin with group `first`, shortest first. */
export function windowsFrom(
  text: string,
  groups: readonly DigitGroup[],
  first: number,
  rule: WindowRule,
): readonly DigitWindow[] {
  const windows: DigitWindow[] = [];
  const sizes: number[] = [];
  let digits = '';
  let previous: DigitGroup | undefined;
  for (const group of groups.slice(first, first + rule.maxGroups)) {
    if (previous !== undefined && !joined(text, previous, group, rule)) break;
    digits += text.slice(group.start, group.end);
    if (digits.length > rule.maxDigits) break;
    sizes.push(group.end - group.start);
    windows.push({ start: groups[first]?.start ?? 0, end: group.end, digits, sizes: [...sizes] });
    previous = group;
  }
  return windows;
}

function joined(text: string, left: DigitGroup, right: DigitGroup, rule: WindowRule): boolean {
  if (right.start - left.end > rule.separatorLength) return false;
  return rule.separator.test(text.slice(left.end, right.start));
}
