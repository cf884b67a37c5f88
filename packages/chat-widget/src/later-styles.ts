/** Styles of what is fetched later. */
export const LATER_CSS = /* css */ `
:host {
  --danger: light-dark(#b0241c, #ffb3ab);
  --danger-tint: light-dark(#fdf1f0, #3a2122);
}
.launcher:hover { filter: brightness(1.08); }
.launcher:focus-visible { outline-width: 3px; outline-offset: 3px; box-shadow: 0 0 0 3px var(--surface); }
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
.tools { display: contents; }
.titles { flex: 1 1 auto; margin-inline-end: 4px; }
.tools .quiet { flex: 0 99 auto; min-inline-size: min-content; white-space: normal; line-height: 1.2; }
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
.status { display: flex; flex-wrap: wrap; align-items: center; gap: 2px 12px; }
.status > p { flex: 1 1 auto; }
.contacts { display: flex; flex-wrap: wrap; gap: 4px 16px; }
.contact { display: inline-flex; align-items: center; gap: 6px; min-block-size: 28px; }
.log:focus-visible { outline-offset: -3px; border-radius: 4px; }
.log > :focus-visible { border-radius: 8px; }
.bubble { border-start-start-radius: 5px; }
.first .bubble { border-start-start-radius: 16px; }
.last .bubble { border-end-start-radius: 5px; }
.own .bubble { border-radius: 16px; border-start-end-radius: 5px; }
.own.first .bubble { border-start-end-radius: 16px; }
.own.last .bubble { border-end-end-radius: 5px; }
.own .bubble a { color: inherit; }
.masked { display: flex; align-items: center; gap: 4px; }
.mark svg { inline-size: 15px; block-size: 15px; }
.mark.read { color: var(--link); }
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
.typing, .also { position: absolute; inset-block-start: 0; inset-inline: 20px; block-size: 22px; font-size: 0.8667em; color: var(--muted); }
.typing { display: flex; align-items: center; gap: 8px; }
.also { line-height: 22px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.bottom:has(.typing:not([hidden])) .also { display: none; }
.dots { display: inline-flex; gap: 3px; }
.dots i { inline-size: 5px; block-size: 5px; border-radius: 50%; background: currentColor; }
.send.attach { color: var(--muted); background: none; }
.send.attach:hover { color: var(--link); }
.primary {
  display: inline-block;
  min-block-size: 44px;
  padding: 10px 20px;
  border: 1px solid transparent;
  border-radius: 22px;
  font-weight: 600;
  text-decoration: none;
  color: var(--on-accent);
  background: var(--accent);
}
.primary:hover { filter: brightness(1.08); }
.buttons { display: flex; flex-wrap: wrap; gap: 8px; }
.card .primary { margin-block-start: 12px; }
.options { display: flex; flex-wrap: wrap; gap: 8px; padding: 10px 16px; border-block-end: 1px solid var(--line); background: var(--tint); }
.options .quiet { display: inline-flex; align-items: center; gap: 6px; background: var(--surface); }
.options svg { inline-size: 18px; block-size: 18px; }
.options .small:not(:empty) { margin-block: 8px 0; }
.hours:not(:empty), .card .ways-list:not(:empty) { margin-block-start: 12px; }
.hours h4 { margin: 0 0 4px; font-size: 0.8667em; }
.card .ways-list { justify-content: center; }
.card form, .hours dl { text-align: start; }
.hours dl { display: inline-grid; grid-template-columns: auto auto; gap: 2px 12px; margin: 0; font-variant-numeric: tabular-nums; }
.hours dd { margin: 0; }
.carry-over:empty { display: none; }
.carry-over { display: flex; flex-direction: column; gap: 4px; margin-block-start: 12px; }
.carry-over .code { font-size: 1.5em; font-weight: 650; letter-spacing: 0.08em; font-variant-numeric: tabular-nums; user-select: all; }
.ways .carry-over { margin-block-start: 4px; font-size: 0.8667em; }
.survey { padding: 12px 16px; border-block-start: 1px solid var(--line); }
.survey fieldset { margin: 0; padding: 0; border: 0; min-inline-size: 0; }
.survey legend { padding: 0; font-weight: 600; margin-block-end: 8px; }
.scores { display: grid; grid-template-columns: repeat(5, 1fr); gap: 6px; }
.scores label { position: relative; display: grid; place-items: center; min-block-size: 44px; padding: 4px; border: 1px solid var(--control); border-radius: 10px; font-size: 0.8em; text-align: center; overflow-wrap: anywhere; }
.scores input { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; margin: 0; opacity: 0; }
.scores label:has(:checked) { color: var(--on-accent); background: var(--accent); border-color: transparent; font-weight: 600; }
.scores label:has(:focus-visible) { outline: 2px solid var(--link); outline-offset: 2px; }
.more:not([hidden]) { display: flex; flex-direction: column; gap: 8px; margin-block-start: 10px; align-items: flex-start; }
.comment { display: flex; flex-direction: column; gap: 4px; align-self: stretch; font-size: 0.8667em; font-weight: 600; }
.comment textarea { font: inherit; font-size: 16px; font-weight: 400; color: inherit; background: var(--surface); border: 1px solid var(--control); border-radius: 8px; padding: 8px 10px; resize: vertical; }
.survey .primary { min-block-size: 36px; padding: 0 16px; font-size: 0.8667em; }
@media (forced-colors: active) { .scores label:has(:checked) { outline: 3px solid Highlight; } }
.question { padding: 12px 16px; border-block-end: 1px solid var(--line); background: var(--tint); }
.question > p:first-child { font-weight: 600; margin-block-end: 8px; }
.question .primary { min-block-size: 36px; padding: 0 16px; font-size: 0.8667em; }
.question .quiet { background: var(--surface); }
.own.failed .bubble { color: var(--text); background: var(--danger-tint); border-color: var(--danger); }
.masked { margin-block-start: 4px; align-items: flex-start; }
.mark.failed, .failure { color: var(--danger); font-weight: 550; }
.failure { display: flex; flex-direction: column; align-items: inherit; gap: 6px; margin-block: 2px 4px; font-size: 1.0833em; text-align: end; }
.failure .quiet { color: var(--text); font-size: 1em; }
.card.strip { flex: none; align-items: flex-start; gap: 2px; margin: 0; padding: 12px 16px 14px; text-align: start; border-block: 1px solid var(--line); background: var(--tint); }
.strip > svg, .strip .contact + span { display: none; }
.strip h3 { font-size: 1em; }
.strip > p { max-inline-size: none; font-size: 0.9333em; }
.strip .primary { min-block-size: 40px; margin-block: 10px 4px; padding-block: 8px; }
.strip .contacts { flex-direction: row; gap: 0 16px; margin: 0; }
.strip .contact { min-block-size: 28px; min-inline-size: 0; padding: 0; border: 0; font-weight: 400; text-decoration: underline; }
.ways { display: flex; flex-direction: column; gap: 8px; padding: 12px 16px; border-block-end: 1px solid var(--line); background: var(--tint); max-block-size: 60%; overflow: auto; }
.ways-list { display: flex; flex-wrap: wrap; gap: 8px; align-items: flex-start; }
.ways-list form { display: flex; flex-direction: column; gap: 8px; inline-size: 100%; }
.ways-list label { display: flex; flex-direction: column; gap: 4px; font-size: 0.8667em; font-weight: 600; }
.ways-list input, .ways-list textarea { font: inherit; font-weight: 400; font-size: 16px; color: inherit; background: var(--surface); border: 1px solid var(--control); border-radius: 8px; padding: 8px 10px; inline-size: 100%; }
.ways-list a.quiet { display: inline-flex; align-items: center; }
.ways .quiet, .ways-list .quiet { background: var(--surface); border: 1px solid var(--control); text-decoration: none; }
.ways-list .primary { min-block-size: 36px; padding: 0 16px; font-size: 0.8667em; }
.ways > .quiet { align-self: start; }
.ways span { display: block; margin-block-start: 2px; font-size: 0.8667em; color: var(--muted); }
.problem { color: var(--danger); font-size: 0.8667em; }
.problem:empty { display: none; }
.shared { border-block-end: 1px solid var(--line); font-size: 0.8667em; max-block-size: 40%; overflow: auto; flex: none; }
.shared summary { position: sticky; inset-block-start: 0; padding: 10px 16px; cursor: pointer; color: var(--link); background: var(--surface); }
.shared > div { padding: 0 16px 12px; }
.shared ul { list-style: none; margin: 8px 0 0; padding: 0; }
.shared li { display: flex; align-items: center; justify-content: space-between; gap: 8px; padding-block: 6px; border-block-start: 1px solid var(--line); }
.shared li > span { min-inline-size: 0; overflow-wrap: anywhere; }
.shared b { display: block; font-weight: 400; color: var(--muted); }
.shared .quiet { flex: none; border-color: var(--control); }
.shared [role=status]:empty { display: none; }
@media (max-width: 666.98px) {
  header { padding-block-start: max(12px, env(safe-area-inset-top)); }
  .bottom { padding-block-end: max(12px, env(safe-area-inset-bottom)); }
}
@media (max-width: 480px) {
  header:has(.tools button:not([hidden])) .avatar { display: none; }
}
@media (max-height: 420px) {
  .card { padding-block: 12px; }
  .card > svg { display: none; }
}
@media (prefers-reduced-motion: no-preference) {
  .rising .panel { animation: rise 160ms ease-out; }
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
  .dots i { background: CanvasText; }
}
@media (max-width: 666.98px) {
  section.open { inset-block: var(--seen-top, 0) auto; block-size: var(--seen-height, 100%); }
}
@media (pointer: coarse) {
  .quiet, .pill, .contact, .strip .contact { min-block-size: 44px; border-radius: 22px; }
  .strip .primary, .question .primary, .ways-list .primary { min-block-size: 44px; }
  .shared summary { padding-block: 13px; }
  .asked fieldset label { min-block-size: 44px; }
}
`;
