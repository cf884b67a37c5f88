import { z } from 'zod';
import { file } from './schema-parts.js';

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
