import { PRESET_NAMES } from '@throughline/masking';
import { z } from 'zod';
import { file } from './schema-parts.js';

export const maskingSchema = z
  .strictObject({
    preset: z.enum(PRESET_NAMES).optional().describe('A policy that comes with the product'),
    policy: file.optional().describe('File with a policy of your own, which can name a preset to begin with'),
  })
  .refine(({ preset, policy }) => preset === undefined || policy === undefined, {
    error: 'must be a preset or a policy, which can begin with a preset, not both',
  })
  .optional()
  .describe(
    'What is hidden of messages and of what the page says; text is kept once, so the stricter of the destinations `agent` and `transcript` decides; the preset `default` when not set',
  );

export type MaskingConfiguration = z.infer<typeof maskingSchema>;
