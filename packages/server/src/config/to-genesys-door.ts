import type { Deployment, DoorLimits } from '@throughline/genesys-door';
import type { GenesysDoorConfiguration } from './genesys-door-schema.js';
import type { GenesysDoorSettings, ListenAddress } from './options.js';
import type { SettingFiles } from './setting-files.js';

export function toGenesysDoorSettings(
  {
    publicUrl,
    organization,
    deployments,
    clients,
    messageFlow,
    identityProvider,
    limits,
  }: GenesysDoorConfiguration,
  files: SettingFiles,
  listen: ListenAddress,
): GenesysDoorSettings {
  const secret = (path: string) => files.secretText(path, 'The secret').trim();
  return {
    listen,
    organization,
    ...(publicUrl === undefined ? {} : { publicUrl: new URL(publicUrl).origin }),
    deployments: deployments.map(toDeployment),
    clients: clients.map(({ id, secretFile, permissions }) => ({
      id,
      secret: secret(secretFile),
      ...(permissions ? { permissions } : {}),
    })),
    ...(messageFlow === undefined ? {} : { messageFlow }),
    ...(identityProvider ? { identityProvider: toIdentityProvider(identityProvider, secret) } : {}),
    limits: limits as Partial<DoorLimits>,
  };
}

export function toDeployment({
  queue,
  signIn,
  allowedDomains,
  ...deployment
}: GenesysDoorConfiguration['deployments'][number]): Deployment {
  return {
    ...deployment,
    queueId: queue,
    allowedDomains: allowedDomains ?? null,
    authentication: { enabled: signIn !== 'off', allowSessionUpgrade: signIn === 'allowed' },
  };
}

function toIdentityProvider(
  { issuer, clientId, clientSecretFile }: NonNullable<GenesysDoorConfiguration['identityProvider']>,
  secret: (path: string) => string,
) {
  return {
    issuer,
    clientId,
    clientSecret: clientSecretFile === undefined ? '' : secret(clientSecretFile),
    // Production mode asks for https.
    allowHttp: issuer.startsWith('http://'),
  };
}
