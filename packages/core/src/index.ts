export { CoalescedTask } from './coalesced-task.js';
export { MemoryBus } from './memory/memory-bus.js';
export { MemoryCallbackStore } from './memory/memory-callback-store.js';
export { MemoryConversationStore } from './memory/memory-conversation-store.js';
export { MemoryInteractionStore } from './memory/memory-interaction-store.js';
export { MemoryKeyStore } from './memory/memory-key-store.js';
export { createMemoryStore } from './memory/memory-store.js';
export { MemoryWorkLeases } from './memory/memory-work-leases.js';
export type { AuditAction, AuditActor, AuditEntry } from './model/audit.js';
export type {
  Callback,
  CallbackKind,
  CallbackRequest,
  CallbackState,
  CallOutcome,
  StoredCallbackNote,
} from './model/callback.js';
export type {
  Answer,
  AnsweredField,
  Attachment,
  Attachments,
  Card,
  CardAction,
  Cards,
  DatePicker,
  Form,
  FormField,
  GivenAnswer,
  ListPicker,
  ListSection,
  MessageContent,
  Option,
  QuickReplies,
} from './model/content.js';
export type {
  ContextField,
  ContextItem,
  Conversation,
  ConversationState,
  Entry,
  EntryBody,
  EntryKind,
  NewEntry,
  Party,
  PartyRole,
  Receipts,
  StoredEntry,
} from './model/conversation.js';
export type { Customer, CustomerClaims, CustomerIdentity } from './model/customer.js';
export type { CustomerCard } from './model/customer-card.js';
export type {
  DecisionRecord,
  DecisionTarget,
  DecisionUpdate,
  FlowRunRecord,
  RoutingOutcome,
} from './model/decision.js';
export { CoreError, type CoreErrorCode, KeyDestroyedError } from './model/errors.js';
export type {
  Agent,
  AgentPresence,
  AgentRole,
  Interaction,
  InteractionState,
  Queue,
  QueueLoad,
  SkillNeed,
  WaitRange,
} from './model/interaction.js';
export { toPlainText } from './model/plain-text.js';
export type {
  ContactCenterOutcome,
  DataClass,
  LegalHold,
  PrivacyRequest,
  RemovedCounts,
} from './model/privacy.js';
export { isSafeLink } from './model/safe-link.js';
export { STAFF_ROLES, type StaffRole } from './model/staff.js';
export { type StoredSurvey, SURVEY_SCORES, type SurveyScore } from './model/survey.js';
export type {
  AuditHead,
  AuditSearch,
  AuditTrail,
  ChainedEntry,
  RecordedEntry,
} from './ports/audit-trail.js';
export type { BlobHead, BlobStore, NewBlob } from './ports/blob-store.js';
export type { Bus, BusMessage, BusReach } from './ports/bus.js';
export type { AttemptResult, CallbackStore, NewCallback } from './ports/callback-store.js';
export type { CarryOver, CarryOverStore } from './ports/carry-over-store.js';
export { type Clock, systemClock } from './ports/clock.js';
export type {
  Availability,
  ContactCenter,
  ContactCenterRequest,
  QueuePlace,
} from './ports/contact-center.js';
export type { ConversationLink, LinkedFile, LinkedFiles } from './ports/conversation-link.js';
export type {
  AppendResult,
  ConversationStore,
  NewConversation,
  StoredContextItem,
  Transition,
  TransitionResult,
} from './ports/conversation-store.js';
export type {
  ContactCenterData,
  ContactCenterErasure,
  CustomerDataAnswer,
  CustomerDataRequest,
} from './ports/customer-data.js';
export type { CustomerKeyring } from './ports/customer-keyring.js';
export type { ErasureLedger, LedgerEntry } from './ports/erasure-ledger.js';
export type { FileRules, FileScanner, Files, NewFile, OpenFile } from './ports/files.js';
export type { FlowActivation, FlowStore, FlowVersion } from './ports/flow-store.js';
export type { Flows, Lookups } from './ports/flows.js';
export type { AgentMessage, GuestConversations } from './ports/guest-conversations.js';
export type {
  FollowClaim,
  InteractionStore,
  LoadQuestion,
  NewInteraction,
} from './ports/interaction-store.js';
export type { IssuedToken, IssuedTokenStore } from './ports/issued-token-store.js';
export { type KeyEncryptionKey, KeyEncryptionKeyError } from './ports/key-encryption-key.js';
export {
  type CustomerKeys,
  type KeyGeneration,
  type KeyStore,
  nextGeneration,
  type WrappedKey,
} from './ports/key-store.js';
export type { MailOutcome, MailSender, OutgoingText } from './ports/mail-sender.js';
export type {
  OidcStore,
  PendingSignInRecord,
  ProviderLogout,
  RefreshClaim,
} from './ports/oidc-store.js';
export type {
  NewOutgoingMail,
  OutgoingMail,
  OutgoingMailStore,
  TakenMail,
} from './ports/outgoing-mail-store.js';
export type { NewPrivacyRequest, PrivacyStore } from './ports/privacy-store.js';
export type { RateLimiter, RateRule } from './ports/rate-limiter.js';
export type {
  NewRelaySession,
  RelayClaim,
  RelayProgress,
  RelaySession,
  RelayStore,
} from './ports/relay-store.js';
export type { RemoteCustomer, RemoteCustomerStore, RemoteEntry } from './ports/remote-customer-store.js';
export type { RemoteWork, RemoteWorkStore } from './ports/remote-work-store.js';
export type { RevealStore, ValuePlace } from './ports/reveal-store.js';
export type { Sealer } from './ports/sealer.js';
export type {
  AgentSessionRecord,
  OidcSessionRecord,
  SessionRecord,
  SessionStore,
  SignInOutcome,
  SignInRecord,
  UsedToken,
} from './ports/session-store.js';
export {
  isInForce,
  isOpen,
  PROPOSAL_MS,
  type StandInPerson,
  type StandInProposal,
  type StandInStore,
  type StandInSwitch,
} from './ports/stand-in-store.js';
export type { Store } from './ports/store.js';
export type { WorkLeases } from './ports/work-leases.js';
export { type NewAnswer, toAnswer } from './use-cases/answer-content.js';
export { answerSurvey, type SurveyAnswer } from './use-cases/answer-survey.js';
export { askContactCenter, readContactCenterData } from './use-cases/ask-contact-center.js';
export {
  type CallbackLimits,
  Callbacks,
  type CallbackWish,
} from './use-cases/callbacks.js';
export { type CarriedOver, CarryOvers } from './use-cases/carry-overs.js';
export { changeContext, MAX_FIELDS } from './use-cases/change-context.js';
export { cleanClaims } from './use-cases/clean-claims.js';
export { linkConversations } from './use-cases/conversation-link.js';
export type {
  Core,
  Masker,
  MessageMasker,
  ShadowComparison,
  ShadowFlow,
  UnmaskedMessage,
} from './use-cases/core.js';
export { readCustomerCard } from './use-cases/customer-card.js';
export { endConversation } from './use-cases/end-conversation.js';
export { eraseCustomer, type PrivacyParts, replayErasures } from './use-cases/erase-customer.js';
export type { Escalation } from './use-cases/escalation-context.js';
export {
  type CustomerRecords,
  type ExportParts,
  readCustomerRecords,
} from './use-cases/export-customer.js';
export { summarize } from './use-cases/flow-run.js';
export { feedFlow, readRun, runDueFlows } from './use-cases/follow-flow.js';
export { followInteraction } from './use-cases/follow-interaction.js';
export { GroupCommit } from './use-cases/group-commit.js';
export { openConversation } from './use-cases/open-conversation.js';
export { previewQueue } from './use-cases/preview.js';
export { type CallAsked, promiseCall } from './use-cases/promise-call.js';
export { type ManualRedaction, redactValue } from './use-cases/redact-value.js';
export { releaseConversation } from './use-cases/release-conversation.js';
export { purgePastTime, type RetentionRules } from './use-cases/retention.js';
export type { HiddenValue, RevealRules } from './use-cases/reveal-rules.js';
export { type RevealRequest, revealValue } from './use-cases/reveal-value.js';
export {
  type FlowStepQuestion,
  noteRemoteId,
  readStepOutcome,
  recordRouting,
  remoteIdOf,
} from './use-cases/routing-elsewhere.js';
export { type RoutingFacts, readRoutingFacts } from './use-cases/routing-facts.js';
export { openEntry } from './use-cases/sealing.js';
export { SendLane } from './use-cases/send-lane.js';
export {
  commitMessage,
  type OutgoingMessage,
  type PreparedMessage,
  prepareMessage,
} from './use-cases/send-message.js';
export { type SweepLimits, sweep } from './use-cases/sweep.js';
export {
  type MailRequest,
  type MailStep,
  maskedAddress,
  TranscriptMails,
  type TranscriptWords,
} from './use-cases/transcript-mails.js';
export { readWays, takeWay, type Way, type Ways, type WayTaken } from './use-cases/ways.js';
export { withholdContext } from './use-cases/withhold-context.js';
export { type RemoteWrapUp, recordWrapUp } from './use-cases/wrap-up-elsewhere.js';
