export { examine } from './doctor/doctor.js';
export type { StepReport, StepStatus } from './doctor/step.js';
export type { DoctorSettings } from './doctor/subject.js';
export { type OrganizationEvidence, verifyOrganization } from './doctor/verify-organization.js';
export {
  type ArchitectExport,
  type ArchitectGap,
  toArchitect,
} from './export-flow.js';
export { toObeyingFlow } from './export-obeying-flow.js';
export { GenesysContactCenter } from './guest/genesys-contact-center.js';
export type {
  GenesysContactCenterOptions,
  GuestCode,
  GuestCodes,
  GuestEndpoint,
  OtherConversationsRule,
  RelayLimits,
  RelayStart,
  RoutingAuthority,
} from './guest/options.js';
export type { ArchitectOptions } from './message-flow.js';
export type { OAuthClient } from './platform/access-tokens.js';
export {
  Budget,
  type BudgetLimit,
  PLATFORM_BUDGET,
  type TakeOptions,
  type Urgency,
} from './platform/budget.js';
export {
  type ContextAttributes,
  type EscalationFacts,
  fitAttributes,
  type RoutingWish,
} from './platform/context-attributes.js';
export {
  EntryPoints,
  type EntryPointsOptions,
  type OtherConversation,
  type ToldEntry,
} from './platform/entry-points.js';
export { type ContactSource, ExternalContacts } from './platform/external-contacts.js';
export { ExternalTags } from './platform/external-tags.js';
export { GenesysCallbacks } from './platform/genesys-callbacks.js';
export { GenesysError, type GenesysErrorCode, type GenesysErrorFacts } from './platform/genesys-error.js';
export { GenesysPrivacy, type GenesysPrivacyOptions } from './platform/genesys-privacy.js';
export type {
  GenesysClientName,
  GenesysClientRole,
} from './platform/permissions.js';
export { PlatformClient, type PlatformClientOptions } from './platform/platform-client.js';
export { QueueFigures, type QueueFiguresOptions } from './platform/queue-figures.js';
export { WrapUps, type WrapUpsStart } from './platform/wrap-ups.js';
export { DATA_ACTIONS } from './setup/data-actions.js';
export { exportSetup } from './setup/export-setup.js';
export { HOME_DIVISION } from './setup/messenger.js';
