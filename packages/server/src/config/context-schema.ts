import { MAX_FIELDS } from '@throughline/core';
import { z } from 'zod';
import { text } from './schema-parts.js';

const fieldSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z]\w{0,63}$/i, { error: 'must begin with a letter, of at most 64 letters, digits and _' })
    .describe("As the portal's server names it"),
  label: text.describe('As agents read it'),
  class: z
    .enum(['public', 'internal', 'personal'])
    .describe(
      '`internal`: marked at the desk as not to be told to the customer; `personal`: shown only to the agent who has the conversation, not with an offer',
    ),
  fromPage: z
    .boolean()
    .default(false)
    .describe(
      "Pages may set it, too: `escalate({ context })`. It is then the customer's word as long as the portal's server says nothing, and flows can test it as `webchat.context.<name>`",
    ),
  optional: z.boolean().default(false).describe('The customer may take it back, and agents see it no more'),
});

/** What the portal's server may tell agents of a customer. */
export const contextSchema = z
  .strictObject({
    fields: z
      .array(fieldSchema)
      .max(MAX_FIELDS, { error: `must name at most ${MAX_FIELDS} fields` })
      .default([])
      .describe('Every field that it may set')
      .refine((fields) => new Set(fields.map(({ name }) => name)).size === fields.length, {
        error: 'must have different names',
      }),
  })
  .prefault({})
  .describe("What the portal's server may add to live conversations (`/support/s2s/v1/conversations`)");
