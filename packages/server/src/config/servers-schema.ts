import { SERVER_SCOPES } from '@throughline/identity';
import { z } from 'zod';
import { file, text } from './schema-parts.js';

const PROOFS = ['secretFile', 'keysFile', 'certificate'] as const;

const certificateSchema = z
  .strictObject({
    fingerprint: z
      .string()
      .transform((digits) => digits.replaceAll(':', '').toLowerCase())
      .pipe(z.string().regex(/^[0-9a-f]{64}$/, { error: 'must be the 64 hexadecimal digits of its SHA-256' }))
      .optional()
      .describe('SHA-256 of the certificate, as `openssl x509 -noout -fingerprint -sha256` prints it'),
    subject: z
      .string()
      .regex(/^[^=,]+=[^=,]+(,[^=,]+=[^=,]+)*$/, { error: 'must be like CN=crm,O=Example Bank' })
      .optional()
      .describe('Its whole subject, as `CN=crm,O=Example Bank`; whoever ends TLS must check the certificate'),
  })
  .refine(({ fingerprint, subject }) => (fingerprint === undefined) !== (subject === undefined), {
    error: 'must have a fingerprint or a subject',
  });

const clientSchema = z
  .strictObject({
    id: text.regex(/^[\w.-]+$/, { error: 'may have letters, digits, and . - _' }),
    issuer: text
      .optional()
      .describe('The portal whose customers it may name; the only one of `issuers` when not set'),
    scopes: z
      .array(z.enum(SERVER_SCOPES))
      .min(1, { error: 'must name at least one scope' })
      .describe(
        'What it can be given tokens for: setting context, releasing what flows hold, ending sessions, data actions of Genesys',
      ),
    secretFile: file
      .optional()
      .describe(
        'File with its secret, as `openssl rand -hex 32` prints one, or with `sha256:` and its SHA-256 in hexadecimal',
      ),
    keysFile: file
      .optional()
      .describe(
        'File with its public keys, a JSON Web Key Set: it proves itself with assertions (`private_key_jwt`)',
      ),
    certificate: certificateSchema
      .optional()
      .describe('Its certificate for mutual TLS; it may also call without a token'),
  })
  .refine((client) => PROOFS.some((proof) => client[proof] !== undefined), {
    error: `must have a way to prove itself: ${PROOFS.join(', ')}`,
  });

/** Servers that call the gateway with tokens or certificates. */
export const serversSchema = z
  .strictObject({
    clients: z
      .array(clientSchema)
      .default([])
      .refine((clients) => new Set(clients.map(({ id }) => id)).size === clients.length, {
        error: 'must have different ids',
      }),
    tokenMinutes: z.number().min(1).max(60).default(5).describe('How long an access token lasts'),
    certificateHeader: z
      .string()
      .regex(/^[a-z][a-z0-9-]*$/, { error: 'must be the name of a header in lower case' })
      .optional()
      .describe(
        'Header in which a proxy of `trustedProxies` passes on the client certificate: `client-cert` (RFC 9440), or PEM with percent signs; the proxy must remove it from what it gets',
      ),
  })
  .prefault({})
  .describe("Servers that call what is below `/support/s2s`, besides portals' signed requests");

export type ServersConfiguration = z.infer<typeof serversSchema>;
