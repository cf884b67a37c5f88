/** How a customer says that a conversation went: from 1, bad, to 5, good. */
export const SURVEY_SCORES = [1, 2, 3, 4, 5] as const;
export type SurveyScore = (typeof SURVEY_SCORES)[number];

export interface StoredSurvey {
  readonly score: SurveyScore;
  readonly at: Date;
  /** What the customer wrote besides, masked; null when nothing. */
  readonly sealedComment: Uint8Array | null;
}
