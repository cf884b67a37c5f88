/** Styles of what is more than text. */
export const RICH_CSS = /* css */ `
.message:has(.rich) { inline-size: 100%; max-inline-size: 100%; }
.content { display: contents; }
.rich, .files { margin-block-start: 6px; max-inline-size: 100%; align-self: stretch; }
.rich > p { margin-block-end: 6px; }
.formatted { white-space: normal; }
.formatted > * { margin: 0; white-space: pre-wrap; }
.formatted > * + * { margin-block-start: 6px; }
.formatted :is(ul, ol) { padding-inline-start: 1.4em; white-space: normal; }
.formatted code { font: 0.9333em ui-monospace, monospace; }
.formatted pre { overflow-x: auto; white-space: pre; }
.replies { display: flex; flex-wrap: wrap; gap: 8px; }
.reply { flex: initial; min-block-size: 40px; padding: 6px 14px; border: 1px solid var(--link); border-radius: 20px; color: var(--link); background: var(--surface); font-weight: 600; text-decoration: none; text-align: start; white-space: normal; overflow-wrap: anywhere; }
.reply:hover { background: var(--tint); }
.reply small, .file small, .asked small { display: block; font-weight: 400; color: var(--muted); }
.cards { display: flex; gap: 10px; margin: 0; padding: 2px 0 8px; list-style: none; overflow-x: auto; scroll-snap-type: x proximity; }
.cards li { flex: 0 0 min(240px, 85%); display: flex; flex-direction: column; align-items: flex-start; gap: 8px; padding: 12px; border: 1px solid var(--line); border-radius: 12px; scroll-snap-align: start; overflow-wrap: anywhere; }
.cards li:only-child { flex: 1; }
.cards a { color: var(--link); font-weight: 600; min-block-size: 24px; }
.asked { display: flex; flex-direction: column; gap: 12px; padding: 12px; border: 1px solid var(--line); border-radius: 12px; }
.asked fieldset, .sheet { display: flex; flex-direction: column; gap: 8px; margin: 0; padding: 0; border: 0; min-inline-size: 0; }
.sheet { gap: 12px; }
.asked legend { font-weight: 600; padding: 0; margin-block-end: 6px; }
.asked label { display: flex; flex-direction: column; gap: 4px; font-size: 0.9333em; font-weight: 600; }
.asked fieldset label { flex-direction: row; align-items: flex-start; gap: 8px; min-block-size: 28px; font-weight: 400; }
.asked input:not([type=radio], [type=checkbox]), .asked textarea { font: inherit; font-weight: 400; font-size: 16px; color: inherit; background: var(--surface); border: 1px solid var(--control); border-radius: 8px; padding: 8px 10px; inline-size: 100%; }
.asked input[type=radio], .asked input[type=checkbox] { inline-size: 20px; block-size: 20px; margin: 0; accent-color: var(--accent); }
.asked .buttons { align-items: center; }
.asked .primary { min-block-size: 40px; padding: 0 18px; align-self: flex-start; border: 1px solid transparent; border-radius: 20px; font-weight: 600; color: var(--on-accent); background: var(--accent); }
.files { margin-block-end: 0; padding: 0; list-style: none; display: flex; flex-direction: column; gap: 6px; align-items: inherit; }
.file { display: inline-flex; flex-wrap: wrap; align-items: center; gap: 8px; padding: 8px 12px; border: 1px solid var(--line); border-radius: 12px; color: var(--text); background: var(--surface); text-decoration: none; overflow-wrap: anywhere; max-inline-size: 280px; }
.file span { flex: 1; min-inline-size: 0; }
.file:hover { border-color: var(--link); }
.file canvas { inline-size: 100%; block-size: auto; max-block-size: 220px; object-fit: contain; border-radius: 8px; }
.file svg { flex: none; inline-size: 20px; block-size: 20px; color: var(--link); }
.tray { display: flex; flex-direction: column; gap: 6px; margin: 0 0 8px; padding: 0 4px; list-style: none; }
.tray:empty { display: none; }
.tray li { display: flex; align-items: center; gap: 8px; min-block-size: 36px; font-size: 0.8667em; }
.tray span { flex: 1; min-inline-size: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.tray .refused span { white-space: normal; color: var(--danger); }
.tray progress { inline-size: 64px; accent-color: var(--accent); }
.tray button { flex: none; inline-size: 32px; block-size: 32px; border-radius: 50%; color: var(--muted); }
`;
