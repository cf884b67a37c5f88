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

/**
 * `refused`: the mail server will never take it. `later`: it may. The reason is made of codes alone, such as
 * `RCPT TO 550 5.1.1`, and repeats nothing of the mail.
 */
export type MailOutcome =
  | { readonly outcome: 'sent' }
  | { readonly outcome: 'refused' | 'later'; readonly reason: string };

export interface MailSender {
  send(mail: OutgoingText): Promise<MailOutcome>;
}
