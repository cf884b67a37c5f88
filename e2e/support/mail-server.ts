import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { makeCertificate } from './certificate.js';

/** An SMTP server with TLS in this process, which keeps what it is given. */
export class MailServer implements AsyncDisposable {
  readonly taken: { readonly to: readonly string[]; readonly message: string }[] = [];
  readonly #folder: string;
  readonly #server: SMTPServer;

  private constructor(folder: string) {
    this.#folder = folder;
    const { keyFile, pem } = makeCertificate(folder, 'smtp', '/CN=localhost');
    this.#server = new SMTPServer({
      secure: true,
      key: readFileSync(keyFile),
      cert: pem,
      authOptional: true,
      logger: false,
      onData: (stream, { envelope }, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const to = envelope.rcptTo.map(({ address }) => address);
          this.taken.push({ to, message: Buffer.concat(chunks).toString() });
          done();
        });
      },
    });
  }

  static async start(): Promise<MailServer> {
    const server = new MailServer(mkdtempSync(join(tmpdir(), 'throughline-smtp-')));
    await once(server.#server.listen(0, '127.0.0.1'), 'listening');
    return server;
  }

  /** Lines of a node's configuration file. */
  get settings(): string {
    const { port } = this.#server.server.address() as AddressInfo;
    const caFile = join(this.#folder, 'smtp.crt');
    return `mail: { host: localhost, port: ${port}, tls: implicit, caFile: "${caFile}", from: chat@bank.example }`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
    rmSync(this.#folder, { recursive: true });
  }
}
