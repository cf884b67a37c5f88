import { DEFAULT_CLAIM_NAMES } from '@throughline/identity';
import { z } from 'zod';
import { file, text, url } from './schema-parts.js';

const KEY_SOURCES = ['keysFile', 'jwksUrl', 'legacySecretFile'] as const;

const claimsSchema = z
  .strictObject({
    customerId: text.default(DEFAULT_CLAIM_NAMES.customerId).describe('Who the customer is; required'),
    name: text.default(DEFAULT_CLAIM_NAMES.name).describe('Name, as agents read it'),
    email: text.default(DEFAULT_CLAIM_NAMES.email).describe('E-mail address'),
    phone: text.default(DEFAULT_CLAIM_NAMES.phone).describe('Phone number'),
    tier: text.default(DEFAULT_CLAIM_NAMES.tier).describe('Tier that flows can decide by'),
    locale: text.default(DEFAULT_CLAIM_NAMES.locale).describe('Language, a BCP 47 tag'),
  })
  .prefault({})
  .describe('Names of the claims about the customer in the assertions');

/** A portal, with exactly one source of keys: never a public key and a secret side by side. */
export const issuerSchema = z
  .strictObject({
    issuer: text.describe('Exact `iss` of the assertions'),
    audience: text.describe('Exact `aud` of the assertions'),
    keysFile: file
      .optional()
      .describe(
        'File with the public keys, a JSON Web Key Set (RFC 7517); exactly one of `keysFile`, `jwksUrl` and `legacySecretFile` is required',
      ),
    jwksUrl: url
      .optional()
      .describe('Where the portal publishes its public keys, a JSON Web Key Set; https in production mode'),
    legacySecretFile: file
      .optional()
      .describe(
        'Only for a portal that can sign with HS256 alone: file with the shared secret in base64, at least 32 bytes; the start warns of it',
      ),
    claims: claimsSchema,
  })
  .superRefine((settings, context) => {
    if (KEY_SOURCES.filter((key) => settings[key] !== undefined).length === 1) return;
    context.addIssue({ code: 'custom', message: `must have exactly one of ${KEY_SOURCES.join(', ')}` });
  });

export type IssuerSettings = z.infer<typeof issuerSchema>;
