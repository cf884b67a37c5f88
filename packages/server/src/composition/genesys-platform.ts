import type { RateLimiter } from '@throughline/core';
import type { GenesysPrivacy, OAuthClient, QueueFigures } from '@throughline/genesys-cloud';
import type { GenesysPlatformSettings } from '../config/options.js';
import type { Foundation } from './foundation.js';

/** What the gateway asks of Genesys's Platform API. */
export interface GenesysPlatform {
  readonly figures: QueueFigures;
  /** Null when Genesys is not asked for exports and erasures. */
  readonly privacy: GenesysPrivacy | null;
}

/** Part of Genesys's limit that is planned for: its counts and ours begin at other moments. */
const PLANNED = 0.9;

export async function openGenesysPlatform(
  settings: GenesysPlatformSettings,
  { clock, logger }: Foundation,
  limiter: RateLimiter,
): Promise<GenesysPlatform> {
  const { Budget, ExternalContacts, GenesysPrivacy, PLATFORM_BUDGET, PlatformClient, QueueFigures } =
    await import('@throughline/genesys-cloud');
  const { apiUrl, loginUrl, requestsPerMinute, externalSource, privacy } = settings;
  const perMinute = Math.floor(requestsPerMinute * PLANNED);
  const budget = new Budget(limiter, clock, { ...PLATFORM_BUDGET, perMinute });
  const clientOf = ({ clientId, clientSecret }: Pick<OAuthClient, 'clientId' | 'clientSecret'>) =>
    new PlatformClient({ apiUrl, loginUrl, clientId, clientSecret, budget, clock });
  const client = clientOf(settings);
  return {
    figures: new QueueFigures({
      client,
      clock,
      onFailure: (err, what) => logger.warn({ err, what }, 'Genesys Cloud did not tell'),
    }),
    privacy: privacy
      ? new GenesysPrivacy({
          client: clientOf(privacy),
          contacts: externalSource ? new ExternalContacts(client, clock, externalSource) : null,
        })
      : null,
  };
}
