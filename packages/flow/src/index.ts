export type { Finding, FindingRule } from './finding.js';
export type { Flow, FlowFacts, FlowResult, FlowTarget } from './flow.js';
export { FlowError, type FlowErrorCode, type FlowPlace } from './flow-error.js';
export { LIMITS } from './limits.js';
export { type FlowWorld, lintFlow } from './lint-flow.js';
export { type ParseFlowOptions, parseFlow } from './parse-flow.js';
export { runFlow } from './run-flow.js';
