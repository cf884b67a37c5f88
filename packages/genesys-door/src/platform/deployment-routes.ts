import type { FastifyInstance } from 'fastify';
import { type DoorState, deploymentOf } from '../door-state.js';
import type { Deployment, DoorLimits } from '../options.js';
import { flowRef } from './flow-routes.js';
import { SIGN_IN_INTEGRATION } from './integration-routes.js';
import { page } from './paging.js';
import type { Permissions } from './permissions.js';
import { notFound } from './platform-error.js';

type DeploymentPath = { readonly deploymentId: string };

/** The public files that clients read before they connect. */
export function addDeploymentFiles(app: FastifyInstance, state: DoorState): void {
  const base = '/webdeployments/v1/deployments/:deploymentId';
  app.get<{ Params: DeploymentPath }>(`${base}/config.json`, async (request) =>
    toConfigFile(
      requireDeployment(state, request.params.deploymentId),
      state.limits,
      state.baseUrl(request.headers.host),
    ),
  );
  app.get<{ Params: DeploymentPath }>(`${base}/domains.json`, async ({ params }) => {
    const { allowedDomains } = requireDeployment(state, params.deploymentId);
    return { allowAllDomains: allowedDomains === null, allowedDomains: allowedDomains ?? [] };
  });
}

/** Reading deployments as an administrator does. They are set by configuration. */
export function addDeploymentRoutes(app: FastifyInstance, state: DoorState, permissions: Permissions): void {
  app.get('/webdeployments/deployments', async (request) => {
    permissions.require(request, 'webDeployments:deployment:view');
    const { query } = request;
    const all = state.options.deployments.map((deployment) => ({
      ...toDeployment(state, deployment),
      configuration: { id: deployment.id, name: deployment.name, version: '1' },
    }));
    const { entities, total, selfUri } = page(all, query, '/api/v2/webdeployments/deployments');
    return { entities, total, selfUri };
  });
  app.get<{ Params: DeploymentPath }>('/webdeployments/deployments/:deploymentId', async (request) => {
    permissions.require(request, 'webDeployments:deployment:view');
    return toDeployment(state, requireDeployment(state, request.params.deploymentId));
  });
  // A deployment and its only configuration have one id.
  app.get<{ Params: DeploymentPath & { readonly versionId: string } }>(
    '/webdeployments/configurations/:deploymentId/versions/:versionId',
    async (request) => {
      permissions.require(request, 'webDeployments:configuration:view');
      if (request.params.versionId !== VERSION) throw notFound('version');
      return toConfiguration(requireDeployment(state, request.params.deploymentId));
    },
  );
}

const VERSION = '1';

function toConfiguration({ id, name, authentication }: Deployment) {
  return {
    id,
    name,
    version: VERSION,
    status: 'Active',
    languages: ['en-us'],
    defaultLanguage: 'en-us',
    headlessMode: { enabled: false },
    authenticationSettings: { ...authentication, integrationId: SIGN_IN_INTEGRATION },
    selfUri: `/api/v2/webdeployments/configurations/${id}/versions/${VERSION}`,
  };
}

function requireDeployment(state: DoorState, id: string): Deployment {
  const deployment = deploymentOf(state, id);
  if (!deployment) throw notFound('deployment');
  return deployment;
}

function toDeployment({ options }: DoorState, { id, name, allowedDomains }: Deployment) {
  const { messageFlow } = options;
  return {
    id,
    name,
    allowAllDomains: allowedDomains === null,
    allowedDomains: allowedDomains ?? [],
    status: 'Active',
    configuration: { id, version: VERSION },
    ...(messageFlow === undefined ? {} : { flow: flowRef(messageFlow) }),
    selfUri: `/api/v2/webdeployments/deployments/${id}`,
  };
}

function toConfigFile(deployment: Deployment, limits: DoorLimits, baseUrl: string) {
  const { fileTypes, maxFileSizeKB, authentication } = deployment;
  return {
    id: deployment.id,
    version: '1',
    status: 'Active',
    languages: ['en-us'],
    defaultLanguage: 'en-us',
    apiEndpoint: baseUrl,
    headlessMode: { enabled: false },
    auth: { ...authentication },
    journeyEvents: { enabled: false },
    position: { alignment: 'Auto', sideSpace: 20, bottomSpace: 12 },
    customI18nLabels: [],
    cobrowse: { enabled: false },
    video: { enabled: false },
    supportCenter: { enabled: false },
    messenger: {
      enabled: true,
      styles: { primaryColor: '#336699' },
      launcherButton: { visibility: 'OnDemand' },
      homeScreen: { enabled: false },
      sessionPersistenceType: 'AcrossSubdomains',
      fileUpload: {
        enableAttachments: fileTypes.length > 0,
        modes: fileTypes.length > 0 ? [{ fileTypes: [...fileTypes], maxFileSizeKB }] : [],
      },
      apps: {
        conversations: {
          enabled: true,
          messagingEndpoint: baseUrl.replace(/^http/, 'ws'),
          showAgentTypingIndicator: deployment.typing,
          showUserTypingIndicator: deployment.typing,
          autoStart: { enabled: deployment.autoStart },
          conversationDisconnect: {
            enabled: deployment.disconnect !== 'Off',
            type: deployment.disconnect === 'Off' ? 'Send' : deployment.disconnect,
          },
          conversationClear: { enabled: deployment.clear },
          markdown: { enabled: false },
          notifications: { enabled: false, notificationContentType: 'ExcludeMessagesContent' },
          humanize: { enabled: false, bot: { name: '', avatarUrl: '' } },
          sessionDurationSeconds: limits.sessionSeconds,
        },
        knowledge: { enabled: false },
      },
    },
  };
}
