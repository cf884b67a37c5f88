import { css } from 'lit';

export const logStyles = css`
  :host {
    position: relative;
    display: flex;
    flex-direction: column;
    min-height: 0;
  }
  .earlier {
    display: flow-root;
    margin-bottom: 0.75rem;
    padding: 0.5rem 0.75rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
  }
  .earlier summary {
    color: var(--muted);
    font-size: var(--text-s);
    cursor: pointer;
  }
  .scroll {
    flex: 1;
    min-height: 0;
    padding: 1rem;
    overflow-y: auto;
    overscroll-behavior: contain;
  }
  .scroll:focus-visible {
    outline-offset: -2px;
  }
  .day,
  .event {
    margin: 0.75rem 0;
    color: var(--muted);
    font-size: var(--text-s);
    text-align: center;
  }
  .day {
    display: flex;
    align-items: center;
    gap: 0.75rem;
    font-weight: 600;
  }
  .day::before,
  .day::after {
    flex: 1;
    border-top: 1px solid var(--line);
    content: '';
  }
  /* Out of the way until the message is looked at. */
  .hide {
    opacity: 0;
  }
  .message:hover .hide,
  .hide:focus-within {
    opacity: 1;
  }
  .file {
    display: inline-block;
    max-width: 20rem;
    margin-top: 0.25rem;
    padding: 0.5rem 0.75rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    color: var(--text);
    overflow-wrap: anywhere;
  }
  .file img {
    display: block;
    max-width: 100%;
    height: auto;
    margin-bottom: 0.25rem;
    border-radius: var(--radius);
  }
  .message {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    max-width: min(38rem, 85%);
    margin-top: 0.1875rem;
  }
  .message.own {
    align-items: flex-end;
    margin-inline-start: auto;
  }
  .message:has(.author) {
    margin-top: 0.875rem;
  }
  .author {
    margin-bottom: 0.1875rem;
    color: var(--muted);
    font-weight: 600;
  }
  .text {
    max-width: 100%;
    padding: 0.5rem 0.75rem;
    border: 1px solid var(--line);
    border-radius: var(--radius-l);
    background: var(--surface);
    font-size: var(--text-l);
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .formatted {
    white-space: normal;
  }
  .formatted > * {
    margin: 0;
    white-space: pre-wrap;
  }
  .formatted > * + * {
    margin-top: 0.375rem;
  }
  .formatted :is(ul, ol) {
    padding-left: 1.5em;
    white-space: normal;
  }
  .formatted pre {
    overflow-x: auto;
    white-space: pre;
  }
  .own .text {
    border-color: transparent;
    background: var(--own);
  }
  .revealable {
    display: grid;
    gap: 0.25rem;
    max-width: 100%;
  }
  .hidden {
    display: flex;
    align-items: center;
    gap: 0.25rem;
    margin-top: 0.1875rem;
    color: var(--muted);
  }
  .foot {
    margin-top: 0.1875rem;
    font-variant-numeric: tabular-nums;
  }
  .failed {
    color: var(--bad-text);
    font-weight: 550;
  }
  .failed button.link {
    color: inherit;
  }
  .typing {
    min-height: 1.375rem;
    padding: 0 1rem 0.25rem;
  }
  .newer {
    position: absolute;
    bottom: 1.75rem;
    left: 50%;
    border-color: var(--accent);
    border-radius: 999px;
    color: var(--accent-text);
    box-shadow: var(--shadow);
    translate: -50%;
  }
`;
