import { z } from 'zod';
import { file, text } from './schema-parts.js';

const oauthClient = {
  clientId: text,
  clientSecretFile: file.describe('File with its secret'),
};

/** What the gateway asks of Genesys's Platform API. */
export const genesysPlatformSchema = z
  .strictObject({
    ...oauthClient,
    requestsPerMinute: z
      .int()
      .min(20)
      .default(300)
      .describe(
        'Limit of requests a minute and token in this organization; nine tenths are used, by all nodes',
      ),
    externalSource: z
      .strictObject({
        id: text.describe('Id of the external source'),
        name: text.describe('Its name'),
      })
      .optional()
      .describe(
        'Under which external contacts know the customers: as `identityResolution` of the deployment says',
      ),
    callbacks: z
      .strictObject(oauthClient)
      .optional()
      .describe(
        'An OAuth client of its own by which agents of Genesys make the calls that customers were promised; without, agents at the desk of the gateway make them',
      ),
    tags: z
      .strictObject(oauthClient)
      .optional()
      .describe(
        'An OAuth client of its own that puts the id of ours on conversations there as external tag, one request for each; without, they have it as an attribute alone',
      ),
    privacy: z
      .strictObject(oauthClient)
      .optional()
      .describe(
        'An OAuth client of its own for exports and erasures; without, Genesys is not asked for them',
      ),
    doctor: z
      .strictObject(oauthClient)
      .optional()
      .describe(
        'An OAuth client of its own that may read the set-up there, for `throughline doctor`; the gateway never uses it',
      ),
  })
  .optional()
  .describe(
    'OAuth client (client credentials) for waiting times and more; without, nothing is known of the queues',
  );

export type GenesysPlatformConfiguration = NonNullable<z.infer<typeof genesysPlatformSchema>>;
