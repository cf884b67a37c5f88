import { DEFAULT_CLAIM_NAMES } from '@throughline/identity';
import { z } from 'zod';
import { file, text, url } from './schema-parts.js';

const KEY_SOURCES = ['keysFile', 'jwksUrl', 'legacySecretFile'] as const;

const claimsSchema = z
  .strictObject({
    customerId: text.default(DEFAULT_CLAIM_NAMES.customerId).describe('Who the customer is; required'),
    name: text.default(DEFAULT_CLAIM_NAMES.name).describe('Name, as agents read it'),
    email: text.default(DEFAULT_CLAIM_NAMES.email).describe('E-mail address'),
    emailVerified: text
      .default(DEFAULT_CLAIM_NAMES.emailVerified)
      .describe("`true` when the address is known to be the customer's: transcripts go to no other"),
    phone: text.default(DEFAULT_CLAIM_NAMES.phone).describe('Phone number'),
    tier: text.default(DEFAULT_CLAIM_NAMES.tier).describe('Tier that flows can decide by'),
    locale: text.default(DEFAULT_CLAIM_NAMES.locale).describe('Language, a BCP 47 tag'),
  })
  .prefault({})
  .describe('Names of the claims about the customer, in assertions and at the identity provider');

const oidcSchema = z
  .strictObject({
    issuer: url.describe(
      'Exact `iss` of the identity provider; its metadata is found there; https in production mode',
    ),
    clientId: text.describe('What the provider knows the gateway by'),
    clientSecretFile: file.describe('File with the secret of that client'),
    scopes: z
      .array(text)
      .default(['profile', 'email'])
      .describe('Asked for besides `openid`; some providers give refresh tokens for `offline_access` alone'),
  })
  .optional()
  .describe('Signs customers in at an OpenID Connect provider; instead of keys, or besides them');

/** A portal, with exactly one source of keys: never a public key and a secret side by side. */
export const issuerSchema = z
  .strictObject({
    issuer: text.describe('Name of the portal: the exact `iss` of its assertions'),
    audience: text.optional().describe('Exact `aud` of the assertions; required with a source of keys'),
    keysFile: file
      .optional()
      .describe(
        'File with the public keys, a JSON Web Key Set (RFC 7517); exactly one of `keysFile`, `jwksUrl` and `legacySecretFile` is required for assertions',
      ),
    jwksUrl: url
      .optional()
      .describe('Where the portal publishes its public keys, a JSON Web Key Set; https in production mode'),
    legacySecretFile: file
      .optional()
      .describe(
        'Only for a portal that can sign with HS256 alone: file with the shared secret in base64, at least 32 bytes; the start warns of it',
      ),
    oidc: oidcSchema,
    claims: claimsSchema,
  })
  .superRefine((settings, context) => {
    const sources = KEY_SOURCES.filter((key) => settings[key] !== undefined).length;
    if (sources === 1 && settings.audience === undefined) {
      const message = 'must be the `aud` of the assertions';
      context.addIssue({ code: 'custom', path: ['audience'], message });
    }
    if (sources === 1 || (sources === 0 && settings.oidc)) return;
    const message = `must have exactly one of ${KEY_SOURCES.join(', ')}; none only with oidc`;
    context.addIssue({ code: 'custom', message });
  });

export type IssuerSettings = z.infer<typeof issuerSchema>;
