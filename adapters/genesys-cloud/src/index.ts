export {
  type ArchitectExport,
  type ArchitectGap,
  type ArchitectOptions,
  toArchitect,
} from './export-flow.js';
export { GenesysContactCenter } from './guest/genesys-contact-center.js';
export type { GenesysContactCenterOptions, GuestEndpoint, RelayLimits } from './guest/options.js';
export {
  Budget,
  type BudgetLimit,
  CONNECTION_BUDGET,
  DEFAULT_WAIT_MS,
  PLATFORM_BUDGET,
  type TakeOptions,
  type Urgency,
} from './platform/budget.js';
export { GenesysError, type GenesysErrorCode, type GenesysErrorFacts } from './platform/genesys-error.js';
