export { type DetectOptions, detect, MAX_TEXT_LENGTH } from './detect.js';
export type { Detection, EntityType } from './entity.js';
export { type MaskResult, mask } from './mask.js';
export { MaskingError, type MaskingErrorCode } from './masking-error.js';
export { DEFAULT_POLICY, type MaskingPolicy, type OperatorName } from './policy.js';
