import { parse } from 'yaml';

/** Where an exported flow leads. */
export interface ArchitectRun {
  /** Names of the tasks, in order. */
  readonly path: readonly string[];
  readonly queue?: string;
  readonly skills?: readonly string[];
  readonly priority?: number;
  readonly texts: readonly string[];
  /** What the gateway was told by data actions other than those for a step, by name, in order. */
  readonly told: readonly { readonly action: string; readonly inputs: Readonly<Record<string, string>> }[];
}

export interface ArchitectWorld {
  readonly participantData: Readonly<Record<string, string>>;
  /** What `evaluateScheduleGroup` comes to. */
  readonly schedule?: string;
  /** Outcome that the gateway's data action answers for a step; it fails without. */
  readonly gateway?: Readonly<Record<string, string>>;
  /** What the data action for verified facts answers; it fails without. */
  readonly verified?: Readonly<Record<string, string>>;
}

type Key =
  | 'inboundShortMessage'
  | 'variables'
  | 'stringVariable'
  | 'name'
  | 'initialValue'
  | 'lit'
  | 'tasks'
  | 'task'
  | 'refId'
  | 'states'
  | 'state'
  | 'startUpRef'
  | 'actions'
  | 'attributes'
  | 'attribute'
  | 'variable'
  | 'targetTaskRef'
  | 'evaluate'
  | 'firstTrue'
  | 'cases'
  | 'default'
  | 'case'
  | 'value'
  | 'exp'
  | 'condition'
  | 'outputs'
  | 'yes'
  | 'no'
  | 'active'
  | 'inactive'
  | 'open'
  | 'closed'
  | 'holiday'
  | 'failure'
  | 'statements'
  | 'string'
  | 'messageBody'
  | 'targetQueue'
  | 'acdSkills'
  | 'acdSkill'
  | 'priority'
  | 'category'
  | 'Throughline'
  | 'dataAction'
  | 'inputs'
  | 'successOutputs'
  | 'var';

/** Read by the keys of exports alone. */
type Json = { readonly [K in Key]: Json } & readonly Json[];

/** What `Message.ConversationId` is. */
export const GENESYS_ID = '7f1c2f2e-5d0a-4a35-9a5e-3f3b8f0f6a11';

/** Carries an exported message flow out, as far as Architect's documentation says what its actions do. */
export function runArchitect(yaml: string, world: ArchitectWorld): ArchitectRun {
  const { inboundShortMessage: flow } = parse(yaml) as Json;
  const variables = new Map([['Message.ConversationId', GENESYS_ID]]);
  for (const { stringVariable } of flow.variables) {
    variables.set(String(stringVariable.name), String(stringVariable.initialValue.lit ?? ''));
  }
  const tasks = new Map(
    (flow.tasks ?? []).map(({ task }: Json) => [`/inboundShortMessage/tasks/task[${task.refId}]`, task]),
  );
  const path: string[] = [];
  const texts: string[] = [];
  const told: { action: string; inputs: Record<string, string> }[] = [];
  const end = (rest: object) => ({ path, texts, told, ...rest });
  const state = flow.states.find(
    ({ state: { refId } }) => flow.startUpRef === (`/inboundShortMessage/states/state[${refId}]` as unknown),
  );
  const run = (actions: Json): ArchitectRun | null => {
    for (const action of actions) {
      const [[kind = '', body] = []] = Object.entries(action) as [string, Json][];
      const ended = body ? runOne(kind, body) : null;
      if (ended) return ended;
    }
    return null;
  };
  const ended = run(state?.state.actions as Json);
  if (!ended) throw new Error('The flow did not end.');
  return ended;

  function runOne(kind: string, body: Json): ArchitectRun | null {
    switch (kind) {
      case 'getParticipantData':
        for (const { attribute } of body.attributes) {
          const value = world.participantData[String(attribute.name.lit)];
          if (value !== undefined) variables.set(String(attribute.variable), value);
        }
        return null;
      case 'callTask': {
        const task = tasks.get(String(body.targetTaskRef));
        if (!task) throw new Error(`There is no task ${body.targetTaskRef}.`);
        path.push(String(task.name));
        return run(task.actions);
      }
      case 'switch': {
        const { cases, default: otherwise } = body.evaluate.firstTrue;
        const found = cases.find((item) => evaluate(String(item.case.value.exp), variables) === true);
        return run((found ? found.case : otherwise).actions);
      }
      case 'decision':
        return run(body.outputs[evaluate(String(body.condition.exp), variables) ? 'yes' : 'no'].actions);
      case 'evaluateScheduleGroup':
        return run(body.outputs[(world.schedule ?? 'closed') as Key].actions);
      case 'updateData':
        for (const { string } of body.statements) {
          variables.set(String(string.variable), String(evaluate(String(string.value.exp), variables)));
        }
        return null;
      case 'callData': {
        const called = Object.entries(body.category.Throughline.dataAction) as [string, Json][];
        const [action, { inputs, successOutputs }] = called[0] ?? fail('data action of ours');
        const answer = call(String(body.name), action, inputs);
        if (!answer) return run(body.outputs.failure.actions);
        for (const [output, { var: variable }] of Object.entries(successOutputs) as [string, Json][]) {
          if (variable) variables.set(String(variable), answer[output] ?? '');
        }
        return null;
      }
      case 'sendResponse':
        texts.push(String(body.messageBody.lit));
        return null;
      case 'transferToAcd':
        return end({
          queue: body.targetQueue.lit.name,
          skills: (body.acdSkills ?? []).map(
            ({ acdSkill }) => /^FindSkill\("(.*)"\)$/.exec(String(acdSkill.exp))?.[1],
          ),
          priority: body.priority.lit,
        });
      case 'disconnect':
        return end({});
      default:
        throw new Error(`There is no action ${kind}.`);
    }
  }

  /** What the gateway answers; null when it does not. */
  function call(name: string, action: string, inputs: Json): Readonly<Record<string, string>> | null {
    const given = (Object.entries(inputs) as [string, Json][]).flatMap(([input, { exp }]) =>
      exp ? [[input, String(evaluate(String(exp), variables))]] : [],
    );
    if (action === 'Flow step') {
      const outcome = world.gateway?.[name];
      return outcome === undefined ? null : { outcome };
    }
    told.push({ action, inputs: Object.fromEntries(given) });
    return action === 'Routing' ? (world.verified ?? null) : {};
  }
}

/** Evaluates what the export uses of Architect's expressions. */
function evaluate(source: string, variables: ReadonlyMap<string, string>): string | boolean {
  const tokens = source.match(/"(?:\\.|[^"\\])*"|[\w.]+|==|[(),]/g) ?? [];
  const take = () => tokens.shift() ?? '';
  const value = either();
  if (tokens.length > 0) throw new Error(`Not understood: ${tokens.join(' ')}`);
  return value;

  function either(): string | boolean {
    let left = equality();
    while (tokens[0] === 'OR') {
      take();
      const right = equality();
      left = left === true || right === true;
    }
    return left;
  }

  function equality(): string | boolean {
    const left = part();
    if (tokens[0] !== '==') return left;
    take();
    return left === part();
  }

  function part(): string | boolean {
    const token = take();
    if (token === '(') return inParentheses()[0] ?? '';
    if (token.startsWith('"')) return token.slice(1, -1).replace(/\\(.)/g, '$1');
    if (token === 'true' || token === 'false') return token === 'true';
    if (tokens[0] !== '(') return variables.get(token) ?? fail(token);
    take();
    const [first = '', second = '', third = ''] = inParentheses();
    if (token === 'MakeList') return [first, second, third].filter((each) => each !== '').join(',');
    if (token === 'If') return first === true ? second : third;
    return token === 'IsNotSetOrEmpty' ? first === '' : fail(token);
  }

  function inParentheses(): (string | boolean)[] {
    const values = [either()];
    while (tokens[0] === ',') {
      take();
      values.push(either());
    }
    if (take() !== ')') throw new Error('A parenthesis is missing.');
    return values;
  }
}

function fail(token: string): never {
  throw new Error(`There is no ${token}.`);
}
