import { css } from 'lit';

export const workspaceStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    height: 100dvh;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 1rem;
    min-height: 3.25rem;
    padding: 0.375rem 1rem;
    border-bottom: 1px solid var(--line);
    background: var(--surface);
  }
  h1 {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    margin-inline-end: auto;
    font-size: var(--text-l);
    font-weight: 650;
  }
  h1 svg {
    color: var(--accent);
  }
  .notice {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 0.75rem;
    background: var(--bad-soft);
    color: var(--bad-text);
    font-weight: 550;
  }
  .notice > * {
    margin: 0.375rem 0;
  }
  .notice button.link {
    color: inherit;
  }
  main {
    display: grid;
    flex: 1;
    grid-template: 'side offers card' auto 'side center card' minmax(0, 1fr) / 18.5rem minmax(0, 1fr) 20rem;
    min-height: 0;
  }
  .pane {
    background: var(--surface);
  }
  .side {
    grid-area: side;
    border-inline-end: 1px solid var(--line);
    overflow-y: auto;
  }
  .offers {
    display: grid;
    grid-area: offers;
    gap: 0.5rem;
    padding: 0.75rem 1rem;
    border-bottom: 1px solid var(--line);
    background: var(--accent-soft);
  }
  .center {
    display: flex;
    flex-direction: column;
    grid-area: center;
    min-width: 0;
    outline-offset: -2px;
  }
  desk-conversation {
    flex: 1;
    min-width: 0;
  }
  desk-customer {
    grid-area: card;
    border-inline-start: 1px solid var(--line);
    min-height: 0;
  }
  .empty {
    display: grid;
    justify-items: center;
    gap: 0.5rem;
    margin: auto;
    padding: 2rem 1rem;
    text-align: center;
  }
  .empty h2 {
    color: var(--text);
    font-size: 1.0625rem;
    font-weight: 600;
  }

  @media (max-width: 68rem) {
    main {
      grid-template: 'side offers' auto 'side center' minmax(24rem, 1fr) 'card card' auto / 17rem minmax(0, 1fr);
      overflow-y: auto;
    }
    desk-customer {
      border-top: 1px solid var(--line);
      border-inline-start: 0;
    }
  }
  @media (max-width: 44rem) {
    :host {
      height: auto;
      min-height: 100dvh;
    }
    main {
      grid-template: 'offers' auto 'side' auto 'center' auto 'card' auto / minmax(0, 1fr);
      overflow: visible;
    }
    .side {
      border-inline-end: 0;
      border-bottom: 1px solid var(--line);
    }
    desk-conversation {
      height: 85dvh;
    }
    .empty {
      padding: 3rem 1rem;
    }
  }
`;
