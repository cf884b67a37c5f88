import type { GuestEndpoint } from '@throughline/genesys-cloud';
import { findRegion, type Region, regionHosts } from '@throughline/guest-api';
import type { GenesysConfiguration } from './contact-center-schema.js';
import type { GenesysPlatformConfiguration } from './genesys-platform-schema.js';
import type { DirectSettings, GenesysPlatformSettings, RelaySettings } from './options.js';
import type { SettingFiles } from './setting-files.js';

/** Genesys Cloud as the contact center, as configured. */
export function toRelaySettings(
  settings: GenesysConfiguration,
  files: SettingFiles,
  publicOrigin: string,
): RelaySettings {
  const { platform, signIn, routing, standInMinutes, otherConversations, threadingHours } = settings;
  return {
    endpoint: toGuestEndpoint(settings, publicOrigin),
    authority: routing.authority,
    threadingMs: threadingHours * 3_600_000,
    ...(otherConversations ? { otherConversations } : {}),
    ...(signIn ? { signIn } : {}),
    ...(standInMinutes === undefined ? {} : { standInMinutes }),
    ...(platform ? { platform: toPlatformSettings(settings, platform, files) } : {}),
  };
}

/** Genesys's own Messenger in the portal's pages, as configured; null when it is off. */
export function toDirectSettings(settings: GenesysConfiguration): DirectSettings | null {
  const { direct, deploymentId, signIn, region = '' } = settings;
  if (!direct || !signIn) return null;
  const known = findRegion(region);
  return {
    scriptUrl: `${hostsOf(settings).apps}/genesys-bootstrap/genesys.min.js`,
    environment: known?.environment ?? ELSEWHERE,
    deploymentId,
    regionNames: known ? regionNames(known) : [ELSEWHERE],
    signIn,
  };
}

/** For a server that is no region, such as the Genesys-compatible door. */
const ELSEWHERE = 'prod';

/** `prod-euw1` is also `euw1`: that is how older guides name it. The first region has no code of its own in `prod`. */
function regionNames({ environment, awsRegion, domain }: Region): string[] {
  const short = environment === 'prod' ? 'use1' : environment.replace(/^prod-/, '');
  return [...new Set([short, environment, awsRegion, domain])];
}

/** Where the guest protocol is spoken, as configured. */
function toGuestEndpoint(settings: GenesysConfiguration, publicOrigin: string): GuestEndpoint {
  const { deploymentId, moreDeploymentIds, origin, autoStart } = settings;
  const hosts = hostsOf(settings);
  return {
    socketUrl: hosts.socket,
    apiUrl: hosts.api,
    deploymentId,
    moreDeploymentIds,
    origin: origin ?? publicOrigin,
    autoStart,
  };
}

function toPlatformSettings(
  settings: GenesysConfiguration,
  {
    clientId,
    clientSecretFile,
    requestsPerMinute,
    externalSource,
    callbacks,
    tags,
    privacy,
  }: GenesysPlatformConfiguration,
  files: SettingFiles,
): GenesysPlatformSettings {
  const { api: apiUrl, login: loginUrl } = hostsOf(settings);
  const secret = (path: string) => files.secretText(path, 'The secret').trim();
  const clientOf = (client: NonNullable<GenesysPlatformConfiguration['privacy']>) => ({
    clientId: client.clientId,
    clientSecret: secret(client.clientSecretFile),
  });
  return {
    apiUrl,
    loginUrl,
    clientId,
    clientSecret: secret(clientSecretFile),
    requestsPerMinute,
    ...(externalSource ? { externalSource } : {}),
    ...(callbacks ? { callbacks: clientOf(callbacks) } : {}),
    ...(tags ? { tags: clientOf(tags) } : {}),
    ...(privacy ? { privacy: clientOf(privacy) } : {}),
  };
}

export function hostsOf({ region = '', address }: GenesysConfiguration) {
  const known = findRegion(region);
  return address === undefined && known ? regionHosts(known) : addressesBelow(address ?? '');
}

/** The addresses of a server that speaks everything at one place. */
export function addressesBelow(address: string) {
  const { origin } = new URL(address);
  return {
    socket: `${origin.replace(/^http/, 'ws')}/v1`,
    api: origin,
    login: origin,
    apps: origin,
    cdn: origin,
  };
}
