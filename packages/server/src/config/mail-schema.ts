import type { SmtpSettings } from '@throughline/mail-smtp';
import { z } from 'zod';
import { file, text } from './schema-parts.js';
import type { SettingFiles } from './setting-files.js';

/** How transcripts leave. */
export const mailSchema = z
  .strictObject({
    host: text.describe('The SMTP server'),
    port: z.int().min(1).max(65_535).default(587).describe('Its port'),
    tls: z
      .enum(['starttls', 'implicit', 'none'])
      .default('starttls')
      .describe(
        '`starttls`: nothing is said before it (port 587); `implicit`: from the first byte (port 465); `none`: for a server on the same machine',
      ),
    user: text.exactOptional().describe('For a server that asks who sends'),
    passwordFile: file.exactOptional().describe('File with the password'),
    caFile: file
      .exactOptional()
      .describe('File with the certificates to trust (PEM), for a server of your own'),
    from: z
      .string()
      .regex(/^[^\r\n]*[^\s<>@]+@[^\s<>@]+>?$/, { error: 'must be like "Bank <chat@bank.example>"' })
      .describe('Who the mails are from, such as `Bank <chat@bank.example>`'),
  })
  .refine(({ user, passwordFile }) => (user === undefined) === (passwordFile === undefined), {
    path: ['passwordFile'],
    error: 'belongs to user: set both or none',
  })
  .optional()
  .describe(
    'Customers can have the transcript of their conversation sent to the address that the portal says is theirs (`email_verified`); off when not set',
  );

export function toSmtpSettings(
  { host, port, tls, user, passwordFile, caFile, from }: NonNullable<z.infer<typeof mailSchema>>,
  files: SettingFiles,
): SmtpSettings {
  return {
    host,
    port,
    tls,
    from,
    login:
      user === undefined || passwordFile === undefined
        ? null
        : { user, password: files.secretText(passwordFile, 'The password').trim() },
    ...(caFile === undefined ? {} : { ca: files.text(caFile, 'The certificates') }),
  };
}
