import { z } from 'zod';
import { DEFAULT_RETENTION_DAYS } from '../privacy/privacy-settings.js';
import { file } from './schema-parts.js';

const days = z.union(
  [
    z
      .number()
      .min(1 / 24)
      .max(36_500),
    z.literal('forever'),
  ],
  {
    error: 'must be a number of days, at least an hour (0.042), or `forever`',
  },
);

export const privacySchema = z
  .strictObject({
    retentionDays: z
      .strictObject({
        conversations: days
          .default(DEFAULT_RETENTION_DAYS.conversations)
          .describe('Conversations, with their messages and all else that belongs to them, after they ended'),
        context: days
          .default(DEFAULT_RETENTION_DAYS.context)
          .describe('What portal and page said about the customer, after the conversation ended'),
        decisions: days
          .default(DEFAULT_RETENTION_DAYS.decisions)
          .describe(
            'Where flows sent conversations, and why, after these ended; without it nothing is replayed',
          ),
        callbacks: days
          .default(DEFAULT_RETENTION_DAYS.callbacks)
          .describe('Promised calls and messages that were left, after they were done or cancelled'),
      })
      .prefault({})
      .describe(
        'How many days each class of data is kept, or `forever`; customers under a legal hold are left alone',
      ),
    erasureLedgerFile: file
      .optional()
      .describe(
        'File that remembers erasures, so that a restored database does not bring customers back: on storage that is not restored with it; made in the data directory when not set',
      ),
  })
  .prefault({});

export type PrivacyConfiguration = z.infer<typeof privacySchema>;
