/** How an agent of a contact center elsewhere summed a conversation up. */
export interface WrapUp {
  /** Name of the code that the agent chose. */
  readonly wrapUp: string;
  /** The agent's display name; null when it was not told. */
  readonly agent: string | null;
}
