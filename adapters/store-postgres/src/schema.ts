import type {
  AgentRole,
  AuditEntry,
  CallbackKind,
  CallbackState,
  ConversationState,
  DecisionTarget,
  EntryKind,
  InteractionState,
  PartyRole,
  PrivacyRequest,
  StaffRole,
  SurveyScore,
} from '@throughline/core';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';

/** The tables as the migrations leave them; what each column means is said there. */
export interface Database {
  customer: CustomerTable;
  customer_key: CustomerKeyTable;
  destroyed_key: DestroyedKeyTable;
  revealable_value: RevealableValueTable;
  customer_session: CustomerSessionTable;
  customer_session_key: CustomerSessionKeyTable;
  agent_session: AgentSessionTable;
  used_token: UsedTokenTable;
  pending_sign_in: PendingSignInTable;
  oidc_session: OidcSessionTable;
  oidc_logout: OidcLogoutTable;
  issued_token: IssuedTokenTable;
  audit_entry: AuditEntryTable;
  audit_head: AuditHeadTable;
  conversation: ConversationTable;
  entry: EntryTable;
  conversation_context: ConversationContextTable;
  decision: DecisionTable;
  queue: QueueTable;
  agent: AgentTable;
  agent_queue: AgentQueueTable;
  agent_skill: AgentSkillTable;
  interaction: InteractionTable;
  interaction_skill: InteractionSkillTable;
  finished_wait: FinishedWaitTable;
  offer_refusal: OfferRefusalTable;
  work_lease: WorkLeaseTable;
  blob: BlobTable;
  blob_piece: BlobPieceTable;
  flow_version: FlowVersionTable;
  flow_activation: FlowActivationTable;
  callback: CallbackTable;
  callback_note: CallbackNoteTable;
  carry_over: CarryOverTable;
  outgoing_mail: OutgoingMailTable;
  placed_call: PlacedCallTable;
  remote_customer: RemoteCustomerTable;
  relay_session: RelaySessionTable;
  stand_in_switch: StandInSwitchTable;
  conversation_place: ConversationPlaceTable;
  rate_window: RateWindowTable;
  legal_hold: LegalHoldTable;
  privacy_request: PrivacyRequestTable;
}

interface CustomerTable {
  id: string;
  issuer: string;
  external_id: string;
}

interface CustomerKeyTable {
  customer_id: string;
  generation: number;
  wrapped_by: string;
  wrapped: Uint8Array;
}

interface DestroyedKeyTable {
  customer_id: string;
  through: number;
}

interface RevealableValueTable {
  conversation_id: string;
  entry_id: string;
  index: number;
  sealed: Uint8Array;
  kept_until: Date;
}

export interface CustomerSessionTable {
  id: string;
  customer_id: string;
  browser_hash: Uint8Array;
  sealed: Uint8Array;
  created_at: Date;
  used_at: Date;
  idle_until: Date;
  absolute_until: Date;
}

interface CustomerSessionKeyTable {
  key_hash: Uint8Array;
  session_id: string;
  issued_at: Date;
  /** Null while nothing has replaced it. */
  works_until: Date | null;
}

interface AgentSessionTable {
  id_hash: Uint8Array;
  agent_id: string;
  display_name: string;
  roles: StaffRole[];
  sealed_id_token: Uint8Array | null;
  created_at: Date;
  expires_at: Date;
}

interface UsedTokenTable {
  issuer: string;
  jti: string;
  expires_at: Date;
}

interface PendingSignInTable {
  state_hash: Uint8Array;
  browser_hash: Uint8Array;
  sealed: Uint8Array;
  expires_at: Date;
}

export interface OidcSessionTable {
  session_id: string;
  issuer: string;
  subject: string;
  provider_session: string | null;
  sealed_tokens: Uint8Array;
  issued_at: Date;
  refresh_at: Date | null;
  refreshing_until: Date | null;
}

interface OidcLogoutTable {
  issuer: string;
  subject: string | null;
  provider_session: string | null;
  at: Date;
  expires_at: Date;
}

export interface IssuedTokenTable {
  kind: string;
  id_hash: Uint8Array;
  grant_id: string | null;
  payload: JSONColumnType<Record<string, unknown>>;
  expires_at: Date;
  used_at: Date | null;
}

interface AuditEntryTable {
  id: Generated<number>;
  at: Date;
  action: AuditEntry['action'];
  actor_kind: AuditEntry['actor']['kind'];
  actor_id: string;
  conversation_id: string | null;
  details: JSONColumnType<Record<string, unknown>, string | null> | null;
  /** Null until the entry is chained, as is `hash`. */
  seq: ColumnType<number | null, undefined, number>;
  hash: ColumnType<Uint8Array | null, undefined, Uint8Array>;
}

interface AuditHeadTable {
  chain_id: string;
  seq: number;
  hash: Uint8Array;
}

export interface ConversationTable {
  id: string;
  customer_id: string;
  state: ConversationState;
  opened_at: Date;
  ended_at: Date | null;
  head_seq: ColumnType<number, never, number>;
  agent_id: string | null;
  previous_conversation_id: string | null;
  customer_delivered_seq: Generated<number>;
  customer_read_seq: Generated<number>;
  agent_delivered_seq: Generated<number>;
  agent_read_seq: Generated<number>;
  customer_seen_at: Date;
  interaction_version: Generated<number>;
  settled: Generated<boolean>;
  survey_score: Generated<SurveyScore | null>;
  survey_at: Generated<Date | null>;
  survey_comment: Generated<Uint8Array | null>;
}

export interface EntryTable {
  conversation_id: string;
  seq: number;
  id: string;
  kind: EntryKind;
  party_role: PartyRole;
  party_id: string;
  at: Date;
  sealed_body: Uint8Array;
}

interface ConversationContextTable {
  id: Generated<number>;
  conversation_id: string;
  at: Date;
  sealed: Uint8Array;
}

interface DecisionTable {
  id: string;
  conversation_id: string;
  at: Date;
  flow_name: string;
  flow_version: string;
  sealed_facts: Uint8Array;
  path: string[];
  reasons: string[];
  target: JSONColumnType<DecisionTarget>;
  sealed_run: Uint8Array | null;
  run_timer_at: Date | null;
  run_pending: Generated<boolean>;
  run_version: Generated<number>;
  run_changed_at: Date | null;
}

interface QueueTable {
  id: string;
  display_name: string;
}

interface AgentTable {
  id: string;
  display_name: string;
  role: AgentRole;
  capacity: number;
  provisioned: Generated<boolean>;
  available: Generated<boolean>;
  available_since: Date | null;
  lease_until: Date | null;
  last_assigned_at: Date | null;
}

interface AgentQueueTable {
  agent_id: string;
  queue_id: string;
}

interface AgentSkillTable {
  agent_id: string;
  skill: string;
}

export interface InteractionTable {
  id: string;
  conversation_id: string;
  queue_id: string;
  state: Generated<InteractionState>;
  priority: number;
  queued_at: Date;
  agent_id: string | null;
  offer_expires_at: Date | null;
  assigned_at: Date | null;
  preferred_agent_id: string | null;
  estimate_low_seconds: number | null;
  estimate_high_seconds: number | null;
  version: Generated<number>;
  followed_version: Generated<number>;
  change_no: Generated<number>;
  follower: string | null;
  follow_until: Date | null;
}

interface InteractionSkillTable {
  interaction_id: string;
  skill: string;
  until: Date | null;
}

interface FinishedWaitTable {
  id: Generated<number>;
  queue_id: string;
  ended_at: Date;
  waited_seconds: number;
}

export interface BlobTable {
  id: string;
  customer_id: string;
  uploader_role: PartyRole;
  uploader_id: string;
  conversation_id: Generated<string | null>;
  preview_of: string | null;
  bytes: string;
  created_at: Date;
  whole: Generated<boolean>;
  sealed_facts: Buffer;
}

interface BlobPieceTable {
  blob_id: string;
  index: number;
  sealed: Buffer;
}

interface FlowVersionTable {
  name: string;
  version: string;
  source: string;
  resources: string[];
  added_at: Date;
}

interface FlowActivationTable {
  id: Generated<number>;
  name: string;
  version: string;
  at: Date;
  by: 'file' | 'operator';
}

export interface CallbackTable {
  id: string;
  kind: CallbackKind;
  customer_id: string;
  conversation_id: string | null;
  queue_id: string;
  priority: number;
  due_at: Date;
  time_zone: string;
  state: Generated<CallbackState>;
  attempts: Generated<number>;
  work_id: string | null;
  agent_id: string | null;
  created_at: Date;
  changed_at: Date;
  sealed_request: Uint8Array;
}

export interface RemoteCustomerTable {
  customer_id: string;
  contact_id: string | null;
  contact_at: Date | null;
  entry_id: string | null;
  entry_channel: string | null;
  entry_at: Date | null;
}

/** Work elsewhere, named for its first kind. */
interface PlacedCallTable {
  work_id: string;
  kind: Generated<string>;
  begun_at: Date;
  remote_id: string | null;
  look_at: Date;
}

export interface OutgoingMailTable {
  id: string;
  customer_id: string;
  conversation_id: string;
  sealed: Buffer;
  created_at: Date;
  due_at: Date;
  attempts: Generated<number>;
}

interface CarryOverTable {
  code_hash: Buffer;
  customer_id: string;
  expires_at: Date;
  sealed_context: Buffer;
}

interface CallbackNoteTable {
  callback_id: string;
  seq: number;
  id: string;
  agent_id: string;
  at: Date;
  sealed: Uint8Array;
}

interface LegalHoldTable {
  customer_id: string;
  placed_at: Date;
  placed_by: string;
}

export interface PrivacyRequestTable {
  id: string;
  kind: PrivacyRequest['kind'];
  customer_id: string;
  subject: string | null;
  issuer: string | null;
  external_id: string | null;
  conversation_ids: string[];
  requested_at: Date;
  requested_by: string;
  removed_at: Date | null;
  removed: JSONColumnType<Record<string, number>, string | null, string | null> | null;
  key_destroyed_at: Date | null;
  reference: string | null;
  contact_center_at: Date | null;
  contact_center: JSONColumnType<Record<string, number>, string | null, string | null> | null;
  sealed_data: Uint8Array | null;
  /** Steps are still to be carried out. */
  is_open: Generated<boolean>;
}

interface OfferRefusalTable {
  interaction_id: string;
  agent_id: string;
  at: Date;
}

interface WorkLeaseTable {
  work: string;
  holder: string;
  until: Date;
}

export interface StandInSwitchTable {
  id: string;
  proposed_at: Date;
  proposed_by: string;
  proposer_kind: 'operator' | 'agent';
  minutes: number;
  reason: string;
  confirmed_at: Date | null;
  confirmed_by: string | null;
  until: Date | null;
  ended_at: Date | null;
}

interface ConversationPlaceTable {
  conversation_id: string;
  stand_in: boolean;
}

export interface RelaySessionTable {
  conversation_id: string;
  interaction_id: string;
  queue_id: string;
  state: InteractionState;
  priority: number;
  queued_at: Date;
  agent_id: string | null;
  by_bot: Generated<boolean>;
  assigned_at: Date | null;
  version: number;
  followed_version: Generated<number>;
  sent_seq: Generated<number>;
  received_at: Date | null;
  sealed: Uint8Array;
  finished: Generated<boolean>;
  interrupted: Generated<boolean>;
  owner: string;
  owned_until: Date;
}

interface RateWindowTable {
  name: string;
  key: string;
  ends_at: Date;
  uses: number;
}
