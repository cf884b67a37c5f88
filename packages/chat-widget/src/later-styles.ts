/** Styles of what is fetched later. */
export const LATER_CSS = /* css */ `
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
.details { display: contents; }
.ways { display: flex; flex-direction: column; gap: 8px; padding: 12px 16px; border-block-end: 1px solid var(--line); background: var(--tint); max-block-size: 60%; overflow: auto; }
.ways-list { display: flex; flex-wrap: wrap; gap: 8px; align-items: flex-start; }
.ways form { display: flex; flex-direction: column; gap: 8px; inline-size: 100%; }
.ways label { display: flex; flex-direction: column; gap: 4px; font-size: 0.8667em; font-weight: 600; }
.ways input, .ways textarea { font: inherit; font-weight: 400; font-size: 16px; color: inherit; background: var(--surface); border: 1px solid var(--control); border-radius: 8px; padding: 8px 10px; inline-size: 100%; }
.ways .quiet { background: var(--surface); border: 1px solid var(--control); text-decoration: none; }
.ways .primary { min-block-size: 36px; padding: 0 16px; font-size: 0.8667em; }
.ways span { display: block; font-size: 0.8667em; color: var(--muted); }
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
`;
