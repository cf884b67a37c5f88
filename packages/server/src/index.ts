export {
  keysAt,
  PUBLISHED_FIRST_MS,
  retireKey,
  rotateKeys,
  type SigningKey,
  SigningKeyFile,
} from '@throughline/identity';
export type { AuditEvidence, AuditReport } from './audit/check-trail.js';
export { startThroughline, type Throughline } from './compose.js';
export { readConfiguration, readSettings } from './config/config-file.js';
export type { Configuration as GatewaySettings } from './config/config-schema.js';
export { configurationJsonSchema } from './config/config-schema.js';
export { DEMO_FILES, DEMO_ISSUER, DEMO_MODE } from './config/demo.js';
export { type Environment, EnvironmentError, parseEnvironment } from './config/environment.js';
export {
  DEFAULT_REALTIME_LIMITS,
  type HostOptions,
  type ListenAddress,
  type OriginRule,
  type RealtimeLimits,
  type ServerOptions,
} from './config/options.js';
export { ConfigurationError } from './config/setting-problem.js';
export type { GetCustomer, PortalCustomer } from './doors/customer/portal.js';
export { DEMO_DOOR } from './emulator.js';
export {
  endOnSignals,
  type HostedThroughline,
  hostThroughline,
  readyLine,
} from './host.js';
export { type Mounted, type MountOptions, mount } from './mount.js';
export { acceptRestore, checkAudit } from './operators/check-audit.js';
export { examineGateway } from './operators/examine-gateway.js';
export { type OperatorAccess, openOperatorAccess } from './operators/open-operator-access.js';
export type { ActivatedFlow } from './operators/operator-actions.js';
export { openCheckpointWriting, readAuditEvidence, readProviderKeysFile } from './operators/places.js';
export type { FlowReplay } from './operators/replay-flow.js';
export { checkReceipt, type ReceiptAbout, type ReceiptReport } from './privacy/check-receipt.js';
export type { CustomerExport } from './privacy/customer-export.js';
export type { SignedReceipt } from './privacy/erasure-receipt.js';
export type { RequestStatus } from './privacy/privacy-actions.js';
export { renderExport } from './privacy/render-export.js';
