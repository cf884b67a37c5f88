/**
 * Work that exactly one node does at a time, such as acting on what has become due. Time is the store's own, so that
 * nodes whose clocks differ agree. All methods reject with `CoreError('unavailable')` when the store cannot be reached.
 */
export interface WorkLeases {
  /** Takes the lease when it is free or over, or renews it; true when `holder` has it for `leaseMs` from now on. */
  take(work: string, holder: string, leaseMs: number): Promise<boolean>;
  /** Frees the lease if `holder` has it. */
  release(work: string, holder: string): Promise<void>;
}
