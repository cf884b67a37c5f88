import { DigitGroups, type DigitWindow, type WindowRule } from '../digit-groups.js';
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
  return new DigitGroups(text, RULE).find((windows) => {
    if (!ACCOUNT_LABELS.has(labelBefore(text, windows[0].start) ?? '')) return undefined;
    const account = longest(text, windows);
    if (account === undefined || isDate(text.slice(account.start, account.end))) return undefined;
    return { start: account.start, end: account.end, score: 0.8 };
  });
}

/** A first group that is long enough is the number itself; what follows it after a space is something else. */
function longest(text: string, windows: readonly DigitWindow[]): DigitWindow | undefined {
  return windows.findLast(({ start, end, sizes }) => {
    const [first = 0] = sizes();
    return first < RULE.minDigits || !text.slice(start, end).includes(' ');
  });
}
