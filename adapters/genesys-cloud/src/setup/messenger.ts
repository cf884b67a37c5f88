import { expression, resource, variable } from './blocks.js';
import { type HclBlock, jsonEncoded, quote } from './hcl.js';
import type { GenesysSetup } from './setup.js';

/** The OpenID Connect integration. Its ids are no public knowledge and differ: they are variables. */
export function signInBlocks({ issuer }: GenesysSetup): HclBlock[] {
  if (issuer === null) return [];
  return [
    variable('oidc_client_id', 'Client of openIdProvider that Genesys Cloud is'),
    variable('oidc_client_secret', 'Its secret', true),
    variable('oidc_integration_type', 'Id of the type "OpenID Connect Messenger Configuration"'),
    variable('oidc_discovery_property', 'Name of its property for the discovery address'),
    variable('oidc_credential_type', 'Name of its credential type'),
    variable('oidc_credential_key', 'Key of its credential'),
    resource('integration_credential', 'throughline_sign_in', {
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
      { integration_type: expression('var.oidc_integration_type'), intended_state: 'ENABLED' },
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
              '{ (var.oidc_credential_key) = genesyscloud_integration_credential.throughline_sign_in.id }',
            ),
          },
        },
      ],
    ),
  ];
}

/** The message flow, and the messenger deployment that opens conversations of it. */
export function messengerBlocks(
  { issuer, origins, autoStart, externalSource, flowFile }: GenesysSetup,
  named: readonly HclBlock[],
): HclBlock[] {
  const deployment = 'genesyscloud_webdeployments_deployment.throughline';
  return [
    resource('flow', 'throughline', {
      filepath: expression(`"\${path.module}/${flowFile}"`),
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
        headless_mode_enabled: true,
      },
      [
        { type: 'messenger', attributes: { enabled: true }, blocks: [apps(autoStart)] },
        ...(issuer === null
          ? []
          : [
              {
                type: 'authentication_settings',
                attributes: {
                  enabled: true,
                  integration_id: expression('genesyscloud_integration.throughline_sign_in.id'),
                  allow_session_upgrade: false,
                },
              },
            ]),
      ],
    ),
    resource(
      'webdeployments_deployment',
      'throughline',
      {
        name: 'throughline',
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
    ),
    ...(externalSource === null ? [] : identity(externalSource, deployment, issuer !== null)),
  ];
}

function identity(name: string, deployment: string, isSignedIn: boolean): HclBlock[] {
  return [
    resource('externalcontacts_external_source', 'throughline', { name, active: true }),
    resource(
      'webdeployments_deployment_identity_resolution',
      'throughline',
      {
        deployment_id: expression(`${deployment}.id`),
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
