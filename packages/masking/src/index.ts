export { type DetectOptions, detect, MAX_TEXT_LENGTH } from './detect.js';
export { type Detection, ENTITY_TYPES, type EntityType } from './entity.js';
export { type MaskOptions, type MaskResult, mask, maskDetections } from './mask.js';
export { MaskingError, type MaskingErrorCode } from './masking-error.js';
export { lintPolicy, type PolicyFinding } from './policy/lint-policy.js';
export { parsePolicy } from './policy/parse-policy.js';
export {
  type Audience,
  DESTINATIONS,
  type Destination,
  type MaskingPolicy,
  mayReveal,
  OPERATOR_NAMES,
  type OperatorName,
  operatorFor,
  type PolicyRule,
  type PresetName,
} from './policy/policy.js';
export { PolicyError, type PolicyErrorCode, type Position } from './policy/policy-error.js';
export { DEFAULT_POLICY, PRESET_NAMES, presetPolicy } from './policy/presets.js';
export { atLeastMasked, strictestPolicy } from './policy/strictest-policy.js';
export { maskConversation } from './window/mask-conversation.js';
export {
  createMessageMasker,
  type MaskedMessage,
  type MaskerAnswer,
  type MessageMasker,
  type RevealableValue,
} from './window/message-masker.js';
export type { RecentMessage, WindowMessage } from './window/message-tail.js';
export {
  createMessageWindow,
  findAcrossMessages,
  type MessageWindow,
  type Redaction,
  type WindowOptions,
  type WindowResult,
} from './window/message-window.js';
