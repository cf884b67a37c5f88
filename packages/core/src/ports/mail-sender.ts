/** A mail in plain text. */
export interface OutgoingText {
  /** The same each time that it is tried, so that who gets it twice can tell. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** BCP 47. */
  readonly language: string;
}

export interface MailSender {
  /**
   * `refused`: the mail server will never take it.
   * @throws Error when it may be taken later: the server cannot be reached, or says so
   */
  send(mail: OutgoingText): Promise<'sent' | 'refused'>;
}
