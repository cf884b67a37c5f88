/** What the tabs of one browser do together; each can also do without the others. */
export interface Tabs {
  /** Runs `task` while no other tab runs one, or after a limited wait all the same; settles as it does. */
  alone(task: () => Promise<void>): Promise<void>;
  /** Tells the other tabs that the portal has vouched, and for how many ms from now. */
  tell(lifetimeMs: number): void;
  /** Hears what other tabs tell. */
  listen(listener: (lifetimeMs: number) => void): void;
}

/** A client whose neighbors are not known. */
export const ALONE: Tabs = {
  alone: (task) => task(),
  tell: () => undefined,
  listen: () => undefined,
};
