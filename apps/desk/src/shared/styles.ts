import { css } from 'lit';

/** Reset, focus ring and text helpers; every component starts from these. */
export const base = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  [hidden] {
    display: none !important;
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  .pane-title {
    color: var(--muted);
    font-size: var(--text-s);
    font-weight: 600;
  }
  .muted {
    color: var(--muted);
  }
  .small {
    font-size: var(--text-s);
  }
  .truncate {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  svg {
    display: block;
    flex: none;
  }
`;

export const buttons = css`
  button,
  a.button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.375rem;
    min-height: 2.25rem;
    padding: 0 0.875rem;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--surface);
    color: var(--text);
    font: inherit;
    font-weight: 550;
    cursor: pointer;
  }
  button:hover {
    background: var(--hover);
  }
  button.primary,
  a.button.primary {
    border-color: transparent;
    background: var(--accent);
    color: var(--on-accent);
  }
  button.primary:hover,
  a.button.primary:hover {
    background: var(--accent-hover);
  }
  button.danger {
    border-color: var(--bad);
    color: var(--bad-text);
  }
  button.danger:hover {
    background: var(--bad-soft);
  }
  button.quiet {
    border-color: transparent;
    background: transparent;
    color: var(--muted);
  }
  button.quiet:hover {
    background: var(--hover);
    color: var(--text);
  }
  button.link {
    min-height: 1.5rem;
    padding: 0 0.25rem;
    border: 0;
    background: none;
    color: var(--accent-text);
    text-decoration: underline;
    text-underline-offset: 2px;
  }
  /* As strong as "button.primary:hover", or a button that does nothing would light up under the pointer. */
  button[aria-disabled='true'][aria-disabled] {
    border-color: var(--line);
    background: var(--hover);
    color: var(--muted);
    cursor: default;
  }
  @media (forced-colors: active) {
    button.primary {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
    button[aria-disabled='true'] {
      color: GrayText;
    }
  }
`;

export const badges = css`
  .badge {
    display: inline-flex;
    align-items: center;
    gap: 0.25rem;
    flex: none;
    padding: 0.0625rem 0.4375rem;
    border: 1px solid transparent;
    border-radius: 999px;
    background: var(--hover);
    color: var(--muted);
    font-size: 0.6875rem;
    font-weight: 600;
    line-height: 1.4;
    letter-spacing: 0.01em;
  }
  .badge.tier {
    background: var(--accent-soft);
    color: var(--accent-text);
  }
  .badge.good {
    background: var(--good-soft);
    color: var(--good-text);
  }
  .badge.warn {
    background: var(--warn-soft);
    color: var(--warn-text);
  }
  .badge.bad {
    background: var(--bad-soft);
    color: var(--bad-text);
  }
  .badge.count {
    min-width: 1.25rem;
    justify-content: center;
    background: var(--accent);
    color: var(--on-accent);
  }
  @media (forced-colors: active) {
    .badge {
      border-color: currentcolor;
    }
  }
`;
