/** For the cards of other ways; comes with them. */
export const WAYS_CSS = /* css */ `
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
`;
