import type { Flow, Step } from '@throughline/flow';
import type { Action } from './actions.js';
import * as architect from './actions.js';
import { equalsAny, toCondition, toText } from './expression.js';
import {
  attributeOf,
  CONVERSATION_FACT,
  CONVERSATION_ID,
  readVerifiedFacts,
  reportConversation,
  reportOutcome,
  verifiedFacts,
} from './flow-reports.js';
import { type ArchitectOptions, toMessageFlow } from './message-flow.js';
import { DATA_ACTIONS } from './setup/data-actions.js';
import { FlowVariables } from './variables.js';

/** What a step does and Architect cannot say, and what stands in its place. */
export interface ArchitectGap {
  readonly step: string;
  readonly kind: Step['kind'];
  /** A property of the step; null when all of it is replaced. */
  readonly part: string | null;
  readonly instead: string;
}

export interface ArchitectExport {
  /** An inbound message flow, for Architect's import and CX as Code. */
  readonly yaml: string;
  readonly gaps: readonly ArchitectGap[];
}

/**
 * Writes a flow as an inbound message flow of Genesys Cloud Architect: one task a step. What Architect cannot say is
 * asked of the gateway by a data action, and where it leads is reported by another. Source of the keys: exported flows in the vendor's public blueprints.
 */
export function toArchitect(flow: Flow, options: ArchitectOptions = {}): ArchitectExport {
  const exporter = new Exporter(flow);
  const tasks = exporter.tasks();
  const defaults = new Map(flow.facts.map((fact) => [fact.name, fact.default]));
  const variables = exporter.variables.list().map(({ name, variable }) => ({
    name: variable,
    initial: defaults.get(name),
  }));
  const yaml = toMessageFlow(
    {
      name: flow.name,
      version: flow.version,
      variables: [...exporter.ownVariables(), ...variables],
      actions: exporter.begin(),
      tasks,
    },
    options,
  );
  return { yaml, gaps: exporter.gaps };
}

/** Exits for when the gateway does not answer, in order. */
const SAFE_EXITS = ['unknown', 'failed', 'none', 'missing', 'otherwise', 'limit', 'nobody', 'closed'];

class Exporter {
  readonly gaps: ArchitectGap[] = [];
  readonly variables: FlowVariables;
  readonly #refs: ReadonlyMap<string, string>;

  constructor(readonly flow: Flow) {
    this.variables = new FlowVariables(flow);
    this.#refs = new Map(
      [...flow.steps.keys()].map((id, index) => [id, `${id.replace(/\W+/g, '_')}_${index + 10}`]),
    );
  }

  /** Variables beside those of the flow. */
  ownVariables() {
    const facts = this.#verified().map(({ variable }) => variable);
    return [...new Set(['Flow.outcome', CONVERSATION_ID, ...facts])].map((name) => ({ name, initial: '' }));
  }

  begin(): readonly Action[] {
    const facts = this.flow.facts.flatMap((fact) => {
      const variable = this.variables.of('', fact.name);
      return variable === null ? [] : [{ attribute: attributeOf(fact), variable }];
    });
    return [
      architect.getParticipantData('Read facts', [CONVERSATION_FACT, ...facts]),
      reportConversation(),
      ...readVerifiedFacts(this.#verified()),
      ...this.#goTo(this.flow.start),
      architect.disconnect('Nothing left'),
    ];
  }

  tasks() {
    return [...this.flow.steps.values()].map((step) => ({
      task: { name: step.id, refId: this.#refs.get(step.id), actions: this.#actions(step) },
    }));
  }

  #actions(step: Step): readonly Action[] {
    return this.#express(step) ?? this.#leaveToGateway(step);
  }

  /** Null when Architect cannot say it. */
  #express(step: Step): readonly Action[] | null {
    switch (step.kind) {
      case 'decide':
        return this.#cases(
          step,
          step.branches.map(({ outcome, condition }) => ({
            outcome,
            condition: toCondition(condition.ast, (name) => this.variables.of(step.scope, name)),
          })),
        );
      case 'switch': {
        const variable = step.on.ast.op === 'id' ? this.variables.of(step.scope, step.on.ast.args) : null;
        if (variable === null) return null;
        return this.#cases(
          step,
          step.cases.map(({ outcome, values }) => ({ outcome, condition: equalsAny(variable, values) })),
        );
      }
      case 'input':
        return this.#input(step);
      case 'set':
        return this.#assign(
          step,
          step.values.map((assignment) => ({
            variable: this.variables.of(step.scope, assignment.name),
            exp: this.variables.valueOf(step.scope, assignment),
          })),
          'then',
        );
      case 'call':
        return this.#assign(
          step,
          step.parameters.map(({ declaration, value }) => ({
            variable: this.variables.of(`${step.id}/`, declaration.name),
            exp: this.variables.valueOf(
              step.scope,
              value ?? { name: declaration.name, value: { fixed: declaration.default } },
            ),
          })),
          'enter',
        );
      case 'return':
        return this.#exit(step, step.outcome);
      case 'schedule':
        return this.#schedule(step);
      case 'queue':
        return this.#queue(step);
      case 'phone':
      case 'email':
      case 'link':
        this.#note(step, 'target', 'the customer is told it as text');
        return this.#say(step, textOf(step.target));
      case 'end':
        return this.#say(step, textOf(step.target));
      default:
        return null;
    }
  }

  #cases(
    step: Step,
    cases: readonly { readonly outcome: string; readonly condition: string | null }[],
  ): readonly Action[] | null {
    const known = cases.flatMap(({ outcome, condition }) =>
      condition === null ? [] : [{ condition, actions: this.#exit(step, outcome) }],
    );
    if (known.length < cases.length) return null;
    return [architect.firstTrue(step.id, known, this.#exit(step, 'otherwise'))];
  }

  #input(step: Extract<Step, { kind: 'input' }>): readonly Action[] | null {
    const variables = step.facts.map((fact) => this.variables.of('', fact));
    if (variables.includes(null)) return null;
    const missing = variables.map((variable) => `IsNotSetOrEmpty(${variable})`).join(' OR ');
    return [architect.decision(step.id, missing, this.#exit(step, 'missing'), this.#exit(step, 'then'))];
  }

  #assign(
    step: Step,
    values: readonly { readonly variable: string | null; readonly exp: string | null }[],
    outcome: string,
  ): readonly Action[] | null {
    const known = values.flatMap(({ variable, exp }) => (variable && exp ? [{ variable, exp }] : []));
    if (known.length < values.length) return null;
    return [
      ...(known.length > 0 ? [architect.updateText(step.id, known)] : []),
      ...this.#exit(step, outcome),
    ];
  }

  /** By the schedule group of the same name: a single schedule has neither several hours nor holidays. */
  #schedule(step: Extract<Step, { kind: 'schedule' }>): readonly Action[] {
    const { id, schedule, exits } = step;
    return [
      architect.evaluateScheduleGroup(id, schedule, {
        open: this.#exit(step, 'open'),
        closed: this.#exit(step, 'closed'),
        holiday: this.#exit(step, exits.has('holiday') ? 'holiday' : 'closed'),
      }),
    ];
  }

  #queue(step: Extract<Step, { kind: 'queue' }>): readonly Action[] {
    const { queue, skills, priority, limitMs, relax, preferredAgent, choices } = step;
    if (limitMs !== null) this.#note(step, 'limit', 'the in-queue flow of the queue ends the wait');
    if (relax.length > 0) this.#note(step, 'relax', 'bullseye routing of the queue gives skills up');
    if (choices.length > 0) this.#note(step, 'choices', 'the in-queue flow of the queue offers them');
    if (preferredAgent) this.#note(step, 'preferredAgent', 'the gateway names the agent by a data action');
    return this.#transfer(step.id, step.id, queue, skills, priority ?? 0);
  }

  #say(step: Step, text: string): readonly Action[] {
    return [
      reportOutcome(`Report: ${step.id}`, 'none', '', []),
      ...(text === '' ? [] : [architect.sendResponse(`Tell: ${step.id}`, text)]),
      architect.disconnect(step.id),
    ];
  }

  #transfer(id: string, name: string, queue: string, skills: readonly string[], priority: number) {
    return [
      reportOutcome(`Report: ${id}`, 'agent', queue, skills),
      architect.transferToAcd(name, queue, skills, priority),
    ];
  }

  #verified() {
    return verifiedFacts(this.flow, ({ name }) => this.variables.of('', name));
  }

  #leaveToGateway(step: Step): readonly Action[] {
    const { id, kind, exits } = step;
    const instead =
      kind === 'hold' || kind === 'choose'
        ? 'data action Throughline / Flow step; the gateway answers with the outcome so far'
        : 'data action Throughline / Flow step; the gateway answers with the outcome that its own run of the flow had';
    this.#note(step, null, instead);
    const safe = SAFE_EXITS.find((outcome) => exits.has(outcome));
    const text = 'target' in step ? textOf(step.target) : '';
    const afterwards = exits.size === 0 ? this.#say(step, text) : this.#exit(step, safe ?? '');
    const cases = [...exits.keys()].map((outcome) => ({
      condition: `Flow.outcome == ${toText(outcome)}`,
      actions: this.#exit(step, outcome),
    }));
    const ask = architect.callDataAction(
      id,
      DATA_ACTIONS.step,
      {
        conversationId: CONVERSATION_ID,
        flow: toText(this.flow.name),
        version: toText(this.flow.version),
        step: toText(id),
      },
      { outcome: 'Flow.outcome' },
      // Nobody is promised what nobody has noted: then agents of the queue are asked at once.
      'target' in step && 'queue' in step.target
        ? this.#transfer(id, `Instead of ${id}`, step.target.queue, [], 0)
        : afterwards,
    );
    if (cases.length === 0) return [ask, ...afterwards];
    return [ask, architect.firstTrue(`Outcome of ${id}`, cases, afterwards)];
  }

  #exit({ exits }: Step, outcome: string): readonly Action[] {
    return this.#goTo(exits.get(outcome)?.to ?? this.flow.fallback);
  }

  #goTo(id: string): readonly Action[] {
    return [architect.callTask(`Go to ${id}`, this.#refs.get(id) ?? '')];
  }

  #note({ id, kind }: Step, part: string | null, instead: string): void {
    this.gaps.push({ step: id, kind, part, instead });
  }
}

/** What the customer is told at the end of a flow. */
function textOf(target: Extract<Step, { target: unknown }>['target']): string {
  const parts = [('text' in target && target.text) || ''];
  if (target.kind === 'phone') parts.push(target.number, target.digits ? `(${target.digits})` : '');
  if (target.kind === 'email') parts.push(target.address);
  if (target.kind === 'link') parts.push(target.url);
  return parts.filter((part) => part !== '').join(' ');
}
