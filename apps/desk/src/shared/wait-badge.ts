import { html, type TemplateResult } from 'lit';
import { elapsed, urgency } from './format.js';
import { icons } from './icons.js';

const LOOKS = {
  calm: { tone: '', words: 'waiting' },
  soon: { tone: 'warn', words: 'long wait' },
  late: { tone: 'bad', words: 'very long wait' },
} as const;

/** How long somebody has waited since `since` (ISO 8601); a long wait is said in words as well as in color. */
export function waitBadge(since: string, now: number): TemplateResult {
  const { tone, words } = LOOKS[urgency(since, now)];
  return html`<span class="badge ${tone}"
    >${icons.clock}<time>${elapsed(since, now)}</time> <span class=${tone === '' ? 'visually-hidden' : ''}>${words}</span></span
  >`;
}
