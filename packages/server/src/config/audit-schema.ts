import { z } from 'zod';
import { file, text, url } from './schema-parts.js';

const checkpointSchema = z.union(
  [
    z.strictObject({ file: file.describe('Lines are appended to this file') }),
    z.strictObject({
      http: z.strictObject({
        url: url.describe('Each checkpoint is posted here'),
        tokenFile: file.optional().describe('File with a bearer token'),
      }),
    }),
    z.strictObject({
      bucket: z
        .strictObject({
          url: url.describe('Address of the bucket, which needs object lock'),
          region: text,
          accessKeyId: text,
          secretKeyFile: file.describe('File with the secret access key'),
          retainDays: z
            .int()
            .min(1)
            .max(36_500)
            .default(2_557)
            .describe('For how long nobody can change or delete a checkpoint, whatever rights they have'),
        })
        .describe('A bucket of a service that speaks the S3 protocol; each checkpoint is a locked object'),
    }),
    z.strictObject({
      syslog: z.strictObject({
        host: text,
        port: z.int().min(1).max(65_535).default(6514),
        tls: z.boolean().default(true).describe('RFC 5425; otherwise plain TCP'),
      }),
    }),
  ],
  { error: 'must be one of {file}, {http: {url}}, {bucket: {url}} and {syslog: {host}}' },
);

export const auditSchema = z
  .strictObject({
    signingKeyFile: file
      .optional()
      .describe(
        'File with the Ed25519 key that signs checkpoints (JWK); made in the data directory when not set',
      ),
    checkpoints: z
      .array(checkpointSchema)
      .min(1, { error: 'must name at least one place' })
      .optional()
      .describe(
        'Where signed checkpoints of the audit trail go: places that who can write the database cannot change; a file in the data directory when not set',
      ),
  })
  .prefault({});

export type AuditConfiguration = z.infer<typeof auditSchema>;
