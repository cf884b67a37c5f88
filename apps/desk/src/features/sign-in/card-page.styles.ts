import { css } from 'lit';

/** A page that is one card in the middle. */
export const cardPage = css`
  :host {
    display: grid;
    min-height: 100dvh;
    padding: 1.5rem 1rem;
    place-items: center;
  }
  main {
    width: min(27rem, 100%);
    padding: 2rem;
    border: 1px solid var(--line);
    border-radius: var(--radius-l);
    background: var(--surface);
    box-shadow: var(--shadow);
  }
`;
