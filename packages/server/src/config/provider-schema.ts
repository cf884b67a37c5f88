import { PROVIDER_CLAIMS } from '@throughline/identity';
import { z } from 'zod';
import { file, text, url } from './schema-parts.js';

/** The gateway as an OpenID provider for contact centers that have to know who a customer is. */
export const providerSchema = z
  .strictObject({
    clients: z
      .array(
        z.strictObject({
          id: text.describe('The client id to enter at the contact center'),
          secretFile: file.describe('File with its client secret, as `openssl rand -hex 32` prints one'),
          redirectUris: z
            .array(url)
            .min(1, { error: 'must name at least one address' })
            .describe('Addresses that codes are bound to, exactly; https in production mode'),
        }),
      )
      .min(1, { error: 'must name at least one client' })
      .describe('Servers that exchange codes, such as Genesys Cloud'),
    claims: z
      .array(z.enum(PROVIDER_CLAIMS))
      .default(['name'])
      .describe('What clients are told about a customer besides the id'),
    refreshTokenHours: z
      .number()
      .min(0.25)
      .max(2_160)
      .default(24)
      .describe(
        'How long a sign-in can be refreshed at most; it ends with the session of the customer anyway',
      ),
    keysFile: file
      .optional()
      .describe(
        'File with the signing keys, the same on every node; made in the data directory when not set; `throughline keys` rotates them',
      ),
  })
  .describe(
    'Makes the gateway an OpenID provider below `/oidc` of its base path, for a contact center that signs customers in itself; off when not set',
  );

export type ProviderConfiguration = z.infer<typeof providerSchema>;
