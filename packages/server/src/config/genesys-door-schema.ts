import { DEFAULT_DEPLOYMENT, DEFAULT_DOOR_LIMITS, type DoorLimits } from '@throughline/genesys-door';
import { z } from 'zod';
import { file, text, url } from './schema-parts.js';

const LIMITS = Object.keys(DEFAULT_DOOR_LIMITS) as [keyof DoorLimits, ...(keyof DoorLimits)[]];
const host = z
  .string()
  .regex(/^[a-z0-9.-]+$/, { error: 'must be a host name in lower case, without scheme' });

/** One messenger deployment. */
export const deploymentSchema = z.strictObject({
  id: z.uuid().describe('What clients name as `deploymentId`'),
  name: text.default(DEFAULT_DEPLOYMENT.name),
  queue: text.describe('Id of the queue that its conversations ask for'),
  allowedDomains: z
    .array(host)
    .optional()
    .describe('Hosts whose pages may use it, with their sub-domains; all when not set'),
  disconnect: z
    .enum(['ReadOnly', 'Send', 'Off'])
    .default(DEFAULT_DEPLOYMENT.disconnect)
    .describe('What guests see when the agent ends: a read-only session, one they can go on in, or nothing'),
  typing: z.boolean().default(DEFAULT_DEPLOYMENT.typing).describe('Whether typing is shown'),
  clear: z.boolean().default(DEFAULT_DEPLOYMENT.clear).describe('Whether guests may clear a conversation'),
  autoStart: z
    .boolean()
    .default(DEFAULT_DEPLOYMENT.autoStart)
    .describe('Whether clients are told to open the conversation without a message'),
  signIn: z
    .enum(['off', 'allowed', 'required'])
    .default('off')
    .describe(
      'Whether guests may or must sign in at `identityProvider`; `allowed` lets an anonymous session become a signed-in one',
    ),
  fileTypes: z
    .array(text)
    .default([...DEFAULT_DEPLOYMENT.fileTypes])
    .describe('Media types that guests may upload; none turns uploads off'),
  blockedExtensions: z
    .array(z.string().regex(/^\.[a-z0-9]+$/, { error: 'must be lower case and begin with a dot' }))
    .default([...DEFAULT_DEPLOYMENT.blockedExtensions])
    .describe('Extensions that are never taken'),
  maxFileSizeKB: z.int().min(1).max(10_240).default(DEFAULT_DEPLOYMENT.maxFileSizeKB),
});

/** The Genesys-compatible door: what `THROUGHLINE_GENESYS_PORT` listens for. */
export const genesysDoorSchema = z
  .strictObject({
    publicUrl: url
      .optional()
      .describe('Address under which clients reach the door; taken from their requests when not set'),
    organization: text.default('Throughline').describe('Name of the organization that clients read'),
    deployments: z.array(deploymentSchema).min(1, { error: 'must name at least one deployment' }),
    clients: z
      .array(
        z.strictObject({
          id: text,
          secretFile: file.describe('File with its secret'),
          permissions: z
            .array(
              z
                .string()
                .regex(/^([\w-]+|\*):([\w-]+|\*):([\w-]+|\*)$/, { error: 'must be domain:entity:action' }),
            )
            .optional()
            .describe('What its role gives, as `oauth:client:view`; everything when not set'),
        }),
      )
      .default([])
      .describe(
        'OAuth clients (client credentials) that may call the Platform API; permissions count where administrators read',
      ),
    messageFlow: text.optional().describe('Name of the inbound message flow that administrators read'),
    identityProvider: z
      .strictObject({
        issuer: url.describe('OpenID Connect issuer, found by discovery'),
        clientId: text,
        clientSecretFile: file.optional().describe('File with the secret; a public client when not set'),
      })
      .optional()
      .describe('Where codes of guests who sign in are exchanged'),
    limits: z
      .partialRecord(z.enum(LIMITS), z.number().positive())
      .default({})
      .describe(`Other limits than the published ones: ${LIMITS.map((name) => `\`${name}\``).join(', ')}`),
  })
  .superRefine(({ deployments, identityProvider }, context) => {
    deployments.forEach(({ signIn, id }, index) => {
      if (signIn !== 'off' && !identityProvider) {
        const message = 'needs an identityProvider: without one, nobody can sign in';
        context.addIssue({ code: 'custom', path: ['deployments', index, 'signIn'], message });
      }
      if (deployments.findIndex((other) => other.id === id) !== index) {
        const message = 'must be named once';
        context.addIssue({ code: 'custom', path: ['deployments', index, 'id'], message });
      }
    });
  });

export type GenesysDoorConfiguration = z.infer<typeof genesysDoorSchema>;
