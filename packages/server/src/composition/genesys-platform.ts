import type { ContactCenter, RateLimiter } from '@throughline/core';
import type {
  EntryPointsOptions,
  ExternalTags,
  GenesysCallbacks,
  GenesysPrivacy,
  OAuthClient,
  QueueFigures,
  WrapUps,
} from '@throughline/genesys-cloud';
import type { GenesysPlatformSettings } from '../config/options.js';
import type { Foundation } from './foundation.js';

/** What the gateway asks of Genesys's Platform API. */
export interface GenesysPlatform {
  readonly figures: QueueFigures;
  /** What customers have there through other channels is looked for with these. */
  readonly forEntryPoints: NonNullable<EntryPointsOptions['platform']>;
  /** Null when no calls are made there. @param desk takes what is no call */
  readonly callbacksBeside: (desk: ContactCenter) => GenesysCallbacks | null;
  readonly wrapUps: WrapUps;
  /** Null when conversations there are not tagged. */
  readonly tags: ExternalTags | null;
  /** Null when Genesys is not asked for exports and erasures. */
  readonly privacy: GenesysPrivacy | null;
}

/** Part of Genesys's limit that is planned for: its counts and ours begin at other moments. */
const PLANNED = 0.9;

export async function openGenesysPlatform(
  settings: GenesysPlatformSettings,
  { store, clock, logger }: Foundation,
  limiter: RateLimiter,
): Promise<GenesysPlatform> {
  const genesysCloud = await import('@throughline/genesys-cloud');
  const { Budget, PLATFORM_BUDGET, PlatformClient } = genesysCloud;
  const { apiUrl, loginUrl, requestsPerMinute, externalSource, callbacks, tags, privacy } = settings;
  const perMinute = Math.floor(requestsPerMinute * PLANNED);
  const budget = new Budget(limiter, clock, { ...PLATFORM_BUDGET, perMinute });
  const clientOf = ({ clientId, clientSecret }: Pick<OAuthClient, 'clientId' | 'clientSecret'>) =>
    new PlatformClient({ apiUrl, loginUrl, clientId, clientSecret, budget, clock });
  const client = clientOf(settings);
  const contacts = externalSource ? new genesysCloud.ExternalContacts(client, externalSource) : null;
  return {
    figures: new genesysCloud.QueueFigures({
      client,
      clock,
      onFailure: (err, what) => logger.warn({ err, what }, 'Genesys Cloud did not tell'),
    }),
    forEntryPoints: { client, contacts },
    wrapUps: new genesysCloud.WrapUps({
      client,
      store: store.awaitedWrapUps,
      clock,
      onFailure: (err, what) => logger.warn({ err, what }, 'Genesys Cloud did not tell'),
    }),
    tags: tags
      ? new genesysCloud.ExternalTags({
          client: clientOf(tags),
          onFailure: (err, what) =>
            logger.warn({ err, what }, 'Genesys Cloud did not take what it was asked'),
        })
      : null,
    callbacksBeside: (desk) => {
      if (!callbacks) return null;
      return new genesysCloud.GenesysCallbacks({
        client: clientOf(callbacks),
        store: store.remoteCalls,
        clock,
        desk,
        onFailure: (err, what) => logger.warn({ err, what }, 'Genesys Cloud did not take what it was asked'),
      });
    },
    privacy: privacy
      ? new genesysCloud.GenesysPrivacy({
          client: clientOf(privacy),
          contacts,
        })
      : null,
  };
}
