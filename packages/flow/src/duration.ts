const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const DURATION = /^(?:\d{1,6}(?:ms|s|m|h|d)\s*)+$/;
const PART = /(\d+)(ms|s|m|h|d)/g;

/** Milliseconds of `90s`, `2m`, `1h30m`, `500ms` or `3d`; null when the text is no duration. */
export function parseDuration(text: string): number | null {
  if (!DURATION.test(text)) return null;
  let total = 0;
  for (const [, count, unit] of text.matchAll(PART))
    total += Number(count) * UNITS[unit as keyof typeof UNITS];
  return total;
}

/** For example `1h30m`; the longest units first. */
export function formatDuration(ms: number): string {
  let rest = ms;
  let text = '';
  for (const unit of ['d', 'h', 'm', 's', 'ms'] as const) {
    const count = Math.floor(rest / UNITS[unit]);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * UNITS[unit];
  }
  return text === '' ? '0s' : text;
}
