import { z } from 'zod';
import { agentSignInSchema } from './agent-sign-in-schema.js';
import { auditSchema } from './audit-schema.js';
import { contactCenterSchema, genesysSchema } from './contact-center-schema.js';
import { contextSchema } from './context-schema.js';
import { fileSchema } from './file-schema.js';
import { genesysDoorSchema } from './genesys-door-schema.js';
import { issuerSchema } from './issuer-schema.js';
import { acceptedRisksSchema, keyEncryptionSchema, keyStoreSchema } from './key-schema.js';
import { mailSchema } from './mail-schema.js';
import { maskingSchema } from './masking-schema.js';
import { privacySchema } from './privacy-schema.js';
import { providerSchema } from './provider-schema.js';
import { originSchema, requestRatesSchema, trustedProxiesSchema } from './request-schema.js';
import { file, text, url } from './schema-parts.js';
import { serversSchema } from './servers-schema.js';

/** The configuration file. `docs/configuration.md` is made from the descriptions here. */
export const configurationSchema = z
  .strictObject({
    mode: z
      .enum(['production', 'demo'])
      .default('production')
      .describe('`production`, or `demo`: agents sign in with one click and plain HTTP is accepted'),
    publicUrl: url.describe(
      "Where browsers reach the gateway: the portal's own origin, or a host of its own beside the portal's; pages of this origin may call it",
    ),
    origins: z
      .array(originSchema)
      .default([])
      .describe(
        "Further origins whose pages may call the gateway, when it has a host of its own: the portal's, which must be of the same site",
      ),
    trustedProxies: trustedProxiesSchema,
    requestRates: requestRatesSchema,
    deskUrl: url.describe('Address under which agents open the desk'),
    basePath: z
      .string()
      .regex(/^(\/[\w-]+)+$/, { error: 'must begin with / and not end with it' })
      .default('/support')
      .describe('Where the portal mounts the gateway'),
    listen: z
      .strictObject({
        host: z.string().min(1).default('127.0.0.1').describe('Address that all doors listen on'),
      })
      .prefault({}),
    databaseUrl: z
      .string()
      .regex(/^postgres(ql)?:\/\//, { error: 'must be a postgres:// URL' })
      .optional()
      .describe(
        'A PostgreSQL server, 15 or later; `THROUGHLINE_DATABASE_URL` wins; the embedded database when neither is set',
      ),
    redisUrl: z
      .string()
      .regex(/^rediss?:\/\//, { error: 'must be a redis:// or rediss:// URL' })
      .optional()
      .describe(
        'A Redis server, 7 or later, that carries news between nodes; `THROUGHLINE_REDIS_URL` wins; nodes without it look into the database every second',
      ),
    keyFile: file
      .optional()
      .describe(
        'File with the key-encryption key, the same on every node; `THROUGHLINE_KEY_FILE` wins; made in the data directory when neither is set',
      ),
    keyEncryption: keyEncryptionSchema,
    keyStore: keyStoreSchema,
    acceptedRisks: acceptedRisksSchema,
    continueMinutes: z
      .number()
      .min(0)
      .max(1_440)
      .default(5)
      .describe(
        'A conversation opened this soon after the last one ended continues it: same agent preferred, transcript visible to the agent',
      ),
    awayMinutes: z
      .number()
      .min(0.1)
      .max(1_440)
      .default(30)
      .describe(
        'How long a conversation, and its place in the queue, is kept for a customer who is not connected: signed out, offline, or gone; then it ends',
      ),
    session: z
      .strictObject({
        idleMinutes: z
          .number()
          .min(0.05)
          .max(1_440)
          .default(30)
          .describe('A session that is neither used nor renewed for this long ends'),
        absoluteHours: z
          .number()
          .min(0.01)
          .max(168)
          .default(12)
          .describe(
            'A session ends this long after the portal last vouched for the customer, however much it is used',
          ),
        sameSite: z
          .enum(['strict', 'lax'])
          .default('strict')
          .describe(
            '`SameSite` of the session cookie; `strict` also suits a gateway on a sibling host of the portal',
          ),
      })
      .prefault({})
      .describe(
        "Customers' sessions; browsers have the portal vouch again after 80 % of the time that is left",
      ),
    issuers: z
      .array(issuerSchema)
      .default([])
      .describe(
        'Portals whose customers are let in; at least one, unless a portal mounts the gateway in its own server',
      ),
    flow: z
      .strictObject({
        name: text.default('escalation'),
        file: file.describe('The flow file'),
        resources: z
          .array(file)
          .default([])
          .describe('Files with schedules, sub-flows, skills and hosts that flows share'),
      })
      .describe('The flow that decides where escalations go'),
    shadowFlow: z
      .strictObject({ file: file.describe('The flow file') })
      .optional()
      .describe(
        'A flow that runs on every new conversation without effect; `throughline flow shadow` compares',
      ),
    lookups: z
      .array(
        z.strictObject({
          host: z
            .string()
            .regex(/^[a-z0-9.-]+(:\d+)?$/, {
              error: 'must be a host name in lower case, with a port when it is not 443',
            })
            .describe('Name of the server, with a port when it is not 443'),
          tokenFile: file.optional().describe('File with a bearer token'),
          caFile: file
            .optional()
            .describe('File with the certificates to trust (PEM), for a server of your own'),
          allowPrivate: z
            .boolean()
            .default(false)
            .describe('The server is in your own network; otherwise such addresses are refused'),
        }),
      )
      .default([])
      .describe('Servers that `lookup` steps of flows may ask over HTTPS'),
    context: contextSchema,
    servers: serversSchema,
    files: fileSchema,
    survey: z
      .boolean()
      .optional()
      .describe(
        'Customers are asked how a conversation went once it has ended; by default with the embedded contact center, since another one may ask them itself',
      ),
    withoutChat: z
      .strictObject({
        schedule: text.exactOptional().describe('A schedule of the flow: when people can be reached'),
        callbackQueue: text.exactOptional().describe('Whose agents call back customers who ask for it'),
      })
      .optional()
      .describe(
        'What customers for whom no chat opens are offered, while the gateway can be reached over HTTP',
      ),
    mail: mailSchema,
    contactCenter: contactCenterSchema,
    genesys: genesysSchema,
    queues: z
      .array(z.strictObject({ id: text, displayName: text.describe('As people read it') }))
      .min(1, { error: 'must name at least one queue' })
      .describe('Queues of the embedded contact center'),
    agents: z
      .array(
        z.strictObject({
          id: text,
          displayName: text.describe('As customers read it'),
          role: z.enum(['agent', 'supervisor']).default('agent'),
          capacity: z.int().min(1).max(50).default(3).describe('Most conversations at once'),
          queues: z.array(text).describe('Ids of the queues it serves'),
          skills: z.array(text).default([]).describe('What it can do beyond that, such as a language'),
        }),
      )
      .default([])
      .describe('Agents of the embedded contact center'),
    genesysDoor: genesysDoorSchema
      .optional()
      .describe(
        "The contact center over Genesys Cloud's public protocols, for clients that speak them; off when not set. It keeps guests in memory: enable it on one node",
      ),
    masking: maskingSchema,
    audit: auditSchema,
    privacy: privacySchema,
    agentSignIn: agentSignInSchema.optional(),
    openIdProvider: providerSchema.optional(),
  })
  .superRefine(
    (
      {
        servers,
        trustedProxies,
        issuers,
        keyFile,
        keyEncryption,
        queues,
        agents,
        genesysDoor,
        agentSignIn,
        openIdProvider,
        withoutChat,
      },
      context,
    ) => {
      if (keyFile !== undefined && keyEncryption) {
        const message = 'and keyEncryption say where the same key is: keep one of them';
        context.addIssue({ code: 'custom', path: ['keyFile'], message });
      }
      issuers.forEach(({ issuer }, index) => {
        if (issuers.findIndex((other) => other.issuer === issuer) === index) return;
        const message = 'must be named once: each portal has one source of keys';
        context.addIssue({ code: 'custom', path: ['issuers', index, 'issuer'], message });
      });
      issuers.forEach(({ oidc }, index) => {
        if (!oidc || issuers.findIndex((other) => other.oidc) === index) return;
        const message = 'must be there once: customers come back from one identity provider';
        context.addIssue({ code: 'custom', path: ['issuers', index, 'oidc'], message });
      });
      servers.clients.forEach(({ issuer }, index) => {
        const names = issuers.map((portal) => portal.issuer);
        if (issuer === undefined ? names.length < 2 : names.includes(issuer) || names.length === 0) return;
        const message = `must be one of the portals: ${names.join(', ')}`;
        context.addIssue({ code: 'custom', path: ['servers', 'clients', index, 'issuer'], message });
      });
      if (servers.certificateHeader && !trustedProxies?.length) {
        const message = 'needs trustedProxies: anybody else could write a certificate into that header';
        context.addIssue({ code: 'custom', path: ['servers', 'certificateHeader'], message });
      }
      const known = new Set(queues.map(({ id }) => id));
      const checkQueue = (id: string, path: PropertyKey[]) => {
        if (known.has(id)) return;
        const message = `must be one of the queues: ${[...known].join(', ')}`;
        context.addIssue({ code: 'custom', path, message });
      };
      agents.forEach((agent, index) => {
        agent.queues.forEach((id, at) => {
          checkQueue(id, ['agents', index, 'queues', at]);
        });
      });
      if (withoutChat?.callbackQueue) checkQueue(withoutChat.callbackQueue, ['withoutChat', 'callbackQueue']);
      agentSignIn?.provision?.queues.forEach((id, at) => {
        checkQueue(id, ['agentSignIn', 'provision', 'queues', at]);
      });
      genesysDoor?.deployments.forEach(({ queue }, index) => {
        checkQueue(queue, ['genesysDoor', 'deployments', index, 'queue']);
      });
      if (openIdProvider && issuers.length > 1) {
        const message = 'needs exactly one entry of issuers: customers of two portals may have the same id';
        context.addIssue({ code: 'custom', path: ['openIdProvider'], message });
      }
    },
  );

export type Configuration = z.infer<typeof configurationSchema>;

/** The schema as JSON Schema (draft 2020-12), for editors and for the reference page. */
export function configurationJsonSchema() {
  return z.toJSONSchema(configurationSchema, { io: 'input' });
}
