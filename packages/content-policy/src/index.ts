export { checkPage } from './check/check-page.js';
export type { CheckedPage, DeliveredPolicy, Finding } from './check/finding.js';
export { isDirective } from './check/grammar.js';
export { type Addition, type Merged, mergePolicy, strictPolicy } from './merge.js';
export { directNeeds, type Need, type Needs, relayNeeds } from './needs.js';
export { formatPolicy, governing, parsePolicy } from './policy.js';
export { render, TARGETS, type Target } from './render/targets.js';
