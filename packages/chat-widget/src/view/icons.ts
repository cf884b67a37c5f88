import { CHAT, draw } from '../loader/drawing.js';

/** Outlines on a 24 × 24 grid, drawn with the color of the text around them. */
const PATHS = {
  chat: CHAT,
  down: 'M6 9.5l6 6 6-6',
  send: 'M12 19V5.5M5.5 11.5 12 5l6.5 6.5',
} as const;

/** A decorative icon, hidden from assistive technology: the words beside it say the same. */
export function icon(name: keyof typeof PATHS): SVGSVGElement {
  return draw(PATHS[name]);
}
