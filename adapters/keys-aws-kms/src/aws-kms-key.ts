import { DecryptCommand, EncryptCommand, KMSClient, KMSServiceException } from '@aws-sdk/client-kms';
import { CoreError, type KeyEncryptionKey, KeyEncryptionKeyError, type WrappedKey } from '@throughline/core';

export interface AwsKmsSettings {
  /** ARN of a symmetric key. An alias would name another key one day. */
  readonly keyArn: string;
  /** Another address of KMS, such as that of a VPC endpoint. */
  readonly endpoint?: string;
}

/** One call, its retries included; T7. */
const TIMEOUT_MS = 5_000;

/** Throttled, or nobody answers: the same call may succeed later. */
const TRANSIENT = new Set([
  'ThrottlingException',
  'LimitExceededException',
  'KMSInternalException',
  'DependencyTimeoutException',
  'KeyUnavailableException',
]);

/**
 * A key in AWS KMS (API reference: Encrypt, Decrypt). Credentials come from where AWS clients look for them:
 * environment, web identity, container or instance. KMS may renew the key's material by itself; that changes nothing
 * here.
 * @throws KeyEncryptionKeyError when the ARN is none
 */
export function openAwsKmsKey({ keyArn, endpoint }: AwsKmsSettings): KeyEncryptionKey {
  const region = /^arn:[\w-]+:kms:([\w-]+):\d{12}:key\/[\w-]+$/.exec(keyArn)?.[1];
  if (region === undefined) {
    throw new KeyEncryptionKeyError(
      `${keyArn} is no ARN of a KMS key, as arn:aws:kms:eu-central-1:123456789012:key/….`,
    );
  }
  const client = new KMSClient({ region, maxAttempts: 3, ...(endpoint === undefined ? {} : { endpoint }) });
  const id = `aws-kms:${keyArn}`;
  return {
    id,
    async wrap(binding, dataKey): Promise<WrappedKey> {
      const command = new EncryptCommand({
        KeyId: keyArn,
        Plaintext: dataKey,
        EncryptionContext: contextOf(binding),
      });
      const { CiphertextBlob } = await call((abortSignal) => client.send(command, { abortSignal }));
      return { wrappedBy: id, wrapped: present(CiphertextBlob) };
    },
    async unwrap(binding, { wrappedBy, wrapped }) {
      if (wrappedBy !== id) {
        throw new KeyEncryptionKeyError(`A data key was wrapped by ${wrappedBy}, but this is ${id}.`);
      }
      const command = new DecryptCommand({
        KeyId: keyArn,
        CiphertextBlob: wrapped,
        EncryptionContext: contextOf(binding),
      });
      const { Plaintext } = await call((abortSignal) => client.send(command, { abortSignal }));
      return present(Plaintext);
    },
    close: async () => client.destroy(),
  };
}

/** Authenticated with the data, and written into CloudTrail: it names a customer by our own id only. */
function contextOf(binding: string): Record<string, string> {
  return { 'throughline:binding': binding };
}

async function call<T>(send: (signal: AbortSignal) => Promise<T>): Promise<T> {
  try {
    return await send(AbortSignal.timeout(TIMEOUT_MS));
  } catch (error) {
    if ((error as Error).name === 'CredentialsProviderError') {
      throw new KeyEncryptionKeyError(
        'There are no credentials for AWS KMS where AWS clients look for them.',
        {
          cause: error,
        },
      );
    }
    if (!(error instanceof KMSServiceException)) {
      throw new CoreError('unavailable', 'AWS KMS does not answer. Try again.', { cause: error });
    }
    if (TRANSIENT.has(error.name)) {
      throw new CoreError('unavailable', `AWS KMS is busy (${error.name}). Try again.`, { cause: error });
    }
    throw new KeyEncryptionKeyError(
      `AWS KMS refused (${error.name}). Check the key, its policy (kms:Encrypt, kms:Decrypt) and the credentials.`,
      { cause: error },
    );
  }
}

function present(bytes: Uint8Array | undefined): Uint8Array {
  if (bytes) return bytes;
  throw new KeyEncryptionKeyError('AWS KMS answered without the key.');
}
