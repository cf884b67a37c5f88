/** Only what is seen before the chat's own sheet takes this one's place: `../styles.ts`. */
export const LOADER_CSS = /* css */ `
:host { all: initial; color-scheme: light dark; }
:host([hidden]), [hidden] { display: none !important; }
section {
  position: fixed;
  z-index: var(--throughline-z-index, 2147483000);
  inset-block-end: var(--throughline-inset, 20px);
  inset-inline-end: var(--throughline-inset, 20px);
  font: 15px/1.45 var(--throughline-font, system-ui, sans-serif);
}
button {
  display: grid;
  place-items: center;
  inline-size: 64px;
  block-size: 64px;
  margin-inline-start: auto;
  padding: 0;
  border: 1px solid transparent;
  border-radius: 50%;
  cursor: pointer;
  color: var(--throughline-on-accent, #fff);
  background: var(--throughline-accent, light-dark(#15509c, #2d66b8));
  box-shadow: 0 6px 20px #0003;
}
svg { inline-size: 28px; fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; }
div {
  inline-size: min(320px, 85vw);
  margin-block-end: 16px;
  padding: 12px 24px;
  border: 1px solid;
  border-radius: 16px;
  color: CanvasText;
  background: Canvas;
}
`;
