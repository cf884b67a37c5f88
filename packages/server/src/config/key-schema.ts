import { z } from 'zod';
import { ACCEPTABLE_RISKS } from './options.js';
import { file, text, url } from './schema-parts.js';

export const keyStoreSchema = z
  .strictObject({
    databaseUrl: z
      .string()
      .regex(/^postgres(ql)?:\/\//, { error: 'must be a postgres:// URL' })
      .optional()
      .describe(
        'A database of their own on a PostgreSQL server, which all nodes reach; `THROUGHLINE_KEY_DATABASE_URL` wins',
      ),
    directory: file
      .optional()
      .describe(
        'A folder, for a node with the embedded database; `keys/customers` in the data directory when not set',
      ),
  })
  .prefault({})
  .describe(
    "Where customers' wrapped data keys are kept, apart from the database and its backups: destroying a customer's keys makes every copy of the data unreadable. Keys that are in the database move there at the start",
  );

export type KeyStoreConfiguration = z.infer<typeof keyStoreSchema>;

const providerSchema = z.union(
  [
    z.strictObject({ file: file.describe('File with 32 bytes as base64, made when it is missing') }),
    z.strictObject({
      environment: z
        .literal(true)
        .describe(
          '32 bytes as base64 in `THROUGHLINE_KEY_ENCRYPTION_KEY`; of a previous key, in `THROUGHLINE_PREVIOUS_KEY_ENCRYPTION_KEY`',
        ),
    }),
    z.strictObject({
      pkcs11: z.strictObject({
        library: file.describe("The PKCS#11 library of the security module's manufacturer"),
        token: text.describe('Label of the token'),
        key: text.describe('Label of the AES-256 key'),
        pinFile: file.describe("File with the PIN of the token's user"),
      }),
    }),
    z.strictObject({
      awsKms: z.strictObject({
        keyArn: z
          .string()
          .regex(/^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+$/, {
            error: 'must be the ARN of a KMS key, not of an alias',
          })
          .describe('ARN of a symmetric key'),
        endpoint: url.optional().describe('Another address of KMS, such as that of a VPC endpoint'),
      }),
    }),
  ],
  { error: 'must be one of {file}, {environment: true}, {pkcs11: {…}} and {awsKms: {…}}' },
);

export const keyEncryptionSchema = z
  .strictObject({
    current: providerSchema.describe("The key that wraps customers' data keys, the same on every node"),
    previous: z
      .array(providerSchema)
      .default([])
      .describe(
        'Keys from before, which unwrap what they wrapped until `throughline keys rewrap` has wrapped everything anew',
      ),
  })
  .optional()
  .describe('Where the key-encryption key is; a file (`keyFile`) when not set');

export const acceptedRisksSchema = z
  .array(z.enum(ACCEPTABLE_RISKS, { error: `must be one of ${ACCEPTABLE_RISKS.join(', ')}` }))
  .default([])
  .describe(
    'What production mode refuses unless it is named here: `key-in-file` and `key-in-environment` (whoever copies the machine has the key-encryption key), `keys-in-main-database` (erased data can be read from old backups of the database)',
  );

export type KeyEncryptionConfiguration = z.infer<typeof keyEncryptionSchema>;
