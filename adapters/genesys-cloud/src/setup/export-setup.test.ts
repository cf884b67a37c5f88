import { parseFlow } from '@throughline/flow';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseHcl } from '../../test-support/parse-hcl.js';
import { RESOURCE_TYPES, refusals } from '../../test-support/provider-schema.js';
import { toArchitect, toObeyingFlow } from '../index.js';
import { GENESYS_ROLES } from '../platform/permissions.js';
import { DATA_ACTIONS } from './data-actions.js';
import { exportSetup } from './export-setup.js';
import { quote } from './hcl.js';
import { resourceNames } from './names.js';

const SETUP = {
  region: 'eu-central-1',
  authority: 'architect' as const,
  gatewayUrl: 'https://www.bank.example/support',
  origins: ['https://www.bank.example', 'https://loans.bank.example'],
  autoStart: false,
  deployments: 1,
  isDirect: false,
  files: { types: ['image/png', 'application/pdf'], maxBytes: 5_000_000 },
  issuer: 'https://www.bank.example/support/oidc',
  externalSource: `Bank \${customers}`,
  queues: ['Loans', 'loans', 'Kredite "Süd"\n%{if true}'],
  skills: ['English'],
  schedules: [
    {
      name: 'service',
      timeZone: 'Europe/Berlin',
      week: [...Array(5).fill([{ from: 480, to: 1200 }]), [], []],
      holidays: [{ kind: 'yearly' as const, monthDay: '12-25' }],
      exceptions: new Map([['2026-12-24', [{ from: 480, to: 720 }]]]),
    },
  ],
};
const FLOW = { yaml: 'inboundShortMessage: {}\n', gaps: [] };

async function resources(files: Readonly<Record<string, string>>) {
  const texts = Object.entries(files).filter(([name]) => name.endsWith('.tf'));
  const parsed = await Promise.all(texts.map(([, text]) => parseHcl(text)));
  return parsed
    .flatMap(({ blocks }) => blocks)
    .filter(({ type }) => type === 'resource')
    .map(({ labels: [type = '', name = ''], body }) => ({ type, name, body }));
}

describe('exportSetup', () => {
  it('[SETUP-1] writes Terraform that parses, of attributes that the provider has', async () => {
    const all = await resources(exportSetup(SETUP, FLOW));
    expect(new Set(all.map(({ type }) => type.replace('genesyscloud_', '')))).toEqual(
      new Set(RESOURCE_TYPES),
    );
    expect(all.flatMap(({ type, body }) => refusals(type.replace('genesyscloud_', ''), body))).toEqual([]);
  });

  it('[SETUP-1] refers to nothing that it does not make', async () => {
    const files = exportSetup(SETUP, FLOW);
    const made = new Set((await resources(files)).map(({ type, name }) => `${type}.${name}`));
    const text = Object.values(files).join('\n');
    const named = [...text.matchAll(/(?<!data\.)\bgenesyscloud_\w+\.\w+/g)].map(([name]) => name);
    expect(named.length).toBeGreaterThan(20);
    expect([...new Set(named)].filter((name) => !made.has(name))).toEqual([]);
    const variables = new Set([...text.matchAll(/^variable "(\w+)"/gm)].map(([, name]) => name));
    for (const [, name] of text.matchAll(/\bvar\.(\w+)/g)) expect(variables).toContain(name);
  });

  it('[SETUP-2] gives each client its permissions and no more', async () => {
    const all = await resources(exportSetup(SETUP, FLOW));
    const roles = all.filter(({ type }) => type === 'genesyscloud_auth_role');
    const granted = roles.map(({ name, body }) => {
      const policies = body.permission_policies as unknown as {
        domain: string;
        entity_name: string;
        action_set: string[];
      }[];
      const list = policies.flatMap((policy) =>
        policy.action_set.map((action) => `${policy.domain}:${policy.entity_name}:${action}`),
      );
      return [name.replace('throughline_', ''), list.sort()];
    });
    expect(Object.fromEntries(granted)).toEqual(
      Object.fromEntries(Object.values(GENESYS_ROLES).map(({ name, permissions }) => [name, permissions])),
    );
  });

  it('[SETUP-3] is the same each time, and asks for secrets by variables that Terraform hides', () => {
    const files = exportSetup(SETUP, FLOW);
    expect(files).toEqual(exportSetup(SETUP, FLOW));
    const text = Object.values(files).join('\n');
    for (const name of ['gateway_client_secret', 'oidc_client_secret']) {
      expect(text).toMatch(new RegExp(`variable "${name}" \\{[^}]*sensitive = true`));
    }
    expect(files['README.md']).toContain('the hours of 2026-12-24 must be entered by hand');
    expect(files['routing.tf']).toMatchInlineSnapshot(`
      "variable "agent_script_id" {
        type = string
        description = "Id of the script that agents see with a message of these queues"
        default = ""
      }

      resource "genesyscloud_routing_skill" "english" {
        name = "English"
      }

      resource "genesyscloud_routing_wrapupcode" "resolved" {
        name = "Resolved"
      }

      resource "genesyscloud_routing_wrapupcode" "follow_up_needed" {
        name = "Follow-up needed"
      }

      resource "genesyscloud_routing_wrapupcode" "handed_on" {
        name = "Handed on"
      }

      resource "genesyscloud_routing_queue" "loans" {
        name = "Loans"
        acw_wrapup_prompt = "OPTIONAL"
        scoring_method = "TimestampAndPriority"
        skill_evaluation_method = "ALL"
        wrapup_codes = [genesyscloud_routing_wrapupcode.resolved.id, genesyscloud_routing_wrapupcode.follow_up_needed.id, genesyscloud_routing_wrapupcode.handed_on.id]
        default_script_ids = var.agent_script_id == "" ? {} : { MESSAGE = var.agent_script_id }
      }

      resource "genesyscloud_routing_queue" "loans_2" {
        name = "loans"
        acw_wrapup_prompt = "OPTIONAL"
        scoring_method = "TimestampAndPriority"
        skill_evaluation_method = "ALL"
        wrapup_codes = [genesyscloud_routing_wrapupcode.resolved.id, genesyscloud_routing_wrapupcode.follow_up_needed.id, genesyscloud_routing_wrapupcode.handed_on.id]
        default_script_ids = var.agent_script_id == "" ? {} : { MESSAGE = var.agent_script_id }
      }

      resource "genesyscloud_routing_queue" "kredite_s_d_if_true" {
        name = "Kredite \\"Süd\\"\\n%%{if true}"
        acw_wrapup_prompt = "OPTIONAL"
        scoring_method = "TimestampAndPriority"
        skill_evaluation_method = "ALL"
        wrapup_codes = [genesyscloud_routing_wrapupcode.resolved.id, genesyscloud_routing_wrapupcode.follow_up_needed.id, genesyscloud_routing_wrapupcode.handed_on.id]
        default_script_ids = var.agent_script_id == "" ? {} : { MESSAGE = var.agent_script_id }
      }

      resource "genesyscloud_architect_schedules" "service_open_1" {
        name = "service open 1"
        start = "2024-01-01T08:00:00.000000"
        end = "2024-01-01T20:00:00.000000"
        rrule = "FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,TU,WE,TH,FR"
      }

      resource "genesyscloud_architect_schedules" "service_closed_1" {
        name = "service closed 1"
        start = "2024-12-25T00:00:00.000000"
        end = "2024-12-26T00:00:00.000000"
        rrule = "FREQ=YEARLY;INTERVAL=1"
      }

      resource "genesyscloud_architect_schedulegroups" "service" {
        name = "service"
        time_zone = "Europe/Berlin"
        open_schedules_id = [genesyscloud_architect_schedules.service_open_1.id]
        holiday_schedules_id = [genesyscloud_architect_schedules.service_closed_1.id]
      }
      "
    `);
  });
});

it('[SETUP-6] names no schedule, queue or skill in the flow that the Terraform does not make', async () => {
  const text = `
flow: hours
schedules:
  service: { timeZone: Europe/Berlin, hours: { mon-fri: [09:00-12:00, 13:00-17:00] }, holidays: [12-25] }
start: hours
default: later
steps:
  hours: { kind: schedule, schedule: service, open: staffed, closed: later }
  staffed: { kind: queue, queue: Loans, skills: [English], limit: 1m, then: later }
  later: { kind: leaveMessage, queue: Loans }
`;
  const flow = parseFlow(text);
  const { yaml } = toArchitect(flow);
  const all = await resources(exportSetup({ ...SETUP, schedules: [...flow.schedules.values()] }, FLOW));
  const made = (type: string) =>
    all.filter((one) => one.type === `genesyscloud_${type}`).map(({ body }) => body.name);
  const named = (before: RegExp) => [...yaml.matchAll(before)].map(([, name]) => name);
  expect(made('architect_schedulegroups')).toEqual(named(/scheduleGroup:\n +lit:\n +name: (.+)/g));
  expect(yaml).not.toMatch(/selectedSchedule|evaluateSchedule:/);
  expect(made('routing_queue')).toEqual(expect.arrayContaining(named(/targetQueue:\n +lit:\n +name: (.+)/g)));
  expect(made('routing_skill')).toEqual(named(/FindSkill\("(.+)"\)/g));
});

describe('what Messenger shows', () => {
  it('[SETUP-1] is headless in relay mode, and has its own launcher on demand in direct mode', () => {
    const [relayed, direct] = [false, true].map(
      (isDirect) => exportSetup({ ...SETUP, isDirect }, FLOW)['messenger.tf'],
    );
    expect(relayed).toContain('headless_mode_enabled = true');
    expect(relayed).not.toContain('launcher_button');
    expect(direct).toContain('headless_mode_enabled = false');
    expect(direct).toMatch(/launcher_button \{\n\s+visibility = "OnDemand"/);
  });

  it('[SETUP-1] is the same of each deployment', async () => {
    const files = exportSetup({ ...SETUP, deployments: 3 }, FLOW);
    const all = await resources(files);
    const made = all.filter(({ type }) => type === 'genesyscloud_webdeployments_deployment');
    expect(made.map(({ body }) => body.name)).toEqual(['throughline', 'throughline-2', 'throughline-3']);
    expect(new Set(made.map(({ body }) => JSON.stringify({ ...body, name: null }))).size).toBe(1);
    const resolved = all.filter(({ type }) => type.endsWith('_identity_resolution'));
    expect(new Set(resolved.map(({ body }) => body.deployment_id)).size).toBe(3);
    expect(files['outputs.tf']).toContain(
      'value = [genesyscloud_webdeployments_deployment.throughline_2.id, genesyscloud_webdeployments_deployment.throughline_3.id]',
    );
  });

  it('[SETUP-1] takes the files that the gateway takes, and says which cannot be allowed there', () => {
    const files = exportSetup(SETUP, FLOW);
    expect(files['messenger.tf']).toMatch(/file_types = \["image\/png"\]\n\s+max_file_size_kb = 4882/);
    expect(files['README.md']).toMatch(/Files of the types application\/pdf: give the deployment a profile/);
    expect(exportSetup({ ...SETUP, files: null }, FLOW)['messenger.tf']).not.toContain('file_upload');
  });
});

describe('data actions', () => {
  const flow = parseFlow(`
flow: asks
facts: { tier: user.tier }
start: staff
default: callback
steps:
  staff: { kind: availability, queue: a, available: there, nobody: callback, unknown: callback }
  there: { kind: queue, queue: a, skills: [x], limit: 1m, then: callback }
  callback: { kind: callback, queue: later, within: 4h }
`);

  it.each([
    ['architect' as const, toArchitect(flow).yaml, ['Conversation', 'Flow step', 'Outcome', 'Routing']],
    ['gateway' as const, toObeyingFlow(flow), ['Conversation', 'Routing']],
  ])('[SETUP-5] where %s decides, are exported as the flow names them', async (authority, yaml, names) => {
    const all = await resources(exportSetup({ ...SETUP, authority }, { yaml, gaps: [] }));
    const exported = all.filter(({ type }) => type === 'genesyscloud_integration_action');
    const others = [DATA_ACTIONS.entry.name, DATA_ACTIONS.wrapUp.name];
    expect(exported.map(({ body }) => body.name).sort()).toEqual([...names, ...others].sort());
    const calls = dataActionsOf(parse(yaml));
    expect([...new Set(calls.map(({ name }) => name))].sort()).toEqual(names);
    for (const { category, name, inputs, outputs } of calls) {
      const action = exported.find(({ body }) => body.name === name)?.body;
      expect(action?.category).toBe(category);
      const input = contractOf(action?.contract_input);
      expect(input.names).toEqual(Object.keys(inputs));
      for (const required of input.required) expect(inputs[required], required).toHaveProperty('exp');
      expect(contractOf(action?.contract_output).names).toEqual(Object.keys(outputs));
    }
    const served = Object.values(DATA_ACTIONS).map(({ path }) => `${SETUP.gatewayUrl}${path}`);
    for (const { body } of exported) {
      const [request] = body.config_request as unknown as { request_url_template: string }[];
      expect(served).toContain(request?.request_url_template);
    }
  });
});

interface NamedAction {
  readonly category: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, object>>;
  readonly outputs: object;
}

/** Wherever in a flow they are called. */
function dataActionsOf(node: unknown): NamedAction[] {
  if (typeof node !== 'object' || node === null) return [];
  const { callData } = node as { callData?: { category: object } };
  const here = Object.entries(callData?.category ?? {}).flatMap(([category, { dataAction }]) =>
    Object.entries(
      dataAction as Record<string, { inputs: NamedAction['inputs']; successOutputs: object }>,
    ).map(([name, { inputs, successOutputs: outputs }]) => ({ category, name, inputs, outputs })),
  );
  return [...here, ...Object.values(node).flatMap(dataActionsOf)];
}

/** Reads `jsonencode({ … })`. */
function contractOf(text: unknown): { names: string[]; required: string[] } {
  const json = String(text)
    .replace(/^jsonencode\(|\)$/g, '')
    .replace(/" = /g, '": ')
    .replace(/(?<=["\]}\w])\n(?= *")/g, ',\n');
  const { properties, required = [] } = JSON.parse(json) as { properties: object; required?: string[] };
  return { names: Object.keys(properties), required };
}

describe('quote', () => {
  it('[SETUP-4] keeps every text, and lets none of it mean anything', async () => {
    const parts = [
      '$',
      '%',
      '{',
      '}',
      '"',
      '\\',
      '\n',
      '\r',
      '\t',
      '\0',
      'a',
      'é',
      '😀',
      '\u2028',
      '\u200d',
      '~',
      'u0041',
    ];
    let seed = 7;
    const next = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    const texts = Array.from({ length: 400 }, () =>
      Array.from({ length: next(12) }, () => parts[next(parts.length)] ?? '').join(''),
    );
    const lines = texts.map((text, index) => `a${index} = ${quote(text)}`);
    const { attributes } = await parseHcl(lines.join('\n'));
    texts.forEach((text, index) => {
      expect(attributes[`a${index}`]).toBe(text);
    });
    expect(lines.join('\n')).not.toMatch(/(?<![$%])[$%]\{/);
  });

  it('[SETUP-4] names two resources never the same', () => {
    const names = resourceNames(['Loans', 'loans', 'loans 2', '日本', '2nd']);
    expect([...names.values()]).toEqual(['loans', 'loans_2', 'loans_2_2', 'n_', 'n_2nd']);
  });
});
