/** For {@link createSharedCard}; comes with it. */
export const SHARED_CSS = /* css */ `
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
