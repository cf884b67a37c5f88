import { z } from 'zod';
import { messageContentSchema } from './content.js';
import { messageEventSchema } from './events.js';
import { type StructuredMessage, structuredMessageSchema } from './responses.js';
import { withoutNulls } from './without-nulls.js';

const items = z.array(z.looseObject({ contentType: z.string().catch('') })).catch([]);
/** Parts of a message that may hold what a reader does not know. Each is read by itself. */
const partsSchema = z.looseObject({
  type: z.string(),
  text: z.string().catch(''),
  content: items,
  events: z.array(z.unknown()).catch([]),
});

/**
 * Reads a message as a client has to: Genesys adds kinds of content, events and senders, and the rest of a message is
 * not lost with them. Content that is not known is left out, and named in brackets where there is no text.
 * `null` counts as absent. Null when it is no message.
 */
export function readMessage(value: unknown): StructuredMessage | null {
  const message = withoutNulls(value);
  const known = structuredMessageSchema.safeParse(message);
  if (known.success) return known.data;
  const parts = partsSchema.safeParse(message);
  if (!parts.success) return null;
  const { type, text, content, events, originatingEntity, ...rest } = parts.data;
  const shown = content.filter((each) => messageContentSchema.safeParse(each).success);
  const named = content.map(({ contentType }) => `[${contentType}]`).join('\n');
  const said = text === '' && shown.length === 0 ? named : text;
  const happened = events.filter((each) => messageEventSchema.safeParse(each).success);
  const read = structuredMessageSchema.safeParse({
    ...rest,
    type: type === 'Event' ? 'Event' : shown.length > 0 ? 'Structured' : 'Text',
    ...(said === '' ? {} : { text: said }),
    ...(shown.length > 0 ? { content: shown } : {}),
    ...(happened.length > 0 ? { events: happened } : {}),
    ...(originatingEntity === 'Bot' || originatingEntity === 'Human' ? { originatingEntity } : {}),
  });
  return read.success ? read.data : null;
}
