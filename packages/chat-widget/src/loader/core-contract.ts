import type { EscalationContext } from '@throughline/protocol';

/** What the customer wants; see there. */
export type EscalateOptions = Pick<EscalationContext, 'intent' | 'priority' | 'context'>;

/** What is on the page already when the chat arrives. The chat goes on with it. */
export interface LoaderParts {
  readonly host: HTMLElement;
  readonly root: ShadowRoot;
  /** Customer door, unless the element names another. */
  readonly basePath: string;
  /** Holds everything that is seen: first the launcher. */
  readonly frame: HTMLElement;
  readonly launcher: HTMLButtonElement;
  /** Stands where the chat will be: that it is coming, and after `fail` what to do without it. */
  readonly first: { readonly node: HTMLElement; fail(): void };
  /** Fires `throughline-…` on the element. */
  fire(name: string, detail?: unknown): void;
}

/** The chat behind the launcher. */
export interface CoreWidget {
  readonly isOpen: boolean;
  attach(): void;
  detach(): void;
  render(): void;
  /** `since`: when the customer asked for it, in ms since the epoch, where that was before the chat had arrived. */
  open(since?: number): void;
  close(): void;
  escalate(options: EscalateOptions, since?: number): void;
}

/** Puts the chat in its place. */
export type StartChat = (parts: LoaderParts) => CoreWidget;

/**
 * Fetches the chat on intent, in the language of `host`. `attempt` counts from 0: each try needs an address of its own,
 * because browsers may remember that one failed.
 */
export type FetchCore = (attempt: number, host: HTMLElement) => Promise<StartChat>;
