/** Transparent borders are deliberate: forced-colors mode paints them, and nothing else of a filled shape. */
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
  --danger: light-dark(#b0241c, #ffb3ab);
  --danger-tint: light-dark(#fdf1f0, #3a2122);
  --shadow: light-dark(rgb(13 31 56 / 0.2), rgb(0 0 0 / 0.5));
  --radius: var(--throughline-radius, 16px);
  --inset: var(--throughline-inset, 20px);
  color-scheme: light dark;
}
:host([hidden]), [hidden] { display: none !important; }
*, ::before, ::after { box-sizing: border-box; }
section {
  position: fixed;
  z-index: var(--throughline-z-index, 2147483000);
  inset-block-end: var(--inset);
  inset-inline-end: var(--inset);
  font: 0.9375em/1.45 var(--throughline-font, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif);
  color: var(--text);
  text-align: start;
  -webkit-text-size-adjust: 100%;
}
h2, h3, p { margin: 0; font-size: inherit; font-weight: inherit; }
button, textarea { font: inherit; color: inherit; margin: 0; }
button { cursor: pointer; border: 1px solid transparent; background: none; touch-action: manipulation; }
a { color: var(--link); }
p[dir=auto] { text-align: -webkit-match-parent; text-align: match-parent; }
svg {
  inline-size: 1.25em;
  block-size: 1.25em;
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

.launcher {
  position: relative;
  display: grid;
  place-items: center;
  inline-size: 64px;
  block-size: 64px;
  margin-inline-start: auto;
  padding: 0;
  border-radius: 50%;
  color: var(--on-accent);
  background: var(--accent);
  box-shadow: 0 6px 20px var(--shadow), 0 1px 3px var(--shadow);
}
.launcher:hover { filter: brightness(1.08); }
.launcher:focus-visible { outline-width: 3px; outline-offset: 3px; box-shadow: 0 0 0 3px var(--surface); }
.launcher svg { inline-size: 28px; block-size: 28px; }
section:not(.open) .launcher svg + svg, .open .launcher svg:first-child { display: none; }
.badge {
  position: absolute;
  inset-block-start: -3px;
  inset-inline-end: -3px;
  min-inline-size: 24px;
  padding: 0 6px;
  border: 2px solid var(--surface);
  border-radius: 14px;
  font-size: 13px;
  font-weight: 600;
  line-height: 20px;
  text-align: center;
  color: #fff;
  background: #b3261e;
}
.badge:empty { display: none; }

.panel {
  display: flex;
  flex-direction: column;
  inline-size: 400px;
  block-size: 640px;
  max-block-size: calc(100dvh - 2 * var(--inset) - 80px);
  margin-block-end: 16px;
  overflow: hidden;
  border: 1px solid var(--line);
  border-radius: var(--radius);
  background: var(--surface);
  box-shadow: 0 16px 48px var(--shadow), 0 2px 6px var(--shadow);
}
header { display: flex; align-items: center; gap: 8px; padding-block: 12px; padding-inline: 16px 12px; border-block-end: 1px solid var(--line); }
.avatar {
  display: grid;
  place-items: center;
  flex: none;
  inline-size: 40px;
  block-size: 40px;
  margin-inline-end: 4px;
  border: 1px solid transparent;
  border-radius: 50%;
  font-weight: 600;
  color: var(--on-accent);
  background: var(--accent);
}
.titles { flex: 1; min-inline-size: 0; }
h2 { font-size: 1.0667em; font-weight: 650; letter-spacing: -0.005em; overflow-wrap: anywhere; }
.subtitle { color: var(--muted); font-size: 0.8667em; overflow-wrap: anywhere; }
.round { display: grid; place-items: center; flex: none; inline-size: 44px; block-size: 44px; padding: 0; border-radius: 50%; }
.round:hover, .quiet:hover { background: var(--tint); }
.quiet {
  flex: none;
  min-block-size: 36px;
  padding: 0 12px;
  border-color: var(--control);
  border-radius: 18px;
  font-size: 0.8667em;
  font-weight: 550;
}

.status { display: none; flex-wrap: wrap; align-items: center; gap: 2px 12px; padding: 6px 16px; font-size: 0.9333em; background: var(--tint); border-block-end: 1px solid var(--line); }
.status.shown { display: flex; }
.status > [role=status] { flex: 1 1 auto; font-weight: 550; padding-block: 4px; }
.contacts { display: flex; flex-wrap: wrap; gap: 4px 16px; }
.contact { display: inline-flex; align-items: center; gap: 6px; min-block-size: 28px; }

.part:not([hidden]) { display: contents; }
.body { position: relative; display: flex; flex: 1; flex-direction: column; min-block-size: 0; overflow-y: auto; }
.log { flex: 1 1 0; min-block-size: 0; display: flex; flex-direction: column; padding: 16px; overflow-y: auto; overscroll-behavior: contain; }
.log:focus-visible { outline-offset: -3px; border-radius: 4px; }
.log > :first-child { margin-block-start: auto; }
.log > :focus-visible { border-radius: 8px; }
.message { display: flex; flex-direction: column; align-items: flex-start; max-inline-size: 84%; align-self: flex-start; margin-block-start: 3px; }
.message.first { margin-block-start: 14px; }
.own { align-items: flex-end; align-self: flex-end; }
.author { margin: 0 4px 3px; font-size: 0.8667em; font-weight: 600; color: var(--muted); }
.bubble {
  padding: 8px 13px;
  border: 1px solid transparent;
  border-radius: 16px;
  border-start-start-radius: 5px;
  background: var(--tint);
  white-space: pre-wrap;
  overflow-wrap: anywhere;
}
.bubble > div { text-align: start; }
.first .bubble { border-start-start-radius: 16px; }
.last .bubble { border-end-start-radius: 5px; }
.own .bubble { border-radius: 16px; border-start-end-radius: 5px; color: var(--on-accent); background: var(--accent); }
.first .bubble { border-start-end-radius: 16px; }
.own.last .bubble { border-end-end-radius: 5px; }
.own .bubble a { color: inherit; }
.foot { display: flex; flex-direction: column; align-items: inherit; margin-inline: 4px; font-size: 0.8em; color: var(--muted); }
.foot:empty { display: none; }
.meta, .masked, .mark { display: flex; align-items: center; gap: 4px; }
.meta { gap: 8px; margin-block-start: 3px; }
.mark svg { inline-size: 15px; block-size: 15px; }
.mark.read { color: var(--link); }
.note { align-self: center; margin-block-start: 14px; padding: 0 8px; font-size: 0.8667em; text-align: center; color: var(--muted); overflow-wrap: anywhere; }
.day { display: flex; align-self: stretch; align-items: center; gap: 12px; }
.day::before, .day::after { content: ""; flex: 1; border-block-start: 1px solid var(--line); }
.log[hidden] + .pill { display: none; }
.pill {
  position: absolute;
  inset-block-end: 10px;
  inset-inline: 0;
  inline-size: fit-content;
  min-block-size: 36px;
  margin-inline: auto;
  padding: 0 18px;
  border-radius: 18px;
  font-weight: 600;
  font-size: 0.8667em;
  color: var(--on-accent);
  background: var(--accent);
  box-shadow: 0 4px 14px var(--shadow);
}

.card { display: flex; flex-direction: column; align-items: center; gap: 8px; margin: auto; padding: 24px 28px; text-align: center; }
.card > svg { inline-size: 52px; block-size: 52px; padding: 13px; margin-block-end: 8px; border-radius: 50%; color: var(--link); background: var(--tint); }
.card h3 { font-size: 1.2em; font-weight: 650; line-height: 1.3; letter-spacing: -0.01em; border-radius: 4px; }
.card > p { color: var(--muted); max-inline-size: 34ch; }
.contact + span { display: none; color: var(--muted); overflow-wrap: anywhere; }
.card .contacts { flex-direction: column; gap: 12px; margin-block-start: 8px; }
.card .contact + span { display: block; margin-block-start: 4px; font-size: 0.8667em; }
.card .contact {
  min-block-size: 44px;
  min-inline-size: 200px;
  justify-content: center;
  padding: 0 18px;
  border: 1px solid var(--control);
  border-radius: 22px;
  font-weight: 600;
  text-decoration: none;
}
.card .contact:hover { background: var(--tint); }
.greeting { position: absolute; inset: 0; block-size: fit-content; }
.skeleton { display: flex; flex: 1; flex-direction: column; justify-content: flex-end; gap: 10px; padding: 20px 16px; }
.bar { inline-size: 62%; block-size: 38px; border-radius: 16px; background: var(--line); }
.bar.short { inline-size: 40%; }
.bar.own { align-self: flex-end; }

.bottom { padding: 0 12px 12px; padding-block-end: max(12px, env(safe-area-inset-bottom)); }
.typing { display: flex; align-items: center; gap: 8px; min-block-size: 22px; padding-inline: 8px; font-size: 0.8667em; color: var(--muted); visibility: hidden; }
.typing.shown { visibility: visible; }
.dots { display: inline-flex; gap: 3px; }
.dots i { inline-size: 5px; block-size: 5px; border-radius: 50%; background: currentColor; }
.composer {
  display: flex;
  align-items: flex-end;
  gap: 4px;
  padding: 1px;
  border: 1px solid var(--control);
  border-radius: 24px;
  background: var(--surface);
}
.composer:focus-within { border-color: var(--link); outline: 1px solid var(--link); }
textarea {
  flex: 1;
  min-inline-size: 0;
  max-block-size: 132px;
  padding-block: 10px;
  padding-inline: 16px 0;
  border: 0;
  outline: 0;
  background: none;
  font-size: max(16px, 1em);
  line-height: 24px;
  resize: none;
  overflow-y: auto;
}
textarea:focus-visible { outline: 0; }
textarea::placeholder { color: var(--muted); opacity: 1; }
.send { display: grid; place-items: center; flex: none; inline-size: 44px; block-size: 44px; padding: 0; border-radius: 50%; color: var(--on-accent); background: var(--accent); background-clip: padding-box; border-width: 3px; }
.send svg { stroke-width: 2.25; }
textarea:placeholder-shown + .send { color: var(--muted); background-color: var(--tint); }

@media (max-width: 666.98px) {
  section.open { inset: 0; }
  .open .launcher { display: none; }
  .panel { inline-size: 100%; block-size: 100%; max-block-size: none; margin: 0; border: 0; border-radius: 0; }
  header { padding-block-start: max(12px, env(safe-area-inset-top)); }
}
@media (max-width: 360px) {
  .avatar { display: none; }
}
@media (max-height: 420px) {
  .card { padding-block: 12px; }
  .card > svg { display: none; }
}
@media (prefers-reduced-motion: no-preference) {
  .panel { animation: rise 160ms ease-out; }
  .bar { animation: breathe 1.6s ease-in-out infinite alternate; }
  .dots i { animation: breathe 0.6s ease-in-out infinite alternate; }
  .dots i + i { animation-delay: 0.2s; }
  .dots i + i + i { animation-delay: 0.4s; }
}
@keyframes rise { from { opacity: 0; transform: translateY(8px); } }
@keyframes breathe { from { opacity: 0.35; } }
@media (forced-colors: active) {
  svg { stroke: currentColor; }
  .panel, .composer { border-color: CanvasText; }
  .own .bubble { border-width: 2px; }
  .dots i, .bar { background: CanvasText; }
}
`;
