import { html, type SVGTemplateResult, svg, type TemplateResult } from 'lit';

/** Icons are decoration: the words beside them carry the meaning. Drawn on a 24-unit grid in the text's color. */
export const icons = {
  brand: icon(
    svg`<path d="M2.5 16.5c4.2 0 4.8-9 9.5-9s5.3 9 9.5 9" /><circle cx="12" cy="7.5" r="2.2" fill="currentColor" />`,
    22,
  ),
  verified: icon(
    svg`<path d="M12 3 5 5.8v5.4c0 4.4 2.9 7.9 7 9.8 4.1-1.9 7-5.4 7-9.8V5.8z" /><path d="m9 12 2.2 2.2L15.2 10" />`,
  ),
  clock: icon(svg`<circle cx="12" cy="12" r="8.5" /><path d="M12 7.5V12l3 2" />`, 12),
  keyboard: icon(
    svg`<rect x="3" y="6" width="18" height="12" rx="2" /><path d="M7 10h.01M11 10h.01M15 10h.01M17 14h.01M7 14h.01M10.5 14h3" />`,
  ),
  send: icon(svg`<path d="M4.5 12 20 4.5 15.5 20l-3.2-6.3z" /><path d="m12.3 13.7 3-3.2" />`),
  bubbles: icon(
    svg`<path d="M4 5.5h11a1.5 1.5 0 0 1 1.5 1.5v6a1.5 1.5 0 0 1-1.5 1.5H8.5L5 17.5v-3H4A1.5 1.5 0 0 1 2.5 13V7A1.5 1.5 0 0 1 4 5.5z" /><path d="M19 9.5h.5A1.5 1.5 0 0 1 21 11v5.5a1.5 1.5 0 0 1-1.5 1.5H19v2.5L16 18h-3.5" />`,
    36,
  ),
  shield: icon(
    svg`<rect x="5" y="10.5" width="14" height="9" rx="1.5" /><path d="M8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5" />`,
    14,
  ),
  down: icon(svg`<path d="M12 5v14M6.5 13.5 12 19l5.5-5.5" />`, 14),
};

function icon(shape: SVGTemplateResult, size = 16): TemplateResult {
  return html`<svg
    viewBox="0 0 24 24"
    width=${size}
    height=${size}
    fill="none"
    stroke="currentColor"
    stroke-width="2"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    ${shape}
  </svg>`;
}
