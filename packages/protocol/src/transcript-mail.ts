/*
 * Not among what `index.ts` exports: the first part of the chat imports that, and would carry this along.
 */

/**
 * GET {@link TranscriptAddress}, POST {@link TranscriptRequest} (204), below the base path of the customer door: the
 * transcript of a conversation by e-mail.
 */
export const TRANSCRIPTS_PATH = '/v1/transcripts';

export interface TranscriptAddress {
  /** As customers recognize it: `a•••@example.com`; null when nothing can be sent. */
  readonly to: string | null;
}

export interface TranscriptRequest {
  readonly conversationId: string;
  /** BCP 47. */
  readonly language: string;
  /** IANA name of the customer's time zone. */
  readonly timeZone: string;
}
