import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

interface LockedObject {
  readonly body: string;
  readonly mode: string;
  readonly retainUntil: Date;
}

/** Of the one client that may write. */
export const BUCKET_KEY = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI-K7MDENG' };
export const REGION = 'eu-central-1';

/**
 * A bucket with object lock on this machine: checks signatures (AWS Signature Version 4) and checksums, and lets nobody
 * overwrite or delete what is locked.
 */
export class LockedBucket {
  readonly objects = new Map<string, LockedObject>();
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open(): Promise<LockedBucket> {
    const server = createServer();
    const bucket = new LockedBucket(server);
    server.on('request', async (request, response) => {
      const body = await text(request);
      response.writeHead(bucket.#answer(request, body)).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return bucket;
  }

  get url(): URL {
    return new URL(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/audit`);
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #answer(request: IncomingMessage, body: string): number {
    const { method, headers, url = '' } = request;
    const path = decodeURIComponent(url);
    if (headers.authorization !== signatureOf(request, body)) return 403;
    const locked = this.objects.get(path);
    if (locked && locked.retainUntil > new Date()) return 403;
    if (method === 'DELETE') return this.objects.delete(path) ? 204 : 404;
    const checksum = createHash('sha256').update(body).digest('base64');
    if (method !== 'PUT' || headers['x-amz-checksum-sha256'] !== checksum) return 400;
    this.objects.set(path, {
      body,
      mode: String(headers['x-amz-object-lock-mode']),
      retainUntil: new Date(String(headers['x-amz-object-lock-retain-until-date'])),
    });
    return 200;
  }
}

/** The `Authorization` header of a request that the client has signed, from the description of the algorithm. */
function signatureOf({ method, url = '', headers }: IncomingMessage, body: string): string {
  const date = String(headers['x-amz-date']);
  const scope = `${date.slice(0, 8)}/${REGION}/s3/aws4_request`;
  const signed = /SignedHeaders=([^,]+)/.exec(headers.authorization ?? '')?.[1] ?? '';
  const sha256 = (data: string) => createHash('sha256').update(data).digest('hex');
  const canonical = [
    method,
    url,
    '',
    ...signed.split(';').map((name) => `${name}:${headers[name]}`),
    '',
    signed,
    sha256(body),
  ].join('\n');
  const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest();
  const key = [REGION, 's3', 'aws4_request'].reduce<string | Buffer>(
    hmac,
    hmac(`AWS4${BUCKET_KEY.secretAccessKey}`, date.slice(0, 8)),
  );
  const signature = hmac(key, ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n')).toString(
    'hex',
  );
  return `AWS4-HMAC-SHA256 Credential=${BUCKET_KEY.accessKeyId}/${scope}, SignedHeaders=${signed}, Signature=${signature}`;
}
