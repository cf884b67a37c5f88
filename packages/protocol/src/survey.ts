/** What a customer says about a conversation (POST to `BROWSER_PATHS.surveys`). The first answer counts. */
export interface SurveyRequest {
  readonly conversationId: string;
  /** From 1, bad, to 5, good. */
  readonly score: number;
  /** At most {@link MAX_COMMENT_LENGTH} characters; masked like a message. */
  readonly comment?: string;
}

/** In UTF-16 code units. Not among `LIMITS`, which the first part of the chat inlines. */
export const MAX_COMMENT_LENGTH = 500;
