import type { OpenIdProvider } from './open-id-provider.js';
import type { OpenIdProviderOptions } from './provider-options.js';

/**
 * Makes the key file at the first start. The library is loaded only here, so that it costs nothing where it is off.
 * @throws SigningKeysError when the key file holds something else
 */
export async function openOpenIdProvider(options: OpenIdProviderOptions): Promise<OpenIdProvider> {
  await options.keys.createIfMissing(options.clock.now());
  const { CertifiedProvider } = await import('./certified-provider.js');
  const provider = new CertifiedProvider(options);
  await provider.open();
  return provider;
}
