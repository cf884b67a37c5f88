import { css } from 'lit';

export const paneStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 0.75rem;
    padding: 0.75rem 1rem;
    border-bottom: 1px solid var(--line);
    background: var(--surface);
  }
  .who {
    flex: 1 1 10rem;
    min-width: 0;
  }
  h2 {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    font-size: 1rem;
    font-weight: 650;
  }
  desk-conversation-log {
    flex: 1;
  }
  .question,
  .epilogue {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: flex-end;
    gap: 0.5rem;
    margin: 0 1rem 0.75rem;
    padding: 0.625rem 0.75rem;
    border: 1px solid var(--line);
    border-radius: var(--radius-l);
    background: var(--surface);
  }
  .question {
    border-color: var(--bad);
  }
  .question p,
  .epilogue p {
    flex: 1 1 10rem;
    font-weight: 550;
  }
  .epilogue {
    margin-bottom: 1rem;
  }
`;
