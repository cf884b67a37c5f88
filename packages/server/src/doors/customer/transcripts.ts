import { maskedAddress, type TranscriptMails } from '@throughline/core';
import { transcriptRequestSchema } from '@throughline/protocol/schemas';
import { TRANSCRIPTS_PATH, type TranscriptAddress } from '@throughline/protocol/transcript-mail';
import type { FastifyInstance } from 'fastify';
import { WireError } from '../../errors.js';
import type { RequestLimits } from '../request-limits.js';
import type { Admission } from './admission.js';

/** Transcripts by e-mail. Where they go is nothing that a page can say. */
export function addTranscripts(
  app: FastifyInstance,
  admission: Admission,
  { limits, transcripts }: { readonly limits: RequestLimits; readonly transcripts?: TranscriptMails },
): void {
  app.get(TRANSCRIPTS_PATH, async (request, reply): Promise<TranscriptAddress> => {
    const { customer } = await admission.require(request.raw);
    void reply.header('cache-control', 'no-store');
    return { to: transcripts ? maskedAddress(customer) : null };
  });

  app.post(TRANSCRIPTS_PATH, async (request, reply) => {
    const session = await admission.require(request.raw);
    if (!transcripts) throw new WireError('not_found', 'No transcripts are sent here: see the setting mail.');
    const wish = transcriptRequestSchema.safeParse(request.body).data;
    if (!wish)
      throw new WireError('bad_request', 'Send the id of a conversation, a language and a time zone.');
    await limits.takeForTranscript(session.customer.id);
    const { conversationId, language, timeZone } = wish;
    await transcripts.request(session.customer, conversationId, { language, timeZone });
    return reply.code(204).send();
  });
}
