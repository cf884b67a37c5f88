import { findRegion, REGIONS } from '@throughline/guest-api';
import { z } from 'zod';
import { genesysPlatformSchema } from './genesys-platform-schema.js';
import { originSchema } from './request-schema.js';
import { text, url } from './schema-parts.js';

export const CONTACT_CENTERS = ['embedded', 'genesys'] as const;
export type ContactCenterName = (typeof CONTACT_CENTERS)[number];

export const contactCenterSchema = z
  .enum(CONTACT_CENTERS)
  .default('embedded')
  .describe(
    'Who employs the agents: `embedded`, or `genesys` for Genesys Cloud; `THROUGHLINE_CONTACT_CENTER` wins',
  );

/** Genesys Cloud as the contact center. */
export const genesysSchema = z
  .strictObject({
    region: z
      .string()
      .refine((name) => findRegion(name) !== null, {
        error: `must be a region of Genesys Cloud, such as ${REGIONS.slice(0, 3)
          .map(({ awsRegion }) => awsRegion)
          .join(', ')} or its domain`,
      })
      .optional()
      .describe('AWS name, domain or environment name of the region'),
    address: url
      .optional()
      .describe('Instead of a region: a server that speaks the same, such as `throughline emulator`'),
    deploymentId: z.uuid().describe('The messenger deployment whose guests customers become'),
    moreDeploymentIds: z
      .array(z.uuid())
      .default([])
      .describe(
        'Further deployments that are set like the first: new conversations are spread over all, each with its own limit of new connections',
      ),
    origin: originSchema
      .optional()
      .describe(
        'Sent as `Origin`, one of the allowed domains of the deployment; of `publicUrl` when not set',
      ),
    autoStart: z
      .boolean()
      .default(false)
      .describe('As in the deployment: its flow begins with the conversation, before the first message'),
    signIn: z
      .strictObject({
        clientId: text.describe('One of the clients of `openIdProvider`'),
        redirectUri: url.describe("One of that client's redirect addresses"),
      })
      .optional()
      .describe(
        'Customers sign in at Genesys Cloud, by codes of `openIdProvider`; they are anonymous guests when not set',
      ),
    routing: z
      .strictObject({
        authority: z
          .enum(['gateway', 'architect'])
          .default('gateway')
          .describe(
            "Who decides the queue: the gateway's flow, which the message flow there obeys, or Architect, whose outcome comes back by a data action",
          ),
      })
      .prefault({})
      .describe('Where conversations go at Genesys Cloud'),
    standInMinutes: z
      .int()
      .min(1)
      .max(24 * 60)
      .optional()
      .describe(
        'Longest time for which two operators may have the embedded contact center take new conversations; they may not when not set',
      ),
    direct: z
      .boolean()
      .default(false)
      .describe(
        "Serves `messenger.js`, which puts Genesys's own Messenger into pages of the portal and signs customers in by `signIn`",
      ),
    threadingHours: z
      .number()
      .min(0)
      .max(72)
      .default(72)
      .describe(
        'For how long Genesys Cloud puts a returning guest into the same conversation, as its messaging threading timeline says for web messaging',
      ),
    otherConversations: z
      .enum(['join', 'hold', 'warn'])
      .optional()
      .describe(
        'A customer who talks to Genesys Cloud through another channel already: `join` asks for the agent there, `hold` waits up to 10 minutes for the end, `warn` tells agents; not looked for when not set. Flows tell of such conversations with the data action `entry`; with `platform.externalSource`, analytics is asked about customers of whom none was told',
      ),
    platform: genesysPlatformSchema,
  })
  .refine(({ direct, signIn }) => !direct || signIn !== undefined, {
    path: ['direct'],
    error: 'needs `signIn`: the Messenger gets to know customers by it',
  })
  .refine(({ region, address }) => (region === undefined) !== (address === undefined), {
    error: 'needs either a region or an address',
  })
  .optional()
  .describe('Genesys Cloud as the contact center');

export type GenesysConfiguration = NonNullable<z.infer<typeof genesysSchema>>;
