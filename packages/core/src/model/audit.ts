/** What an audit entry can record. Messages make none (T9). */
export type AuditAction =
  | 'session.started'
  | 'session.refused'
  | 'session.ended'
  | 'agent.signed_in'
  | 'agent.signed_out'
  | 'agent.presence_changed'
  | 'conversation.opened'
  | 'conversation.joined'
  | 'conversation.context_changed'
  | 'conversation.context_withheld'
  | 'conversation.routed_elsewhere'
  | 'conversation.other_looked_for'
  | 'conversation.wrapped_up'
  | 'conversation.assigned'
  | 'conversation.requeued'
  | 'conversation.ended'
  | 'callback.scheduled'
  | 'callback.cancelled'
  | 'callback.attempted'
  | 'callback.sent_to_desk'
  | 'flow.activated'
  | 'flow.replayed'
  | 'flow.compared'
  | 'authorization.denied'
  | 'value.revealed'
  | 'message.redacted'
  | 'survey.answered'
  | 'transcript.requested'
  | 'transcript.sent'
  | 'transcript.not_sent'
  | 'carry_over.issued'
  | 'carry_over.used'
  | 'audit.exported'
  | 'audit.restore_accepted'
  | 'retention.purged'
  | 'legal_hold.placed'
  | 'legal_hold.lifted'
  | 'privacy.export_requested'
  | 'privacy.exported'
  | 'privacy.erasure_requested'
  | 'privacy.erased'
  | 'privacy.erasure_reopened'
  | 'privacy.contact_center_done'
  | 'contact_center.switch_proposed'
  | 'contact_center.switch_confirmed'
  | 'contact_center.switch_ended'
  | 'keys.rewrapped'
  | 'keys.renewed'
  | 'node.started'
  | 'node.stopped'
  | 'code.issued'
  | 'grant.revoked'
  | 'server_token.issued'
  | 'server_token.refused';

export interface AuditActor {
  /** `operator`: whoever uses the command line. */
  readonly kind: 'customer' | 'agent' | 'system' | 'operator';
  readonly id: string;
}

/** One recorded action. Holds ids, codes and numbers only, never what anyone wrote. */
export interface AuditEntry {
  readonly at: Date;
  readonly action: AuditAction;
  readonly actor: AuditActor;
  readonly conversationId?: string;
  /** Reason codes, counts, ids. Never customer content. */
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
}
