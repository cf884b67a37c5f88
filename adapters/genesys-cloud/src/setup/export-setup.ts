import { writeHcl } from './hcl.js';
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
  const { files, gaps } = toTerraform({ ...setup, flowFile: FLOW_FILE });
  const texts = Object.entries(files).map(([name, blocks]) => [name, writeHcl(blocks)]);
  return {
    ...Object.fromEntries(texts),
    [FLOW_FILE]: flow.yaml,
    'README.md': readme(setup.issuer !== null, [...gaps, ...flow.gaps]),
  };
}

function readme(isSignedIn: boolean, gaps: readonly string[]): string {
  const byHand = [
    'Agent script and screen pop: the provider uploads a script but cannot write one. Make a script in the organization that reads the participant attributes (`throughline…`), and set it as the default script of the queues.',
    'Secrets of the three OAuth clients: read each from the organization once and put it into the file that `throughline.yaml` names. The module does not export them; Terraform state holds what you enter as variables, so keep it encrypted.',
    'Members of the queues, masking rules and the threading timeline.',
    ...gaps,
  ];
  const oidc = isSignedIn
    ? '\n`oidc_integration_type`, `oidc_discovery_property`, `oidc_credential_type` and `oidc_credential_key` are not public: read them from the organization with `GET /api/v2/integrations/types` and `GET /api/v2/integrations/types/{typeId}`. Without them nothing is applied.\n'
    : '';
  return `# Genesys Cloud, set up for Throughline

Written by \`throughline genesys export\`; change the configuration and export again. It was checked against the
documentation of the provider, and has not been applied to an organization.

1. Give the provider its own administrator client: \`GENESYSCLOUD_OAUTHCLIENT_ID\`, \`GENESYSCLOUD_OAUTHCLIENT_SECRET\`.
2. Enter the variables: \`terraform.tfvars\` outside of version control, or \`TF_VAR_…\` of the environment.
3. \`terraform init\`, \`terraform plan\`, \`terraform apply\`. Terraform makes queues, skills, schedules and data actions first, then the flow that names them, then the deployment.
4. Put the id of the deployment and of the OAuth clients into \`throughline.yaml\`.
${oidc}
## By hand

${byHand.map((line) => `- ${line.replace(/\s+/g, ' ')}`).join('\n')}
`;
}
