import { z } from 'zod';
import type { PlatformClient, PlatformRequest } from '../platform-client.js';

const reference = z.object({ id: z.string(), name: z.string().optional() });

const organization = z.object({
  id: z.string().optional(),
  name: z.string().optional(),
  state: z.string().optional(),
  features: z.record(z.string(), z.boolean()).optional(),
});
export type Organization = z.infer<typeof organization>;

const oauthClient = z.object({
  id: z.string().optional(),
  name: z.string(),
  authorizedGrantType: z.string(),
  state: z.string().optional(),
  roleDivisions: z.array(z.object({ roleId: z.string(), divisionId: z.string() })).optional(),
  roleIds: z.array(z.string()).optional(),
});
export type OAuthClientFacts = z.infer<typeof oauthClient>;

const role = z.object({
  name: z.string().optional(),
  permissionPolicies: z
    .array(
      z.object({
        domain: z.string().optional(),
        entityName: z.string().optional(),
        actionSet: z.array(z.string()).optional(),
      }),
    )
    .optional(),
});
export type Role = z.infer<typeof role>;

const deployment = z.object({
  name: z.string(),
  status: z.string().optional(),
  allowAllDomains: z.boolean().optional(),
  allowedDomains: z.array(z.string()).optional(),
  flow: reference.optional(),
  configuration: z.object({ id: z.string(), version: z.string() }),
});
export type WebDeployment = z.infer<typeof deployment>;

const configuration = z.object({
  authenticationSettings: z
    .object({
      enabled: z.boolean(),
      integrationId: z.string(),
      allowSessionUpgrade: z.boolean().optional(),
    })
    .optional(),
});
export type WebConfiguration = z.infer<typeof configuration>;

const flow = z.object({
  name: z.string(),
  type: z.string().optional(),
  active: z.boolean().optional(),
  publishedVersion: z.object({ id: z.string().optional() }).optional(),
});
export type FlowFacts = z.infer<typeof flow>;

const integration = z.object({ name: z.string().optional(), intendedState: z.string() });
export type IntegrationFacts = z.infer<typeof integration>;

const integrationSettings = z.object({ properties: z.object({}).loose() });
/** What is in `properties` is not documented for every kind of integration. */
export type IntegrationSettings = z.infer<typeof integrationSettings>;

const threading = z.object({
  settings: z.array(z.object({ messengerType: z.string(), timeoutInMinutes: z.number() })),
  defaultTimeoutMinutes: z.number().optional(),
});
export type ThreadingWindow = z.infer<typeof threading>;

function read<Body>(
  client: PlatformClient,
  operation: PlatformRequest<Body>['operation'],
  answer: z.ZodType<Body>,
  values: Readonly<Record<string, string>> = {},
): Promise<Body> {
  return client.send({
    operation,
    values,
    answer,
    urgency: 'background',
    isRepeatable: true,
    patienceMs: 6_000,
  });
}

export function readOrganization(client: PlatformClient): Promise<Organization> {
  return read(client, 'GET /api/v2/organizations/me', organization);
}

export function readOAuthClient(client: PlatformClient, clientId: string): Promise<OAuthClientFacts> {
  return read(client, 'GET /api/v2/oauth/clients/{clientId}', oauthClient, { clientId });
}

export function readRole(client: PlatformClient, roleId: string): Promise<Role> {
  return read(client, 'GET /api/v2/authorization/roles/{roleId}', role, { roleId });
}

export function readDeployment(client: PlatformClient, deploymentId: string): Promise<WebDeployment> {
  return read(client, 'GET /api/v2/webdeployments/deployments/{deploymentId}', deployment, { deploymentId });
}

export function readConfigurationVersion(
  client: PlatformClient,
  { id, version }: WebDeployment['configuration'],
): Promise<WebConfiguration> {
  return read(
    client,
    'GET /api/v2/webdeployments/configurations/{configurationId}/versions/{versionId}',
    configuration,
    { configurationId: id, versionId: version },
  );
}

export function readFlow(client: PlatformClient, flowId: string): Promise<FlowFacts> {
  return read(client, 'GET /api/v2/flows/{flowId}', flow, { flowId });
}

export function readIntegration(client: PlatformClient, integrationId: string): Promise<IntegrationFacts> {
  return read(client, 'GET /api/v2/integrations/{integrationId}', integration, { integrationId });
}

export function readIntegrationSettings(
  client: PlatformClient,
  integrationId: string,
): Promise<IntegrationSettings> {
  return read(client, 'GET /api/v2/integrations/{integrationId}/config/current', integrationSettings, {
    integrationId,
  });
}

/** For how long Genesys puts returning guests into the same conversation, by messenger. */
export function readThreadingWindow(client: PlatformClient): Promise<ThreadingWindow> {
  return read(client, 'GET /api/v2/conversations/messaging/threadingtimeline', threading);
}
