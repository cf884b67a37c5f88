/** The recorded outcome of one flow run (T8). `sealedFacts` opens to the facts as JSON. */
export interface DecisionRecord {
  readonly id: string;
  readonly conversationId: string;
  readonly at: Date;
  readonly flowName: string;
  /** Content hash of the flow file, so that the very version can be found again. */
  readonly flowVersion: string;
  readonly sealedFacts: Uint8Array;
  /** Ids of the steps taken. */
  readonly path: readonly string[];
  readonly reasons: readonly string[];
  readonly target: DecisionTarget;
}

/** Where the flow sent the escalation. Only queues today; other kinds come with the full flow language. */
export interface DecisionTarget {
  readonly kind: 'queue';
  readonly queueId: string;
  readonly priority: number;
}
