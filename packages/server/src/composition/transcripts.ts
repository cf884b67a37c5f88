import { type Core, TranscriptMails } from '@throughline/core';
import type { SmtpSettings } from '@throughline/mail-smtp';
import { transcriptWordsIn } from '../mail/transcript-words.js';
import type { Foundation } from './foundation.js';

/** Null when no mails are sent. */
export async function composeTranscripts(
  settings: SmtpSettings | undefined,
  { store, logger, metrics }: Foundation,
  core: Core,
): Promise<TranscriptMails | null> {
  if (!settings) return null;
  const { SmtpSender } = await import('@throughline/mail-smtp');
  return new TranscriptMails(core, {
    store: store.mails,
    sender: new SmtpSender(settings),
    wordsIn: transcriptWordsIn,
    onStep: ({ step, reason }) => {
      metrics.mails.inc({ step });
      if (step === 'postponed' || step === 'given_up')
        logger.warn({ step, reason }, 'a transcript was not sent');
    },
    onFailure: (err) => logger.warn({ err }, 'a transcript could not be made'),
  });
}

/** Tells the metrics what waits. */
export async function measureMails(transcripts: TranscriptMails, { metrics }: Foundation): Promise<void> {
  const { count, oldestSeconds } = await transcripts.waiting();
  metrics.mailsWaiting.set(count);
  metrics.mailsOldest.set(oldestSeconds);
}
