import { html, type TemplateResult } from 'lit';

const RADIUS = 9;
const LENGTH = 2 * Math.PI * RADIUS;

/** A ring that empties as `share` goes from 1 to 0. Drawn with attributes, which a strict CSP allows. */
export function countdownRing(share: number): TemplateResult {
  return html`<svg class="ring" viewBox="0 0 24 24" width="28" height="28" fill="none" stroke-width="3" aria-hidden="true">
    <circle cx="12" cy="12" r=${RADIUS} />
    <circle
      cx="12"
      cy="12"
      r=${RADIUS}
      stroke="currentColor"
      stroke-linecap="round"
      stroke-dasharray=${LENGTH}
      stroke-dashoffset=${LENGTH * (1 - Math.min(1, share))}
      transform="rotate(-90 12 12)"
    />
  </svg>`;
}
