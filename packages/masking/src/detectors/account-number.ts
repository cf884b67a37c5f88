import { type DigitWindow, digitGroups, type WindowRule, windowsFrom } from '../digit-groups.js';
import type { Detection } from '../entity.js';
import { labelBefore } from '../label.js';
import { isDate } from '../shapes.js';
import type { Detector } from './detector.js';

/** Account numbers of 6 to 17 digits that are called so. Nothing about such a number can be proven. */
export const accountNumber: Detector = { type: 'ACCOUNT_NUMBER', find };

const ACCOUNT_LABELS: ReadonlySet<string> = new Set(['account', 'acct', 'acc', 'acno']);

const RULE: WindowRule = {
  separator: /^[ -]$/,
  separatorLength: 1,
  minDigits: 6,
  maxDigits: 17,
  maxGroups: 9,
};

function find(text: string): readonly Omit<Detection, 'type'>[] {
  const found: Omit<Detection, 'type'>[] = [];
  const groups = digitGroups(text, RULE);
  let from = 0;
  for (const [first, group] of groups.entries()) {
    if (group.start < from || !ACCOUNT_LABELS.has(labelBefore(text, group.start) ?? '')) continue;
    const account = longest(text, windowsFrom(text, groups, first, RULE));
    if (account === undefined || isDate(text.slice(account.start, account.end))) continue;
    found.push({ start: account.start, end: account.end, score: 0.8 });
    from = account.end;
  }
  return found;
}

/** A first group that is long enough is the number itself; what follows it after a space is something else. */
function longest(text: string, windows: readonly DigitWindow[]): DigitWindow | undefined {
  return windows.findLast(
    ({ start, end, sizes: [first = 0] }) => first < RULE.minDigits || !text.slice(start, end).includes(' '),
  );
}
