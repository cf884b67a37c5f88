import type { HclBody } from './parse-hcl.js';

/** An `expression` is one whose type only Terraform knows, and arguments that are Terraform's own. */
type Type = 'text' | 'number' | 'yesOrNo' | 'texts' | 'map' | 'json' | 'expression' | Arguments;

/** Arguments by name; required ones end in `!`. Arguments of arguments are those of a nested block. */
interface Arguments {
  readonly [name: string]: Type;
}

/** What is used of resources. Source: docs/resources/*.md of mypurecloud/genesyscloud 1.84. */
const RESOURCES: Readonly<Record<string, Arguments>> = {
  architect_schedulegroups: {
    'name!': 'text',
    'open_schedules_id!': 'texts',
    holiday_schedules_id: 'texts',
    time_zone: 'text',
  },
  architect_schedules: { 'name!': 'text', 'start!': 'text', 'end!': 'text', rrule: 'text' },
  auth_role: {
    'name!': 'text',
    description: 'text',
    permission_policies: { 'domain!': 'text', 'entity_name!': 'text', 'action_set!': 'texts' },
  },
  externalcontacts_external_source: { 'name!': 'text', active: 'yesOrNo' },
  flow: { 'filepath!': 'text', substitutions: 'map', depends_on: 'texts' },
  integration: {
    'integration_type!': 'text',
    intended_state: 'text',
    count: 'expression',
    lifecycle: { precondition: { 'condition!': 'expression', 'error_message!': 'text' } },
    config: { name: 'text', properties: 'json', advanced: 'json', credentials: 'map' },
  },
  integration_action: {
    'name!': 'text',
    'category!': 'text',
    'integration_id!': 'text',
    'contract_input!': 'json',
    'contract_output!': 'json',
    secure: 'yesOrNo',
    config_timeout_seconds: 'number',
    config_request: {
      'request_type!': 'text',
      'request_url_template!': 'text',
      request_template: 'text',
      headers: 'map',
    },
    config_response: { translation_map: 'map', translation_map_defaults: 'map', success_template: 'text' },
  },
  integration_custom_auth_action: {
    'integration_id!': 'text',
    name: 'text',
    config_request: {
      'request_type!': 'text',
      'request_url_template!': 'text',
      request_template: 'text',
      headers: 'map',
    },
    config_response: { translation_map: 'map', translation_map_defaults: 'map', success_template: 'text' },
  },
  integration_credential: {
    'credential_type_name!': 'text',
    'name!': 'text',
    fields: 'map',
    count: 'expression',
  },
  oauth_client: {
    'name!': 'text',
    'authorized_grant_type!': 'text',
    description: 'text',
    access_token_validity_seconds: 'number',
    state: 'text',
    roles: { 'role_id!': 'text', 'division_id!': 'text' },
  },
  routing_queue: {
    'name!': 'text',
    acw_wrapup_prompt: 'text',
    scoring_method: 'text',
    skill_evaluation_method: 'text',
    wrapup_codes: 'texts',
    default_script_ids: 'expression',
  },
  routing_skill: { 'name!': 'text' },
  routing_wrapupcode: { 'name!': 'text' },
  webdeployments_configuration: {
    'name!': 'text',
    'languages!': 'texts',
    'default_language!': 'text',
    headless_mode_enabled: 'yesOrNo',
    messenger: {
      enabled: 'yesOrNo',
      launcher_button: { visibility: 'text' },
      file_upload: {
        enable_attachments: 'yesOrNo',
        mode: { file_types: 'texts', max_file_size_kb: 'number' },
      },
      apps: {
        conversations: {
          enabled: 'yesOrNo',
          auto_start_enabled: 'yesOrNo',
          show_agent_typing_indicator: 'yesOrNo',
          show_user_typing_indicator: 'yesOrNo',
          conversation_clear_enabled: 'yesOrNo',
          conversation_disconnect: { enabled: 'yesOrNo', type: 'text' },
        },
      },
    },
    authentication_settings: {
      'enabled!': 'yesOrNo',
      integration_id: 'text',
      allow_session_upgrade: 'yesOrNo',
    },
  },
  webdeployments_deployment: {
    'name!': 'text',
    'configuration!': { 'id!': 'text', 'version!': 'text' },
    allowed_domains: 'texts',
    flow_id: 'text',
  },
  webdeployments_deployment_identity_resolution: {
    'deployment_id!': 'text',
    'resolve_identities!': 'yesOrNo',
    external_source_id: 'text',
    automerge_config: { authenticated_web_messaging: 'yesOrNo', web_tracking: 'yesOrNo' },
  },
};

export const RESOURCE_TYPES = Object.keys(RESOURCES);

/** What the provider would refuse of a resource, in words. References count as the text they stand for. */
export function refusals(type: string, body: HclBody): string[] {
  const schema = RESOURCES[type];
  return schema ? refusalsOf(type, schema, body) : [`there is no ${type}`];
}

function refusalsOf(at: string, schema: Arguments, body: HclBody): string[] {
  const known = new Map(Object.entries(schema).map(([name, type]) => [name.replace('!', ''), type]));
  const missing = Object.keys(schema).filter((name) => name.endsWith('!') && !(name.slice(0, -1) in body));
  return [
    ...missing.map((name) => `${at} has no ${name.slice(0, -1)}`),
    ...Object.entries(body).flatMap(([name, value]) => {
      const type = known.get(name);
      if (type === undefined) return [`${at} knows no ${name}`];
      if (typeof type === 'string') return fits(type, value) ? [] : [`${at}.${name} is not of type ${type}`];
      if (!isBlocks(value)) return [`${at}.${name} is no block`];
      return value.flatMap((inner) => refusalsOf(`${at}.${name}`, type, inner));
    }),
  ];
}

function fits(type: string, value: HclBody[string]): boolean {
  if (type === 'text' || type === 'expression') return typeof value === 'string';
  if (type === 'number') return typeof value === 'number';
  if (type === 'yesOrNo') return typeof value === 'boolean';
  if (type === 'json') return typeof value === 'string' && value.startsWith('jsonencode(');
  if (type === 'texts') return Array.isArray(value) && value.every((item) => typeof item === 'string');
  return typeof value === 'object' && !Array.isArray(value);
}

function isBlocks(value: HclBody[string]): value is readonly HclBody[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'object' && !Array.isArray(item));
}
