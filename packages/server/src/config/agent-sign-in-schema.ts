import { STAFF_ROLES } from '@throughline/core';
import { z } from 'zod';
import { file, text, url } from './schema-parts.js';

const names = z.array(text).default([]);

const rolesSchema = z
  .strictObject({
    agent: names.describe('Serves customers'),
    supervisor: names.describe('Serves customers; for tasks of those who lead agents'),
    auditor: names.describe('Reads the audit trail'),
    admin: names.describe('Ends sessions of customers'),
  })
  .describe("The provider's names for each role; whoever has none of them is refused")
  .refine((roles) => Object.values(roles).some((list) => list.length > 0), {
    error: 'must name at least one role of the provider',
  });

const strongSchema = z
  .strictObject({
    roles: z
      .array(z.enum(STAFF_ROLES))
      .min(1, { error: 'must name at least one role' })
      .describe('Roles that need it'),
    acr: names.describe('Authentication contexts (`acr`) that are enough; also asked for'),
    amr: names.describe(
      'Authentication methods (`amr`, RFC 8176) of which one is enough, such as `mfa` or `otp`',
    ),
  })
  .describe('Sign-in with a second factor, for chosen roles')
  .refine(({ acr, amr }) => acr.length + amr.length > 0, { error: 'must name an acr or an amr' });

/** Sign-in of agents at the company's identity provider. */
export const agentSignInSchema = z
  .strictObject({
    issuer: url.describe("The provider's exact issuer; https in production mode"),
    clientId: text.describe('The client id of the desk there'),
    clientSecretFile: file.describe('File with its client secret'),
    scopes: z.array(text).default(['profile', 'email']).describe('Asked for besides `openid`'),
    agentId: text
      .default('sub')
      .describe(
        'Claim with the id of the agent, which is then the `id` in `agents`; never one that can pass to another person',
      ),
    rolesClaim: text
      .default('roles')
      .describe('Claim with role names; a path with dots goes into it, such as `realm_access.roles`'),
    roles: rolesSchema,
    strong: strongSchema.optional(),
    unknownAgents: z
      .enum(['refuse', 'provision'])
      .default('refuse')
      .describe(
        'Whether somebody with the role of an agent who is not among `agents` is refused, or made one',
      ),
    provision: z
      .strictObject({
        queues: z.array(text).describe('Ids of the queues that such agents serve'),
        capacity: z.int().min(1).max(50).default(3).describe('Most conversations at once'),
      })
      .optional()
      .describe('Required with `unknownAgents: provision`'),
    sessionHours: z
      .number()
      .min(0.01)
      .max(24)
      .default(12)
      .describe('A session at the desk ends after this long; roles are read anew at the next sign-in'),
  })
  .describe("Agents sign in at the company's identity provider (OpenID Connect); required in production mode")
  .refine(({ unknownAgents, provision }) => (unknownAgents === 'provision') === (provision !== undefined), {
    error: 'must have provision with unknownAgents: provision, and only then',
  });

export type AgentSignInConfiguration = z.infer<typeof agentSignInSchema>;
