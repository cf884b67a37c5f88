export type { FlowEffect, OfferedChoice, Question } from './engine/effect.js';
export type {
  Answer,
  AvailabilityAnswer,
  ContinuityAnswer,
  FlowEvent,
  LookupAnswer,
} from './engine/event.js';
export { type OfferedWay, type OfferedWays, offeredWays } from './engine/offered-ways.js';
export { type OutageWays, outageWays } from './engine/outage-ways.js';
export { withoutValues } from './engine/reasons.js';
export { type RunFlowOptions, runFlow } from './engine/run-flow.js';
export type { FlowState, Visit, Waiting } from './engine/state.js';
export { pathOf, step } from './engine/step.js';
export { constantOf, type Expression } from './expression.js';
export type { Finding, FindingRule } from './finding.js';
export type { Flow, FlowFacts, FlowResult } from './flow.js';
export { FlowError, type FlowErrorCode, type FlowPlace } from './flow-error.js';
export { LIMITS } from './limits.js';
export { lintFlow, lintSource } from './lint/lint-flow.js';
export type { FlowWorld } from './lint/world.js';
export { parseFlow } from './parse-flow.js';
export type { ParseFlowOptions } from './parse-options.js';
export { mergeResources, parseResources, type Resources } from './resources.js';
export { nextOpening, type Opening, openingAt } from './schedule/opening.js';
export type { Schedule } from './schedule/schedule.js';
export type { Assignment, Exit, Step } from './step.js';
export type * from './target.js';
export { Coverage, type CoverageReport } from './testing/coverage.js';
export { type Played, playFlow, type Script, type ScriptedEvent } from './testing/play.js';
export { foldEvents, type Replayed, replayEvents } from './testing/replay.js';
export { type FlowTestResult, runFlowTest } from './testing/run-test.js';
export { type FlowTest, type FlowTestFile, parseFlowTests, parseRecording } from './testing/test-file.js';
