import type { Expression } from './expression.js';
import type { FactDeclaration } from './fact.js';
import type { SourcePath } from './source.js';
import type { FlowTarget } from './target.js';

/** One step of a flow, compiled. `exits` says where each outcome leads. */
export type Step =
  | InputStep
  | SetStep
  | DecideStep
  | SwitchStep
  | ScheduleStep
  | AvailabilityStep
  | LookupStep
  | ContinuityStep
  | PercentStep
  | QueueStep
  | ChooseStep
  | HoldStep
  | CallbackStep
  | EndingStep
  | CallStep
  | ReturnStep;

/** The step of a kind. */
export type StepOf<K extends Step['kind']> = Holding<Step, K>;
type Holding<S extends Step, K> = S extends Step ? (K extends S['kind'] ? S : never) : never;

export interface StepBase {
  /** Name in the flow; within a sub-flow `<call>/<name>`. */
  readonly id: string;
  /** Prefix of the names and variables that the step sees: empty, or `<call>/`. */
  readonly scope: string;
  readonly path: SourcePath;
  /** From outcome to the id of the next step, in the order of the source. */
  readonly exits: ReadonlyMap<string, Exit>;
  /** Left out of paths: made by the translation of the router form, not written by anybody. */
  readonly silent?: true;
}

export interface Exit {
  readonly to: string;
  /** Where the flow says so. */
  readonly path: SourcePath;
}

/** Goes on as `missing` when one of the facts is not known. */
export interface InputStep extends StepBase {
  readonly kind: 'input';
  readonly facts: readonly string[];
}

export interface SetStep extends StepBase {
  readonly kind: 'set';
  readonly values: readonly Assignment[];
}

export interface Assignment {
  readonly name: string;
  readonly value: { readonly fixed: unknown } | { readonly expression: Expression };
}

/** The first condition that is true decides. */
export interface DecideStep extends StepBase {
  readonly kind: 'decide';
  readonly branches: readonly Branch[];
  /** Reason given when no condition is true. */
  readonly otherwise?: string;
}

export interface Branch {
  readonly outcome: string;
  readonly condition: Expression;
  readonly path: SourcePath;
}

export interface SwitchStep extends StepBase {
  readonly kind: 'switch';
  readonly on: Expression;
  readonly cases: readonly Case[];
}

export interface Case {
  readonly outcome: string;
  /** Compared with the value as text. */
  readonly values: readonly string[];
  readonly path: SourcePath;
}

export interface ScheduleStep extends StepBase {
  readonly kind: 'schedule';
  readonly schedule: string;
}

export interface AvailabilityStep extends StepBase {
  readonly kind: 'availability';
  readonly queue: string;
  readonly skills: readonly string[];
  /** The longest estimated wait that still counts as `busy` and not as `nobody`. */
  readonly maxWaitMs: number | null;
  /** Start of the names of the variables that take the numbers; null when nothing takes them. */
  readonly as: string | null;
}

export interface LookupStep extends StepBase {
  readonly kind: 'lookup';
  readonly method: 'GET' | 'POST';
  /** Host and scheme are fixed text; values are percent-encoded into path and query. */
  readonly url: readonly (string | Expression)[];
  readonly body: readonly Assignment[];
  readonly timeLimitMs: number;
  readonly retries: number;
  readonly results: readonly FactDeclaration[];
}

export interface ContinuityStep extends StepBase {
  readonly kind: 'continuity';
  readonly recentMs: number;
  /** Variable that takes the id of the agent of the recent conversation. */
  readonly agent: string | null;
}

export interface PercentStep extends StepBase {
  readonly kind: 'percent';
  readonly by: Expression;
  /** Another salt deals the customers out anew. */
  readonly salt: string;
  readonly shares: readonly { readonly outcome: string; readonly percent: number }[];
}

export interface QueueStep extends StepBase {
  readonly kind: 'queue';
  readonly queue: string;
  readonly priority: number | null;
  readonly skills: readonly string[];
  readonly relax: readonly { readonly afterMs: number; readonly skills: readonly string[] }[];
  readonly preferredAgent: Expression | null;
  /** Null in the router form: the installation's own limit applies. */
  readonly limitMs: number | null;
  readonly choices: readonly Choice[];
  readonly reason?: string;
}

/** Offers ways to the customer and waits for one to be taken. */
export interface ChooseStep extends StepBase {
  readonly kind: 'choose';
  readonly choices: readonly Choice[];
  readonly limitMs: number;
  readonly text: string | null;
}

export interface Choice {
  /** Also the outcome. */
  readonly choice: string;
  readonly label: string | null;
}

export interface HoldStep extends StepBase {
  readonly kind: 'hold';
  readonly target: Extract<FlowTarget, { kind: 'hold' }>;
}

export interface CallbackStep extends StepBase {
  readonly kind: 'callback';
  readonly target: Extract<FlowTarget, { kind: 'callback' }>;
  readonly schedule: string | null;
}

/** A way out that needs nothing but to be told. */
export interface EndingStep extends StepBase {
  readonly kind: 'leaveMessage' | 'phone' | 'email' | 'link' | 'join' | 'end';
  readonly target: Extract<FlowTarget, { kind: 'message' | 'phone' | 'email' | 'link' | 'join' | 'end' }>;
}

/** Enters a sub-flow; its steps carry the call's id as prefix. */
export interface CallStep extends StepBase {
  readonly kind: 'call';
  /** In the scope of the sub-flow. */
  readonly parameters: readonly {
    readonly declaration: FactDeclaration;
    readonly value: Assignment | null;
  }[];
}

export interface ReturnStep extends StepBase {
  readonly kind: 'return';
  readonly outcome: string;
}
