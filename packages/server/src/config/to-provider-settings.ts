import { join } from 'node:path';
import type { ProviderSettings } from './options.js';
import type { ProviderConfiguration } from './provider-schema.js';
import type { SettingFiles } from './setting-files.js';

/** Where the provider's keys are when no file is named. */
export function defaultProviderKeysFile(dataDir: string): string {
  return join(dataDir, 'keys', 'provider-keys.json');
}

/** @param gatewayUrl as for {@link toProviderSettings} */
export function providerIssuer(gatewayUrl: string): string {
  return `${gatewayUrl}/oidc`;
}

/** @param gatewayUrl the gateway as browsers find it, without a slash at the end */
export function toProviderSettings(
  settings: ProviderConfiguration,
  files: SettingFiles,
  gatewayUrl: string,
): ProviderSettings {
  return {
    issuer: providerIssuer(gatewayUrl),
    clients: settings.clients.map(({ id, secretFile, redirectUris }) => ({
      id,
      redirectUris,
      secret: files.secretText(secretFile, 'The client secret').trim(),
    })),
    claims: settings.claims,
    refreshTokenSeconds: Math.round(settings.refreshTokenHours * 3_600),
    ...(settings.keysFile === undefined ? {} : { keysFile: files.resolve(settings.keysFile) }),
  };
}
