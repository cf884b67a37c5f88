import { createHash } from 'node:crypto';
import { AwsClient } from 'aws4fetch';
import { v7 as uuidv7 } from 'uuid';

/** A bucket with object lock, of any service that speaks the S3 protocol. */
export interface BucketSettings {
  readonly kind: 'bucket';
  /** Address of the bucket, with its name in the path or the host. */
  readonly url: URL;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** For how long nobody can change or delete what was written, whatever rights they have. */
  readonly retainDays: number;
}

const DAY_MS = 24 * 3_600_000;

/**
 * Writes one object that is locked in compliance mode (S3 Object Lock): until its time is over nobody deletes or
 * overwrites it, the account's owner included. The name begins with the time, so that a listing is in order.
 */
export async function putLocked(
  { url, region, accessKeyId, secretAccessKey, retainDays }: BucketSettings,
  line: string,
  timeoutMs: number,
  now = new Date(),
): Promise<void> {
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 0 });
  const body = `${line}\n`;
  const digest = createHash('sha256').update(body);
  const hash = digest.copy().digest('hex');
  const object = new URL(url);
  object.pathname = `${url.pathname.replace(/\/$/, '')}/${now.toISOString().replace(/[-:.]/g, '')}-${uuidv7()}.jws`;
  const response = await client.fetch(object, {
    method: 'PUT',
    headers: {
      'content-type': 'application/jose',
      // Object lock demands a checksum of the body.
      'x-amz-checksum-sha256': digest.digest('base64'),
      'x-amz-content-sha256': hash,
      'x-amz-object-lock-mode': 'COMPLIANCE',
      'x-amz-object-lock-retain-until-date': new Date(now.getTime() + retainDays * DAY_MS).toISOString(),
    },
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`answered with status ${response.status}`);
}
