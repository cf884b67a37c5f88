import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAwsKmsKey } from './aws-kms-key.js';

const KEY_ARN = 'arn:aws:kms:eu-central-1:123456789012:key/1f2e3d4c-0000-4000-8000-000000000001';

interface KmsRequest {
  readonly KeyId: string;
  readonly Plaintext?: string;
  readonly CiphertextBlob?: string;
  readonly EncryptionContext: Record<string, string>;
}

/** Answers as KMS does (API reference: Encrypt, Decrypt), with a key of its own. */
class StandInKms {
  readonly requests: {
    readonly target: string;
    readonly authorization: string;
    readonly body: KmsRequest;
  }[] = [];
  /** Answers with this error instead. */
  failure: { readonly status: number; readonly type: string } | null = null;
  readonly #key = randomBytes(32);
  readonly #server: Server;

  constructor() {
    this.#server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = JSON.parse(Buffer.concat(chunks).toString()) as KmsRequest;
      const target = String(request.headers['x-amz-target']);
      this.requests.push({ target, authorization: request.headers.authorization ?? '', body });
      const [status, answer] = this.#answer(target, body);
      response
        .writeHead(status, { 'content-type': 'application/x-amz-json-1.1' })
        .end(JSON.stringify(answer));
    });
  }

  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #answer(
    target: string,
    { KeyId, Plaintext, CiphertextBlob, EncryptionContext }: KmsRequest,
  ): [number, object] {
    if (this.failure) return [this.failure.status, { __type: this.failure.type, message: 'no' }];
    const context = Buffer.from(JSON.stringify(EncryptionContext));
    if (target === 'TrentService.Encrypt') {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(context);
      const sealed = Buffer.concat([cipher.update(Buffer.from(Plaintext ?? '', 'base64')), cipher.final()]);
      const blob = Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
      return [200, { KeyId, CiphertextBlob: blob, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' }];
    }
    const blob = Buffer.from(CiphertextBlob ?? '', 'base64');
    const decipher = createDecipheriv('aes-256-gcm', this.#key, blob.subarray(0, 12)).setAAD(context);
    try {
      decipher.setAuthTag(blob.subarray(12, 28));
      const plain = Buffer.concat([decipher.update(blob.subarray(28)), decipher.final()]);
      return [200, { KeyId, Plaintext: plain.toString('base64'), EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' }];
    } catch {
      return [400, { __type: 'InvalidCiphertextException' }];
    }
  }
}

let kms: StandInKms;
let endpoint: string;
const before = { ...process.env };
beforeEach(async () => {
  process.env.AWS_ACCESS_KEY_ID = 'AKIAEXAMPLE';
  process.env.AWS_SECRET_ACCESS_KEY = 'example';
  kms = new StandInKms();
  endpoint = await kms.start();
});
afterEach(async () => {
  process.env = { ...before };
  await kms.stop();
});

describe('a key in AWS KMS', () => {
  it('[KMS-1] wraps and unwraps through signed requests that name key and binding', async () => {
    const key = openAwsKmsKey({ keyArn: KEY_ARN, endpoint });
    const dataKey = randomBytes(32);

    const wrapped = await key.wrap('data-key:ava', dataKey);
    const again = openAwsKmsKey({ keyArn: KEY_ARN, endpoint });
    expect(Buffer.from(await again.unwrap('data-key:ava', wrapped))).toEqual(dataKey);

    expect(wrapped.wrappedBy).toBe(`aws-kms:${KEY_ARN}`);
    expect(kms.requests.map(({ target }) => target)).toEqual([
      'TrentService.Encrypt',
      'TrentService.Decrypt',
    ]);
    for (const { authorization, body } of kms.requests) {
      expect(authorization).toMatch(
        /^AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE\/\d{8}\/eu-central-1\/kms\/aws4_request/,
      );
      expect(body).toMatchObject({
        KeyId: KEY_ARN,
        EncryptionContext: { 'throughline:binding': 'data-key:ava' },
      });
    }
    await key.close();
    await again.close();
  });

  it('[KMS-1] opens nothing for another customer or another key', async () => {
    const key = openAwsKmsKey({ keyArn: KEY_ARN, endpoint });
    const wrapped = await key.wrap('data-key:ava', randomBytes(32));

    await expect(key.unwrap('data-key:ben', wrapped)).rejects.toMatchObject({
      name: 'KeyEncryptionKeyError',
    });
    const other = openAwsKmsKey({ keyArn: KEY_ARN.replace('0001', '0002'), endpoint });
    await expect(other.unwrap('data-key:ava', wrapped)).rejects.toThrow(/0001, but this is .*0002/);
    await key.close();
    await other.close();
  });

  it('[KMS-2] tells what passes from what does not', async () => {
    const key = openAwsKmsKey({ keyArn: KEY_ARN, endpoint });
    kms.failure = { status: 400, type: 'AccessDeniedException' };
    await expect(key.wrap('b', randomBytes(32))).rejects.toMatchObject({
      name: 'KeyEncryptionKeyError',
      message: expect.stringMatching(/AccessDeniedException.*kms:Encrypt/),
    });
    kms.failure = { status: 400, type: 'ThrottlingException' };
    await expect(key.wrap('b', randomBytes(32))).rejects.toMatchObject({
      name: 'CoreError',
      code: 'unavailable',
    });
    kms.failure = { status: 500, type: 'KMSInternalException' };
    await expect(key.wrap('b', randomBytes(32))).rejects.toMatchObject({
      name: 'CoreError',
      code: 'unavailable',
    });
    await key.close();
  });

  it('[KMS-2] refuses an alias: it would name another key one day', () => {
    expect(() => openAwsKmsKey({ keyArn: 'alias/throughline' })).toThrow(/no ARN of a KMS key/);
  });
});
