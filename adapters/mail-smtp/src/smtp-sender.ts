import type { MailSender, OutgoingText } from '@throughline/core';
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

  async send({ id, to, subject, text, language }: OutgoingText): Promise<'sent' | 'refused'> {
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
      return 'sent';
    } catch (error) {
      if (isRefusal(error)) return 'refused';
      // The server's words may repeat the address.
      throw new Error(`The mail server did not take a mail: ${codeOf(error)}.`);
    }
  }
}

/** The server has said that it will not take this mail, ever (RFC 5321 §4.2.1), about its sender, recipient or text. */
function isRefusal(error: unknown): boolean {
  const { responseCode, command } = error as { responseCode?: number; command?: string };
  const isAboutMail = /^(MAIL FROM|RCPT TO|DATA)/.test(command ?? '');
  return isAboutMail && responseCode !== undefined && responseCode >= 500;
}

function codeOf(error: unknown): string {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  return [code, responseCode].filter((part) => part !== undefined).join(' ') || 'no reason given';
}

function domainOf(from: string): string {
  return /@([^\s>]+)/.exec(from)?.[1] ?? 'localhost';
}
