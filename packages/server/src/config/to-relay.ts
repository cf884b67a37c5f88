import type { GuestEndpoint } from '@throughline/genesys-cloud';
import { findRegion, regionHosts } from '@throughline/guest-api';
import type { GenesysConfiguration } from './contact-center-schema.js';
import type { RelaySettings } from './options.js';

export function toRelaySettings(settings: GenesysConfiguration, publicOrigin: string): RelaySettings {
  const { signIn } = settings;
  return { endpoint: toGuestEndpoint(settings, publicOrigin), ...(signIn ? { signIn } : {}) };
}

/** Where the guest protocol is spoken, as configured. */
function toGuestEndpoint(
  { region = '', address, deploymentId, origin, autoStart }: GenesysConfiguration,
  publicOrigin: string,
): GuestEndpoint {
  const known = findRegion(region);
  const hosts = address === undefined && known ? regionHosts(known) : addressesBelow(address ?? '');
  return {
    socketUrl: hosts.socket,
    apiUrl: hosts.api,
    deploymentId,
    origin: origin ?? publicOrigin,
    autoStart,
  };
}

/** The addresses of a server that speaks everything at one place. */
export function addressesBelow(address: string): { readonly socket: string; readonly api: string } {
  const { origin } = new URL(address);
  return { socket: `${origin.replace(/^http/, 'ws')}/v1`, api: origin };
}
