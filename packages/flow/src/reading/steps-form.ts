import { ExpressionCompiler } from '../expression.js';
import type { FactDeclaration } from '../fact.js';
import { LIMITS } from '../limits.js';
import type { ParseFlowOptions } from '../parse-options.js';
import { parseSchedules } from '../schedule/parse-schedule.js';
import type { Schedule } from '../schedule/schedule.js';
import type { SourcePath } from '../source.js';
import type { Exit, Step } from '../step.js';
import { KINDS, type Kind } from '../steps/kinds.js';
import { declareValues } from '../steps/set.js';
import { suggestion } from '../suggestion.js';
import { readDefault } from './default-step.js';
import { declareAll, parseDeclarations } from './facts.js';
import { Fields } from './fields.js';
import type { FlowParts } from './flow-parts.js';
import type { JsonObject, Reading } from './reading.js';
import { Scope, type ScopeSite, type SubFlow } from './scope.js';

const PROPERTIES = [
  '$schema',
  'flow',
  'version',
  'description',
  'facts',
  'schedules',
  'flows',
  'start',
  'default',
  'steps',
];
const SUB_FLOW_PROPERTIES = ['description', 'parameters', 'start', 'steps'];

/** Reads a flow of named steps (FLOW-20). */
export function readStepsForm(reading: Reading, root: JsonObject, options: ParseFlowOptions): FlowParts {
  reading.unknownProperties(Object.keys(root), [], PROPERTIES, 'error');
  return new StepsReader(reading, root, options).read();
}

class StepsReader {
  readonly #steps = new Map<string, Step>();
  readonly #variables = new Set<string>();
  readonly #used = new Set<string>();
  readonly #facts: readonly FactDeclaration[];
  readonly #base = new ExpressionCompiler();
  readonly #ownSchedules: ReadonlyMap<string, Schedule>;
  readonly #schedules: ReadonlyMap<string, Schedule>;
  readonly #ownFlows: JsonObject;
  readonly #flows: JsonObject;

  constructor(
    readonly reading: Reading,
    readonly root: JsonObject,
    readonly options: ParseFlowOptions,
  ) {
    this.#facts = parseDeclarations(reading, root.facts, ['facts']);
    declareAll(reading, this.#base, this.#facts, ['facts']);
    this.#ownSchedules = parseSchedules(reading, root.schedules, ['schedules']);
    this.#schedules = new Map([...(options.schedules ?? []), ...this.#ownSchedules]);
    this.#ownFlows = reading.attempt(() => reading.object(root.flows ?? {}, ['flows'], 'any')) ?? {};
    this.#flows = { ...options.flows, ...this.#ownFlows };
  }

  read(): FlowParts {
    const { reading, root } = this;
    const steps = reading.attempt(() => reading.object(root.steps, ['steps'], 'any')) ?? {};
    const fallback = readDefault(reading, root, steps, this.options, (step) =>
      this.#steps.set(step.id, step),
    );
    const scope = new Scope(
      reading,
      this.#site({ prefix: '', steps, callers: [], returns: null, fallback }),
      this.#base,
    );
    this.#readSteps(scope, steps, ['steps']);
    for (const name of Object.keys(this.#ownFlows)) {
      if (!this.#used.has(name))
        reading.note('warning', ['flows', name], 'unused', `nothing calls "${name}"`);
    }
    return {
      form: 'steps',
      facts: this.#facts,
      variables: [...this.#variables],
      steps: this.#steps,
      start: this.#start(scope, root.start, ['start']),
      fallback: fallback?.to ?? '',
      schedules: this.#schedules,
      borrowed: this.#borrowed(),
    };
  }

  #borrowed(): unknown {
    const flows = [...this.#used].filter((name) => !Object.hasOwn(this.#ownFlows, name));
    const named = [...this.#steps.values()].map((step) => ('schedule' in step ? step.schedule : null));
    const schedules = [...this.#schedules].filter(
      ([name]) => !this.#ownSchedules.has(name) && named.includes(name),
    );
    if (flows.length === 0 && schedules.length === 0) return null;
    return {
      flows: Object.fromEntries(flows.map((name) => [name, this.#flows[name]])),
      schedules: schedules.map(([, schedule]) => ({ ...schedule, exceptions: [...schedule.exceptions] })),
    };
  }

  #start(scope: Scope, value: unknown, path: SourcePath): string {
    const { reading } = this;
    const named = () => {
      if (value === undefined)
        reading.fail(path.slice(0, -1), 'invalid', '"start" is missing: it names the first step');
      return scope.step(reading.text(value, path), path);
    };
    return reading.attempt(named) ?? scope.closestStep(value) ?? '';
  }

  #site(
    site: Pick<ScopeSite, 'prefix' | 'callers' | 'returns' | 'fallback'> & { readonly steps: JsonObject },
  ): ScopeSite {
    return {
      ...site,
      steps: new Set(Object.keys(site.steps)),
      facts: this.#facts,
      schedules: this.#schedules,
      enterSubFlow: (...call) => this.#enterSubFlow(...call),
    };
  }

  #enterSubFlow(
    from: Scope,
    name: string,
    call: string,
    returns: ReadonlyMap<string, Exit>,
    path: SourcePath,
  ): SubFlow {
    const { reading } = this;
    if (!Object.hasOwn(this.#flows, name)) {
      const message = `there is no sub-flow "${name}"${suggestion(name, Object.keys(this.#flows))}`;
      return reading.fail(path, 'unknown_flow', message);
    }
    const { callers } = from.site;
    if (callers.includes(name)) {
      reading.fail(path, 'recursion', `"${name}" calls itself: ${[...callers, name].join(' → ')}`);
    }
    this.#used.add(name);
    const at = ['flows', name];
    const source = reading.object(this.#flows[name], at, SUB_FLOW_PROPERTIES);
    const parameters = parseDeclarations(reading, source.parameters, [...at, 'parameters']);
    const steps = reading.object(source.steps, [...at, 'steps'], 'any');
    const prefix = `${from.prefix}${call}/`;
    const site = { prefix, steps, callers: [...callers, name], returns, fallback: from.site.fallback };
    const scope = new Scope(reading, this.#site(site), this.#base);
    declareAll(reading, scope.compiler, parameters, [...at, 'parameters']);
    for (const parameter of parameters) this.#variables.add(prefix + parameter.name);
    this.#readSteps(scope, steps, [...at, 'steps']);
    return { start: this.#start(scope, source.start, [...at, 'start']), parameters };
  }

  #readSteps(scope: Scope, steps: JsonObject, path: SourcePath): void {
    const { reading } = this;
    const read = Object.entries(steps).flatMap(([name, value]) => {
      const fields = reading.attempt(
        () => new Fields(scope, reading.object(value, [...path, name], 'any'), [...path, name]),
      );
      const kind = fields && this.#kind(fields);
      return kind ? [{ name, kind, fields }] : [];
    });
    for (const { kind, fields } of read) KINDS[kind].declare?.(fields);
    declareValues(read.filter(({ kind }) => kind === 'set').map(({ fields }) => fields));
    for (const name of scope.variables) this.#variables.add(scope.prefix + name);
    for (const { name, kind, fields } of read) {
      // Sub-flows that call one another multiply: once there are too many steps, no more are read.
      if (this.#steps.size >= LIMITS.steps) {
        const message = `there are more than ${LIMITS.steps} steps, those of sub-flows counted for each call`;
        reading.attempt(() => reading.fail([], 'too_large', message));
        return;
      }
      const id = scope.prefix + name;
      const step = { id, kind, scope: scope.prefix, path: fields.path, exits: fields.exits };
      // The place is taken before a call reads the steps within it.
      this.#steps.set(id, step as unknown as Step);
      Object.assign(step, KINDS[kind].read(fields, name));
      fields.close();
    }
  }

  #kind(fields: Fields): Kind | null {
    const kind = fields.text('kind');
    if (Object.hasOwn(KINDS, kind)) return kind as Kind;
    if (kind !== '') {
      const kinds = Object.keys(KINDS);
      fields.problem(
        'kind',
        `"${kind}" is no kind of step${suggestion(kind, kinds)}; there are ${kinds.join(', ')}`,
      );
    }
    return null;
  }
}
