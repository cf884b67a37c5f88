/**
 * What is seen first; the rest is in `later-styles.ts`, and takes no other room than this has left for it.
 * Transparent borders are deliberate: forced-colors mode paints them, and nothing else of a filled shape.
 */
export const CORE_CSS = /* css */ `
:host {
  all: initial;
  display: block;
  --accent: var(--throughline-accent, light-dark(#15509c, #2d66b8));
  --on-accent: var(--throughline-on-accent, #fff);
  --link: var(--throughline-link, light-dark(var(--accent), #9cc3fb));
  --surface: var(--throughline-surface, light-dark(#fff, #151b23));
  --text: var(--throughline-text, light-dark(#17212d, #e7ecf2));
  --muted: var(--throughline-muted, light-dark(#556273, #a4b1c0));
  --tint: var(--throughline-tint, light-dark(#f0f3f7, #242e3a));
  --line: light-dark(#e0e6ed, #2b3643);
  --control: light-dark(#7a8797, #74859a);
  --shadow: light-dark(rgb(13 31 56 / 0.2), rgb(0 0 0 / 0.5));
  --inset: var(--throughline-inset, 20px);
  color-scheme: light dark;
}
:host([hidden]), [hidden] { display: none !important; }
* { box-sizing: border-box; }
section {
  position: fixed;
  z-index: var(--throughline-z-index, 2147483000);
  inset-block-end: var(--inset);
  inset-inline-end: var(--inset);
  font: 0.9375em/1.45 var(--throughline-font, system-ui, sans-serif);
  color: var(--text);
  text-align: start;
  -webkit-text-size-adjust: 100%;
}
h2, h3, p { margin: 0; font-size: inherit; font-weight: inherit; }
button, textarea { font: inherit; color: inherit; margin: 0; }
button { padding: 0; cursor: pointer; border: 1px solid transparent; background: none; touch-action: manipulation; }
a { color: var(--link); }
p[dir=auto] { text-align: -webkit-match-parent; text-align: match-parent; }
svg {
  inline-size: 1.25em;
  flex: none;
  fill: none;
  stroke: currentColor;
  stroke-width: 1.75;
  stroke-linecap: round;
  stroke-linejoin: round;
}
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.unseen, .own .author, .message:not(.first) .author {
  position: absolute;
  inline-size: 1px;
  block-size: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}
.launcher, .avatar, .round, .send { display: grid; place-items: center; flex: none; inline-size: 44px; block-size: 44px; border-radius: 50%; }
.launcher, .avatar, .send, .own .bubble { color: var(--on-accent); background: var(--accent); }
.launcher {
  position: relative;
  inline-size: 64px;
  block-size: 64px;
  margin-inline-start: auto;
  box-shadow: 0 6px 20px var(--shadow);
}
.launcher svg { inline-size: 28px; }
section:not(.open) .launcher svg + svg, .open .launcher svg:first-child { display: none; }

.panel, .log { display: flex; flex-direction: column; }
.panel {
  inline-size: 400px;
  block-size: 640px;
  max-block-size: calc(100dvh - 2 * var(--inset) - 80px);
  margin-block-end: 16px;
  overflow: hidden;
  border: 1px solid var(--line);
  border-radius: var(--throughline-radius, 16px);
  background: var(--surface);
  box-shadow: 0 16px 48px var(--shadow);
}
header { display: flex; align-items: center; padding-block: 12px; padding-inline: 16px 8px; border-block-end: 1px solid var(--line); }
.avatar { inline-size: 40px; block-size: 40px; margin-inline-end: 12px; border: 1px solid transparent; font-weight: 600; }
.titles { flex: 1; min-inline-size: 0; overflow-wrap: anywhere; }
h2 { font-size: 1.0667em; font-weight: 650; }
.subtitle, .author, .note { color: var(--muted); font-size: 0.8667em; }
.status { padding: 6px 16px; font-size: 0.9333em; font-weight: 550; background: var(--tint); border-block-end: 1px solid var(--line); }
.status p { padding-block: 4px; }
.subtitle { min-block-size: 1.45em; }
.part:not([hidden]) { display: contents; }
.body { position: relative; display: flex; flex: 1; flex-direction: column; min-block-size: 0; overflow-y: auto; }
.body > [role=status] { display: grid; gap: 12px; padding: 24px; }
.log { flex: 1 1 0; min-block-size: 0; padding: 16px; overflow-y: auto; overscroll-behavior: contain; }
.log > :first-child { margin-block-start: auto; }
.message { display: flex; flex-direction: column; align-items: flex-start; max-inline-size: 84%; align-self: flex-start; margin-block-start: 3px; }
.first, .note { margin-block-start: 14px; }
.own { align-items: flex-end; align-self: flex-end; }
.author { margin: 0 4px 3px; font-weight: 600; }
.bubble { padding: 8px 13px; border: 1px solid transparent; border-radius: 16px; background: var(--tint); white-space: pre-wrap; overflow-wrap: anywhere; }
.bubble > div { text-align: start; }
.foot { display: flex; flex-direction: column; align-items: inherit; margin-inline: 4px; font-size: 0.8em; color: var(--muted); }
.foot:empty { display: none; }
.meta, .mark { display: flex; align-items: center; gap: 4px; }
.meta { gap: 8px; margin-block-start: 3px; min-height: 1lh; }
.note { align-self: center; min-block-size: 1.45em; padding: 0 8px; text-align: center; overflow-wrap: anywhere; }

.bottom { position: relative; padding: 22px 12px 12px; }
.composer { display: flex; align-items: flex-end; gap: 4px; padding: 1px; border: 1px solid var(--control); border-radius: 24px; }
.composer:focus-within { border-color: var(--link); outline: 1px solid var(--link); }
textarea {
  flex: 1;
  min-inline-size: 0;
  max-block-size: 132px;
  padding-block: 10px;
  padding-inline: 16px 0;
  border: 0;
  outline: 0 !important;
  background: none;
  font-size: max(16px, 1em);
  line-height: 24px;
  resize: none;
  overflow-y: auto;
}
textarea::placeholder { color: var(--muted); opacity: 1; }
.send { background-clip: padding-box; border-width: 3px; }
textarea:placeholder-shown + .send { color: var(--muted); background-color: var(--tint); }

@media (max-width: 666.98px) {
  section.open { inset: 0; }
  .open .launcher { display: none; }
  .panel { inline-size: 100%; block-size: 100%; max-block-size: none; margin: 0; border: 0; border-radius: 0; }
}
`;
