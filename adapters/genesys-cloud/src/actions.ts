import { CATEGORY, type DataAction } from './setup/data-actions.js';

/**
 * Actions of an inbound message flow, with the keys that exported flows have. Of those, no public export
 * shows `evaluateScheduleGroup` with a named group and its outputs open, closed and holiday: they are as public
 * generators of Architect YAML write them.
 */
export type Action = Readonly<Record<string, unknown>>;

const NONE = { noValue: true };

export function callTask(name: string, ref: string): Action {
  return { callTask: { name, targetTaskRef: `/inboundShortMessage/tasks/task[${ref}]` } };
}

export function firstTrue(
  name: string,
  cases: readonly { readonly condition: string; readonly actions: readonly Action[] }[],
  otherwise: readonly Action[],
): Action {
  return {
    switch: {
      name,
      evaluate: {
        firstTrue: {
          default: { actions: otherwise },
          cases: cases.map(({ condition, actions }) => ({ case: { value: { exp: condition }, actions } })),
        },
      },
    },
  };
}

export function decision(
  name: string,
  condition: string,
  yes: readonly Action[],
  no: readonly Action[],
): Action {
  return {
    decision: {
      name,
      condition: { exp: condition },
      outputs: { yes: { actions: yes }, no: { actions: no } },
    },
  };
}

export function evaluateScheduleGroup(
  name: string,
  group: string,
  outputs: Readonly<Record<'open' | 'closed' | 'holiday', readonly Action[]>>,
): Action {
  const { open, closed, holiday } = outputs;
  return {
    evaluateScheduleGroup: {
      name,
      inServiceSchedules: NONE,
      evaluate: { now: true },
      scheduleGroup: { lit: { name: group } },
      emergencyGroup: NONE,
      outputs: { open: { actions: open }, closed: { actions: closed }, holiday: { actions: holiday } },
    },
  };
}

export function transferToAcd(
  name: string,
  queue: string,
  skills: readonly string[],
  priority: number,
): Action {
  const acdSkills = skills.map((skill) => ({ acdSkill: { exp: `FindSkill(${JSON.stringify(skill)})` } }));
  return {
    transferToAcd: {
      name,
      targetQueue: { lit: { name: queue } },
      ...(acdSkills.length > 0 ? { acdSkills } : {}),
      priority: { lit: priority },
      preferredAgents: NONE,
      languageSkill: NONE,
      directAgent: NONE,
    },
  };
}

export function updateText(name: string, values: readonly { variable: string; exp: string }[]): Action {
  const statements = values.map(({ variable, exp }) => ({ string: { variable, value: { exp } } }));
  return { updateData: { name, statements } };
}

export function getParticipantData(
  name: string,
  values: readonly { attribute: string; variable: string }[],
): Action {
  const attributes = values.map(({ attribute, variable }) => ({
    attribute: { name: { lit: attribute }, variable },
  }));
  return { getParticipantData: { name, attributes } };
}

export function sendResponse(name: string, text: string): Action {
  return { sendResponse: { name, messageBody: { lit: text } } };
}

export function disconnect(name: string): Action {
  return { disconnect: { name } };
}

/** Outputs of a failed data action, which exports list one by one. */
const FAILURE_OUTPUTS = [
  'errorCode',
  'status',
  'correlationId',
  'entityId',
  'entityName',
  'userMessage',
  'userParamsMessage',
  'userParams.key',
  'userParams.value',
  'details.errorCode',
  'details.fieldName',
  'details.entityId',
  'details.entityName',
];

/**
 * Calls a data action of ours.
 * @param inputs expressions by the input's name; an input that is left out has no value
 * @param outputs variables by the output's name
 */
export function callDataAction(
  name: string,
  { name: called, input, output }: DataAction,
  inputs: Readonly<Record<string, string>>,
  outputs: Readonly<Record<string, string>>,
  failed: readonly Action[],
): Action {
  const given = Object.keys(input).map((key) => [
    key,
    inputs[key] === undefined ? NONE : { exp: inputs[key] },
  ]);
  const taken = Object.keys(output).map((key) => [
    key,
    outputs[key] === undefined ? NONE : { var: outputs[key] },
  ]);
  const dataAction = {
    inputs: Object.fromEntries(given),
    successOutputs: Object.fromEntries(taken),
    failureOutputs: Object.fromEntries(FAILURE_OUTPUTS.map((key) => [key, NONE])),
  };
  return {
    callData: {
      name,
      timeout: { lit: { minutes: 1 } },
      category: { [CATEGORY]: { dataAction: { [called]: dataAction } } },
      outputs: { failure: { actions: failed }, timeout: { actions: failed } },
    },
  };
}
