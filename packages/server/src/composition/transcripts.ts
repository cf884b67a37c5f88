import { type Core, TranscriptMails } from '@throughline/core';
import type { SmtpSettings } from '@throughline/mail-smtp';
import { transcriptWordsIn } from '../mail/transcript-words.js';
import type { Foundation } from './foundation.js';

/** Null when no mails are sent. */
export async function composeTranscripts(
  settings: SmtpSettings | undefined,
  { store, logger }: Foundation,
  core: Core,
): Promise<TranscriptMails | null> {
  if (!settings) return null;
  const { SmtpSender } = await import('@throughline/mail-smtp');
  return new TranscriptMails(core, {
    store: store.mails,
    sender: new SmtpSender(settings),
    wordsIn: transcriptWordsIn,
    onFailure: (err) => logger.warn({ err }, 'a transcript was not sent'),
  });
}
