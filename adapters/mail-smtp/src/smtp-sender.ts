import type { MailOutcome, MailSender, OutgoingText } from '@throughline/core';
import { createTransport, type Transporter } from 'nodemailer';

export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  /**
   * `implicit`: from the first byte, as on port 465 (RFC 8314 §3.3). `starttls`: before anything is said, or not at all
   * (RFC 3207). `none`: for a server on the same machine.
   */
  readonly tls: 'implicit' | 'starttls' | 'none';
  /** Null where the server asks for nothing. */
  readonly login: { readonly user: string; readonly password: string } | null;
  /** Certificates to trust besides (PEM), for a server of one's own. */
  readonly ca?: string;
  /** `Bank <chat@bank.example>` */
  readonly from: string;
}

/** Longest that the server may take for each step, in milliseconds. */
const LIMIT_MS = 20_000;

/** Sends over SMTP (RFC 5321), one connection a mail: there are few. */
export class SmtpSender implements MailSender {
  readonly #settings: SmtpSettings;
  readonly #transport: Transporter;

  constructor(settings: SmtpSettings) {
    this.#settings = settings;
    const { host, port, tls, login, ca } = settings;
    this.#transport = createTransport({
      host,
      port,
      secure: tls === 'implicit',
      requireTLS: tls === 'starttls',
      ignoreTLS: tls === 'none',
      ...(login ? { auth: { user: login.user, pass: login.password } } : {}),
      ...(ca === undefined ? {} : { tls: { ca } }),
      connectionTimeout: LIMIT_MS,
      greetingTimeout: LIMIT_MS,
      socketTimeout: LIMIT_MS,
      // A text must not bring files of this machine along.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  async send({ id, to, subject, text, language }: OutgoingText): Promise<MailOutcome> {
    const { from } = this.#settings;
    try {
      await this.#transport.sendMail({
        from,
        // As an object: what a customer's address holds is never read as a list of addresses.
        to: { name: '', address: to },
        subject,
        text,
        messageId: `<${id}@${domainOf(from)}>`,
        // Nobody's absence note is wanted (RFC 3834 §5).
        headers: { 'Content-Language': language, 'Auto-Submitted': 'auto-generated' },
      });
      return { outcome: 'sent' };
    } catch (error) {
      const failure = error as SmtpFailure;
      return { outcome: isForGood(failure) ? 'refused' : 'later', reason: reasonOf(failure) };
    }
  }
}

/** What nodemailer tells of a failure. Its `message` and `response` have the server's words, which may repeat the address. */
interface SmtpFailure {
  /** The library's, such as `EENVELOPE`. */
  readonly code?: string;
  /** The system's, such as `ECONNREFUSED`. */
  readonly originalCode?: string;
  /** What was under way: `RCPT TO`, `AUTH PLAIN`, `CONN`; `API` when nothing was said to the server. */
  readonly command?: string;
  readonly responseCode?: number;
  readonly response?: string;
}

/** Authentication required (RFC 4954 §6): the server minds our set-up, which can be repaired, not this mail. */
const LOGIN_WANTED = 530;

/**
 * RFC 5321 §4.2.1: what gets a 5yz is not to be said again, everything else may go later. What is refused before the mail is
 * spoken of (greeting, TLS, login) is about our set-up: it waits until somebody has repaired that.
 */
function isForGood({ command, responseCode }: SmtpFailure): boolean {
  const isAboutMail = /^(MAIL FROM|RCPT TO|DATA)/.test(command ?? '');
  return isAboutMail && responseCode !== undefined && responseCode >= 500 && responseCode !== LOGIN_WANTED;
}

/** Such as `MAIL FROM 451 4.3.0` (with the enhanced code of RFC 3463) or `CONN ECONNREFUSED`. */
function reasonOf({ code, originalCode, command, responseCode, response }: SmtpFailure): string {
  const enhanced = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})(?= |$)/m.exec(response ?? '')?.[1];
  const what = responseCode === undefined ? [originalCode ?? code] : [responseCode, enhanced];
  return [command, ...what].filter((part) => part !== undefined).join(' ') || 'unknown';
}

function domainOf(from: string): string {
  return /@([^\s>]+)/.exec(from)?.[1] ?? 'localhost';
}
