import { expression, optionalVariable, resource, variable } from './blocks.js';
import { type HclBlock, jsonEncoded, quote } from './hcl.js';
import type { GenesysSetup } from './setup.js';

/** For the place of the home division's name in the flow, which organizations can change. */
export const HOME_DIVISION = 'home_division';

/** Names that are no public knowledge, by what they are. */
const ORGANIZATION_NAMES = {
  oidc_integration_type: 'Id of the type "OpenID Connect Messenger Configuration"',
  oidc_discovery_property: 'Name of its property for the discovery address',
  oidc_credential_type: 'Name of its credential type',
  oidc_credential_key: 'Key of its credential',
};
const MADE_HERE = expression('var.oidc_integration_id == "" ? 1 : 0');

/**
 * The OpenID Connect integration: one that was made by hand, by its id, or one of this module. The names that this
 * takes are no public knowledge: they are variables.
 */
export function signInBlocks({ issuer }: GenesysSetup): HclBlock[] {
  if (issuer === null) return [];
  return [
    optionalVariable('oidc_integration_id', 'Id of the sign-in integration, when it was made by hand'),
    variable('oidc_client_id', 'Client of openIdProvider that Genesys Cloud is'),
    variable('oidc_client_secret', 'Its secret', true),
    ...Object.entries(ORGANIZATION_NAMES).map(([name, is]) => optionalVariable(name, is)),
    resource('integration_credential', 'throughline_sign_in', {
      count: MADE_HERE,
      name: 'throughline-sign-in',
      credential_type_name: expression('var.oidc_credential_type'),
      fields: {
        clientId: expression('var.oidc_client_id'),
        clientSecret: expression('var.oidc_client_secret'),
      },
    }),
    resource(
      'integration',
      'throughline_sign_in',
      {
        count: MADE_HERE,
        integration_type: expression('var.oidc_integration_type'),
        intended_state: 'ENABLED',
      },
      [
        {
          type: 'config',
          attributes: {
            name: 'Throughline sign-in',
            properties: expression(
              `jsonencode({ (var.oidc_discovery_property) = ${quote(`${issuer}/.well-known/openid-configuration`)} })`,
            ),
            advanced: jsonEncoded({}),
            credentials: expression(
              '{ (var.oidc_credential_key) = genesyscloud_integration_credential.throughline_sign_in[0].id }',
            ),
          },
        },
        { type: 'lifecycle', blocks: [{ type: 'precondition', attributes: NAMES_GIVEN }] },
      ],
    ),
  ];
}

/** The message flow, and the messenger deployment that opens conversations of it. */
export function messengerBlocks(setup: GenesysSetup, named: readonly HclBlock[]): HclBlock[] {
  const { issuer, origins, isDirect, externalSource, flowFile } = setup;
  const labels = deploymentLabels(setup);
  return [
    resource('flow', 'throughline', {
      filepath: expression(`"\${path.module}/${flowFile}"`),
      substitutions: { [HOME_DIVISION]: expression('data.genesyscloud_auth_division_home.home.name') },
      // Architect finds by name what a flow names: it must be there before.
      depends_on: named
        .filter(({ type }) => type === 'resource')
        .map(({ labels = [] }) => expression(labels.join('.'))),
    }),
    resource(
      'webdeployments_configuration',
      'throughline',
      {
        name: 'throughline',
        languages: ['en-us'],
        default_language: 'en-us',
        headless_mode_enabled: !isDirect,
      },
      [
        { type: 'messenger', attributes: { enabled: true }, blocks: messenger(setup) },
        ...(issuer === null
          ? []
          : [
              {
                type: 'authentication_settings',
                attributes: {
                  enabled: true,
                  integration_id: expression(SIGN_IN_INTEGRATION),
                  allow_session_upgrade: false,
                },
              },
            ]),
      ],
    ),
    ...labels.map((label) => deployment(label, origins)),
    ...(externalSource === null ? [] : identity(externalSource, labels, issuer !== null)),
  ];
}

/** Labels of the messenger deployments: all are made alike. */
export function deploymentLabels({ deployments }: GenesysSetup): readonly string[] {
  return Array.from({ length: deployments }, (_, index) =>
    index === 0 ? 'throughline' : `throughline_${index + 1}`,
  );
}

function deployment(label: string, origins: readonly string[]): HclBlock {
  return resource(
    'webdeployments_deployment',
    label,
    {
      name: label.replace('_', '-'),
      allowed_domains: [...new Set(origins.map((origin) => new URL(origin).hostname))],
      flow_id: expression('genesyscloud_flow.throughline.id'),
    },
    [
      {
        type: 'configuration',
        attributes: {
          id: expression('genesyscloud_webdeployments_configuration.throughline.id'),
          version: expression('genesyscloud_webdeployments_configuration.throughline.version'),
        },
      },
    ],
  );
}

function identity(name: string, labels: readonly string[], isSignedIn: boolean): HclBlock[] {
  return [
    resource('externalcontacts_external_source', 'throughline', { name, active: true }),
    ...labels.map((label) =>
      resource(
        'webdeployments_deployment_identity_resolution',
        label,
        {
          deployment_id: expression(`genesyscloud_webdeployments_deployment.${label}.id`),
          resolve_identities: true,
          external_source_id: expression('genesyscloud_externalcontacts_external_source.throughline.id'),
        },
        [
          {
            type: 'automerge_config',
            attributes: { authenticated_web_messaging: isSignedIn, web_tracking: false },
          },
        ],
      ),
    ),
  ];
}

const SIGN_IN_INTEGRATION =
  'var.oidc_integration_id == "" ? one(genesyscloud_integration.throughline_sign_in[*].id) : var.oidc_integration_id';

const NAMES_GIVEN = {
  condition: expression(
    Object.keys(ORGANIZATION_NAMES)
      .map((name) => `var.${name} != ""`)
      .join(' && '),
  ),
  error_message: `Make the integration by hand and set oidc_integration_id, or set all of ${Object.keys(ORGANIZATION_NAMES).join(', ')}.`,
};

/** All that the provider takes in `file_types`; the rest is said by a profile of supported content. */
const MESSENGER_FILE_TYPES = new Set(['image/jpeg', 'image/gif', 'image/png']);
/** Of Genesys Cloud, for one file. */
const MOST_KILOBYTES = 10_240;

/** Kinds of files that cannot be allowed here. */
export function fileGaps({ files }: GenesysSetup): string[] {
  const others = (files?.types ?? []).filter((type) => !MESSENGER_FILE_TYPES.has(type));
  return others.length === 0
    ? []
    : [
        `Files of the types ${others.join(', ')}: give the deployment a profile of supported content that allows them`,
      ];
}

function messenger({ autoStart, isDirect, files }: GenesysSetup): HclBlock[] {
  const types = (files?.types ?? []).filter((type) => MESSENGER_FILE_TYPES.has(type));
  const size = Math.min(MOST_KILOBYTES, Math.floor((files?.maxBytes ?? 0) / 1024));
  const mode = { type: 'mode', attributes: { file_types: types, max_file_size_kb: size } };
  return [
    // Ours takes its place until the customer comes near.
    ...(isDirect ? [{ type: 'launcher_button', attributes: { visibility: 'OnDemand' } }] : []),
    ...(files === null
      ? []
      : [
          {
            type: 'file_upload',
            attributes: { enable_attachments: true },
            blocks: types.length === 0 ? [] : [mode],
          },
        ]),
    apps(autoStart),
  ];
}

function apps(autoStart: boolean): HclBlock {
  const attributes = {
    enabled: true,
    auto_start_enabled: autoStart,
    show_agent_typing_indicator: true,
    show_user_typing_indicator: true,
    conversation_clear_enabled: true,
  };
  const disconnect = { type: 'conversation_disconnect', attributes: { enabled: true, type: 'Send' } };
  return { type: 'apps', blocks: [{ type: 'conversations', attributes, blocks: [disconnect] }] };
}
