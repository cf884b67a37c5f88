import { css } from 'lit';

/** Pages beside the workspace: a bar with the way back, and a form. */
export const pageStyles = css`
  :host {
    display: block;
    min-height: 100dvh;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 1rem;
    padding: 0.625rem 1rem;
    border-bottom: 1px solid var(--line);
    background: var(--surface);
  }
  header a {
    color: var(--accent-text);
  }
  h1 {
    font-size: 1.0625rem;
    font-weight: 650;
  }
  h2 {
    margin: 1.25rem 0 0.5rem;
    font-size: var(--text-l);
    font-weight: 650;
  }
  header button {
    margin-inline-start: auto;
  }
  main {
    max-width: 76rem;
    margin: 0 auto;
    padding: 1rem;
  }
  label {
    display: flex;
    flex-direction: column;
    gap: 0.25rem;
    color: var(--muted);
    font-size: var(--text-s);
    font-weight: 600;
  }
  input,
  select,
  textarea {
    min-height: 2.25rem;
    padding: 0.375rem 0.625rem;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--surface);
    color: var(--text);
    font: inherit;
    font-size: 0.875rem;
    font-weight: 400;
  }
  .scroll {
    overflow-x: auto;
    border: 1px solid var(--line);
    border-radius: var(--radius-l);
    background: var(--surface);
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: var(--text-m);
  }
  th,
  td {
    padding: 0.5rem 0.75rem;
    border-bottom: 1px solid var(--line);
    text-align: start;
    vertical-align: top;
    overflow-wrap: anywhere;
  }
  tr:last-child > * {
    border-bottom: 0;
  }
  thead th {
    color: var(--muted);
    font-size: var(--text-s);
    white-space: nowrap;
  }
  tbody th {
    font-weight: 600;
    white-space: nowrap;
  }
  .problem {
    color: var(--bad-text);
  }
`;
