/** What exists around a flow. What is not given is not checked. */
export interface FlowWorld {
  readonly queues?: readonly string[];
  readonly skills?: readonly string[];
  /** Hosts that lookups may ask. */
  readonly hosts?: readonly string[];
}
