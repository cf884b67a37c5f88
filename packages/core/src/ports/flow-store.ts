import type { AuditEntry } from '../model/audit.js';

/** A version of a flow, as it was written. */
export interface FlowVersion {
  readonly name: string;
  readonly version: string;
  readonly source: string;
  /** Files that it shares with others (schedules, sub-flows …), as they were then. */
  readonly resources: readonly string[];
  readonly addedAt: Date;
}

/** Which version is in force, since when, and who said so. */
export interface FlowActivation {
  readonly version: string;
  readonly at: Date;
  /** `file`: the configuration's; it gives way to what an operator said. */
  readonly by: 'file' | 'operator';
}

/**
 * Keeps every version of the installation's flows, and which one is in force. Every method is one atomic, durable
 * operation, and rejects with `CoreError('unavailable')` when the store cannot be reached.
 */
export interface FlowStore {
  /** Keeps the version; one that is there already stays as it is. */
  add(flow: FlowVersion): Promise<void>;
  get(name: string, version: string): Promise<FlowVersion | null>;
  /** Puts a kept version in force on all nodes at once. False when it is not kept, or in force already. */
  activate(name: string, activation: FlowActivation, audit: AuditEntry): Promise<boolean>;
  /** What has been in force, newest first; the first one is. */
  activations(name: string, limit: number): Promise<readonly FlowActivation[]>;
}
