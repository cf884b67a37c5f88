import { writeHcl } from './hcl.js';
import { resourceNames } from './names.js';
import type { GenesysSetup } from './setup.js';
import { toTerraform } from './terraform.js';

const FLOW_FILE = 'flow.yaml';

/**
 * The set-up of an organization as a folder: file names and texts. The same input gives the same bytes, and no secret is
 * among them.
 * @param flow The message flow, as Architect YAML
 */
export function exportSetup(
  setup: Omit<GenesysSetup, 'flowFile'>,
  flow: { readonly yaml: string; readonly gaps: readonly string[] },
): Readonly<Record<string, string>> {
  const whole = { ...setup, flowFile: FLOW_FILE };
  const { files, gaps } = toTerraform(whole);
  const texts = Object.entries(files).map(([name, blocks]) => [name, writeHcl(blocks)]);
  return {
    ...Object.fromEntries(texts),
    [FLOW_FILE]: flow.yaml,
    'README.md': readme(whole, [...gaps, ...flow.gaps]),
  };
}

function readme({ issuer, externalSource, queues }: GenesysSetup, gaps: readonly string[]): string {
  const [queue = 'NAME'] = resourceNames(queues).values();
  const byHand = [
    'Agent script and screen pop: the provider uploads a script but cannot write one. Make a script in the organization that reads the participant attributes (`throughline…`), enter its id as `agent_script_id`, and apply again.',
    'Members of the queues, masking rules and the threading timeline.',
    ...gaps,
  ];
  const signIn =
    issuer === null
      ? ''
      : `
## Sign-in

The integration "OpenID Connect Messenger Configuration" is made in one of two ways:

- By hand, as docs/genesys/setup.md says: enter its id as \`oidc_integration_id\`. \`oidc_client_id\` and \`oidc_client_secret\` are not used then, and may be empty.
- By this module: enter \`oidc_integration_type\`, \`oidc_discovery_property\`, \`oidc_credential_type\` and \`oidc_credential_key\`, which are not public. Read them from the organization with \`GET /api/v2/integrations/types\`, \`…/types/{typeId}\` and \`…/types/{typeId}/configschemas/properties\`.

Without one of them nothing is applied.
`;
  const ids = ['deployment', 'OAuth clients', ...(externalSource === null ? [] : ['external source'])];
  return `# Genesys Cloud, set up for Throughline

Written by \`throughline genesys export\`; change the configuration and export again. It was checked against the
documentation of the provider, and has not been applied to an organization.

1. Give the provider its own administrator client: \`GENESYSCLOUD_OAUTHCLIENT_ID\`, \`GENESYSCLOUD_OAUTHCLIENT_SECRET\`. An OAuth client can only be given roles that the provider's client has too: when an apply stops there, give it the roles "Throughline …" and apply again.
2. Give the gateway a client whose only scope is \`genesys\` (\`servers.clients\` of \`throughline.yaml\`). The data actions sign in with it: \`gateway_client_id\`, \`gateway_client_secret\`.
3. Enter the variables: \`terraform.tfvars\` outside of version control, or \`TF_VAR_…\` of the environment. Terraform's state holds them, so keep it encrypted.
4. Queues, skills, wrap-up codes${externalSource === null ? '' : ', the external source'} and roles that the organization has already under the same name have to be imported first, such as \`terraform import genesyscloud_routing_queue.${queue} ID\`. What is imported gets the settings of this module.
5. \`terraform init\`, \`terraform plan\`, \`terraform apply\`. Terraform makes queues, skills, schedules and data actions first, then the flow that names them, then the deployment.
6. \`terraform output\` has the ids of ${ids.slice(0, -1).join(', ')} and ${ids.at(-1)}, each with the setting of \`throughline.yaml\` that it belongs to in \`outputs.tf\`.
7. Read the secrets of the OAuth clients "throughline-…" from the organization once, and put each into the file that \`throughline.yaml\` names. The module does not export them.
8. \`throughline doctor\`.
${signIn}
## By hand

${byHand.map((line) => `- ${line.replace(/\s+/g, ' ')}`).join('\n')}
`;
}
