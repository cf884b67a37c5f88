import { PRESET_NAMES } from '@throughline/masking';
import { z } from 'zod';
import { file, text } from './schema-parts.js';

export const maskingSchema = z
  .strictObject({
    preset: z.enum(PRESET_NAMES).optional().describe('A policy that comes with the product'),
    policy: file.optional().describe('File with a policy of your own, which can name a preset to begin with'),
  })
  .extend({
    reveal: z
      .strictObject({
        roles: z
          .array(z.enum(['agent', 'supervisor']))
          .min(1, { error: 'must name at least one role' })
          .describe('Agents of these roles may look, in conversations that they have'),
        keepDays: z
          .number()
          .min(0.01)
          .max(365)
          .default(7)
          .describe('Originals are removed after this long, and with their conversation'),
        reasons: z
          .array(text)
          .min(1, { error: 'must name at least one reason' })
          .default(['Verify who the customer is', 'Contact the customer', 'Look up or correct a record'])
          .describe('What agents choose from; recorded in the audit trail as it is written here'),
      })
      .optional()
      .describe(
        'Keeps originals of hidden values, sealed, of the kinds that the policy names under `reveal`, so that agents can look at one for 30 seconds, with a reason that is recorded; off when not set',
      ),
  })
  .refine(({ preset, policy }) => preset === undefined || policy === undefined, {
    error: 'must be a preset or a policy, which can begin with a preset, not both',
  })
  .optional()
  .describe(
    'What is hidden of messages and of what the page says; text is kept once, so the stricter of the destinations `agent` and `transcript` decides; the preset `default` when not set',
  );

export type MaskingConfiguration = z.infer<typeof maskingSchema>;
