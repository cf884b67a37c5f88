import { GENESYS_ROLES, type GenesysClientRole } from '../platform/permissions.js';
import { expression, optionalVariable, output, resource, variable } from './blocks.js';
import { dataActionBlocks } from './data-actions.js';
import type { HclBlock } from './hcl.js';
import { deploymentLabels, fileGaps, messengerBlocks, signInBlocks } from './messenger.js';
import { resourceNames } from './names.js';
import { scheduleBlocks } from './schedules.js';
import type { GenesysSetup } from './setup.js';

/** Version of the provider whose documentation the resources were checked against. */
const PROVIDER_VERSION = '~> 1.84';

const WRAP_UP_CODES = ['Resolved', 'Follow-up needed', 'Handed on'];

/** Files of a Terraform module by name, and what the provider cannot express. */
export function toTerraform(setup: GenesysSetup): {
  files: Record<string, readonly HclBlock[]>;
  gaps: string[];
} {
  const { blocks: schedules, gaps } = scheduleBlocks(setup.schedules);
  const routes = [...routing(setup), ...schedules];
  const actions = dataActionBlocks(setup);
  return {
    files: {
      'main.tf': provider(setup),
      'clients.tf': Object.values(GENESYS_ROLES).flatMap(client),
      'routing.tf': routes,
      'data-actions.tf': actions,
      'messenger.tf': [...signInBlocks(setup), ...messengerBlocks(setup, [...routes, ...actions])],
      'outputs.tf': outputs(setup),
    },
    gaps: [...gaps, ...fileGaps(setup)],
  };
}

function provider({ region }: GenesysSetup): HclBlock[] {
  const source = { source: 'mypurecloud/genesyscloud', version: PROVIDER_VERSION };
  return [
    {
      type: 'terraform',
      attributes: { required_version: '>= 1.2' },
      blocks: [{ type: 'required_providers', attributes: { genesyscloud: source } }],
    },
    ...(region === null ? [variable('region', 'AWS name of the region, such as eu-central-1')] : []),
    {
      type: 'provider',
      labels: ['genesyscloud'],
      attributes: { aws_region: region ?? expression('var.region') },
    },
    { type: 'data', labels: ['genesyscloud_auth_division_home', 'home'] },
  ];
}

/** What `throughline.yaml` has to say of what was made. */
function outputs(setup: GenesysSetup): HclBlock[] {
  const { externalSource } = setup;
  const [first, ...more] = deploymentLabels(setup).map(
    (label) => `genesyscloud_webdeployments_deployment.${label}.id`,
  );
  return [
    output('deployment_id', 'genesys.deploymentId', first ?? 'null'),
    ...(more.length === 0
      ? []
      : [output('more_deployment_ids', 'genesys.moreDeploymentIds', `[${more.join(', ')}]`)]),
    ...Object.values(GENESYS_ROLES).map(({ name }) =>
      output(
        `${name}_client_id`,
        name === 'runtime' ? 'genesys.platform.clientId' : `genesys.platform.${name}.clientId`,
        `genesyscloud_oauth_client.throughline_${name}.client_id`,
      ),
    ),
    ...(externalSource === null
      ? []
      : [
          output(
            'external_source_id',
            'genesys.platform.externalSource.id',
            'genesyscloud_externalcontacts_external_source.throughline.id',
          ),
        ]),
  ];
}

function client({ name, purpose, permissions }: GenesysClientRole): HclBlock[] {
  const entities = new Map<string, string[]>();
  for (const permission of permissions) {
    const [domain = '', entity = '', action = ''] = permission.split(':');
    const key = `${domain}:${entity}`;
    entities.set(key, [...(entities.get(key) ?? []), action]);
  }
  const policies = [...entities].map(([key, actions]) => {
    const [domain = '', entity = ''] = key.split(':');
    const attributes = { domain, entity_name: entity, action_set: actions };
    return { type: 'permission_policies', attributes };
  });
  const label = `throughline_${name}`;
  const grant = {
    role_id: expression(`genesyscloud_auth_role.${label}.id`),
    division_id: expression('data.genesyscloud_auth_division_home.home.id'),
  };
  return [
    resource('auth_role', label, { name: `Throughline ${name}`, description: purpose }, policies),
    resource(
      'oauth_client',
      label,
      {
        name: `throughline-${name}`,
        description: purpose,
        authorized_grant_type: 'CLIENT-CREDENTIALS',
        access_token_validity_seconds: 86_400,
        state: 'active',
      },
      [{ type: 'roles', attributes: grant }],
    ),
  ];
}

function routing({ queues, skills }: GenesysSetup): HclBlock[] {
  const codes = resourceNames(WRAP_UP_CODES);
  const wrapUp = [...codes.values()].map((name) => expression(`genesyscloud_routing_wrapupcode.${name}.id`));
  return [
    optionalVariable('agent_script_id', 'Id of the script that agents see with a message of these queues'),
    ...[...resourceNames(skills)].map(([name, label]) => resource('routing_skill', label, { name })),
    ...[...codes].map(([name, label]) => resource('routing_wrapupcode', label, { name })),
    ...[...resourceNames(queues)].map(([name, label]) =>
      resource('routing_queue', label, {
        name,
        acw_wrapup_prompt: 'OPTIONAL',
        scoring_method: 'TimestampAndPriority',
        skill_evaluation_method: 'ALL',
        wrapup_codes: wrapUp,
        default_script_ids: expression('var.agent_script_id == "" ? {} : { MESSAGE = var.agent_script_id }'),
      }),
    ),
  ];
}
