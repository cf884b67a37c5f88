import type { DoctorSettings } from '@throughline/genesys-cloud';
import { findRegion, REGIONS, regionHosts } from '@throughline/guest-api';
import type { Configuration } from './config-schema.js';
import type { GenesysPlatformConfiguration } from './genesys-platform-schema.js';
import type { SettingFiles } from './setting-files.js';
import { providerIssuer } from './to-provider-settings.js';
import { hostsOf } from './to-relay.js';

/** The set-up with Genesys Cloud as `throughline doctor` looks at it; null when nothing of Genesys is configured. */
export function toDoctorSettings(
  { genesys, publicUrl, basePath, queues, openIdProvider, servers, files: taken }: Configuration,
  files: SettingFiles,
): DoctorSettings | null {
  if (!genesys) return null;
  const { api, login, cdn, socket } = hostsOf(genesys);
  const region = findRegion(genesys.region ?? '');
  const portal = new URL(publicUrl).origin;
  const { platform, signIn, direct, origin } = genesys;
  return {
    region: region?.awsRegion ?? null,
    hosts: { api, login, cdn, socket },
    otherRegions: region
      ? REGIONS.filter((other) => other !== region).map((other) => ({
          region: other.awsRegion,
          cdn: regionHosts(other).cdn,
        }))
      : [],
    deploymentId: genesys.deploymentId,
    moreDeploymentIds: genesys.moreDeploymentIds,
    autoStart: genesys.autoStart,
    // The gateway connects under one origin; with Genesys's own Messenger the portal's pages do so too.
    origins: [...new Set([origin ?? portal, ...(direct ? [portal] : [])])],
    clients: platform ? clientsOf(platform, files) : {},
    isDirect: direct,
    takesFiles: taken !== undefined,
    provider:
      signIn && openIdProvider
        ? { issuer: providerIssuer(portal + basePath), clientId: signIn.clientId }
        : null,
    queues: genesys.routing.authority === 'gateway' ? queues.map(({ id }) => id) : [],
    actionClients: (servers?.clients ?? []).filter(({ scopes }) => scopes.includes('genesys')),
    threadingHours: genesys.threadingHours,
    usesContacts: platform?.externalSource !== undefined,
    clock: { now: () => new Date() },
  };
}

function clientsOf(platform: GenesysPlatformConfiguration, files: SettingFiles): DoctorSettings['clients'] {
  const { callbacks, tags, privacy, doctor } = platform;
  const credentials = ({ clientId, clientSecretFile }: NonNullable<typeof doctor>) => ({
    clientId,
    clientSecret: files.secretText(clientSecretFile, 'The secret').trim(),
  });
  return {
    runtime: credentials(platform),
    ...(callbacks ? { callbacks: credentials(callbacks) } : {}),
    ...(tags ? { tags: credentials(tags) } : {}),
    ...(privacy ? { privacy: credentials(privacy) } : {}),
    ...(doctor ? { doctor: credentials(doctor) } : {}),
  };
}
