import type { RoutingAuthority } from '../guest/options.js';
import { expression, resource, variable } from './blocks.js';
import { type HclBlock, type HclValue, jsonEncoded } from './hcl.js';
import type { GenesysSetup } from './setup.js';

/** Category of our data actions, by which flows name them. */
export const CATEGORY = 'Throughline';

/** Where the gateway gives tokens, below its base path. */
const TOKEN_PATH = '/s2s/v1/token';
const INTEGRATION = expression('genesyscloud_integration.throughline_data_actions.id');

type Property = Readonly<Record<string, HclValue>>;

/** What flows ask of the gateway, or tell it: one POST each. */
export interface DataAction {
  /** By which flows name it, within the category. */
  readonly name: string;
  /** Served by the gateway, below its base path. */
  readonly path: string;
  readonly input: Readonly<Record<string, Property>>;
  readonly required: readonly string[];
  /** Empty for an answer without a body. */
  readonly output: Readonly<Record<string, Property>>;
  /** Where it is of use: who decides the queue. */
  readonly authorities: readonly RoutingAuthority[];
}

const TEXT = { type: 'string' };
const TEXTS = { type: 'array', items: TEXT };
const YES_OR_NO = { type: 'boolean' };
const BOTH: readonly RoutingAuthority[] = ['gateway', 'architect'];

/** All of them. An output that is not always there is not required by its contract. */
export const DATA_ACTIONS = {
  conversation: {
    name: 'Conversation',
    path: '/s2s/v1/genesys/conversation',
    input: { conversationId: TEXT, genesysConversationId: TEXT },
    required: ['conversationId', 'genesysConversationId'],
    output: {},
    authorities: BOTH,
  },
  routing: {
    name: 'Routing',
    path: '/s2s/v1/genesys/routing',
    input: { conversationId: TEXT },
    required: ['conversationId'],
    output: {
      authority: TEXT,
      queue: TEXT,
      priority: { type: 'integer' },
      skills: TEXTS,
      customerId: TEXT,
      customerTier: TEXT,
      customerLocale: TEXT,
      intent: TEXT,
      continuesPrevious: YES_OR_NO,
      previousThreadOpen: YES_OR_NO,
    },
    authorities: BOTH,
  },
  step: {
    name: 'Flow step',
    path: '/s2s/v1/genesys/step',
    input: { conversationId: TEXT, flow: TEXT, version: TEXT, step: TEXT },
    required: ['conversationId', 'flow', 'version', 'step'],
    output: { outcome: TEXT },
    authorities: ['architect'],
  },
  outcome: {
    name: 'Outcome',
    path: '/s2s/v1/genesys/outcome',
    input: { conversationId: TEXT, genesysConversationId: TEXT, taker: TEXT, queue: TEXT, skills: TEXTS },
    required: ['conversationId', 'genesysConversationId', 'taker'],
    output: {},
    authorities: ['architect'],
  },
  /** For flows of other channels, which are the organization's own: no exported flow calls it. */
  entry: {
    name: 'Entry',
    path: '/s2s/v1/genesys/entry',
    input: { customer: TEXT, genesysConversationId: TEXT, channel: TEXT, state: TEXT },
    required: ['customer', 'genesysConversationId', 'channel'],
    output: {},
    authorities: BOTH,
  },
  /** For what runs there when an agent sums a conversation up, such as a workflow or a script of the organization. */
  wrapUp: {
    name: 'Wrap-up',
    path: '/s2s/v1/genesys/wrap-up',
    input: { conversationId: TEXT, genesysConversationId: TEXT, wrapUp: TEXT, agent: TEXT },
    required: ['conversationId', 'genesysConversationId', 'wrapUp'],
    output: {},
    authorities: BOTH,
  },
} as const satisfies Readonly<Record<string, DataAction>>;

/** The integration that calls the gateway, and the data actions that are of use where the authority decides. */
export function dataActionBlocks({ gatewayUrl, authority }: GenesysSetup): HclBlock[] {
  const actions: readonly DataAction[] = Object.values(DATA_ACTIONS);
  return [
    variable('gateway_client_id', 'Id of the server client with the scope genesys alone'),
    variable('gateway_client_secret', 'Its secret', true),
    resource('integration_credential', 'throughline_gateway', {
      name: 'throughline-gateway',
      credential_type_name: 'userDefinedOAuth',
      fields: {
        loginUrl: `${gatewayUrl}${TOKEN_PATH}`,
        clientId: expression('var.gateway_client_id'),
        clientSecret: expression('var.gateway_client_secret'),
      },
    }),
    resource(
      'integration',
      'throughline_data_actions',
      { integration_type: 'custom-rest-actions', intended_state: 'ENABLED' },
      [
        {
          type: 'config',
          attributes: {
            name: 'Throughline data actions',
            properties: jsonEncoded({}),
            advanced: jsonEncoded({}),
            credentials: {
              basicAuth: expression('genesyscloud_integration_credential.throughline_gateway.id'),
            },
          },
        },
      ],
    ),
    signIn(),
    ...actions
      .filter(({ authorities }) => authorities.includes(authority))
      .map((action) => actionBlock(action, gatewayUrl)),
  ];
}

/** Tokens of the gateway last minutes: Genesys Cloud gets a new one by itself whenever it needs one. */
function signIn(): HclBlock {
  return resource('integration_custom_auth_action', 'throughline_sign_in', { integration_id: INTEGRATION }, [
    {
      type: 'config_request',
      attributes: {
        request_type: 'POST',
        request_url_template: `\${credentials.loginUrl}`,
        request_template: 'grant_type=client_credentials&scope=genesys',
        headers: {
          Authorization: `Basic $encoding.base64("\${credentials.clientId}:\${credentials.clientSecret}")`,
          'Content-Type': 'application/x-www-form-urlencoded',
        },
      },
    },
    { type: 'config_response', attributes: { success_template: `\${rawResult}` } },
  ]);
}

function actionBlock({ name, path, input, required, output }: DataAction, gatewayUrl: string): HclBlock {
  const attributes = {
    name,
    category: CATEGORY,
    integration_id: INTEGRATION,
    secure: false,
    config_timeout_seconds: 5,
    contract_input: jsonEncoded({ type: 'object', required, properties: input }),
    contract_output: jsonEncoded({ type: 'object', properties: output }),
  };
  return resource('integration_action', name.toLowerCase().replaceAll(/[ -]/g, '_'), attributes, [
    {
      type: 'config_request',
      attributes: {
        request_type: 'POST',
        request_url_template: `${gatewayUrl}${path}`,
        request_template: `\${input.rawRequest}`,
        headers: {
          Authorization: `Bearer \${authResponse.access_token}`,
          'Content-Type': 'application/json',
        },
      },
    },
    {
      type: 'config_response',
      attributes: {
        translation_map: {},
        translation_map_defaults: {},
        success_template: Object.keys(output).length === 0 ? '{}' : `\${rawResult}`,
      },
    },
  ]);
}
