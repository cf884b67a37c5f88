import type { KeyEncryptionKey } from '@throughline/core';
import { openKeyFile } from './key-file.js';
import { KeyRing } from './key-ring.js';
import { localKey } from './local-key.js';

/** Where a key-encryption key is. */
export type KeyEncryptionKeySettings =
  | { readonly kind: 'file'; readonly file: string }
  /** 32 bytes as base64, from the variable of this name. */
  | { readonly kind: 'environment'; readonly variable: string; readonly key: string }
  | {
      readonly kind: 'pkcs11';
      readonly library: string;
      readonly token: string;
      readonly key: string;
      readonly pin: string;
    }
  | { readonly kind: 'aws-kms'; readonly keyArn: string; readonly endpoint?: string };

export interface KeyEncryptionSettings {
  /** Wraps customers' data keys. */
  readonly current: KeyEncryptionKeySettings;
  /** Still unwrap what they wrapped. */
  readonly previous: readonly KeyEncryptionKeySettings[];
}

/**
 * @param mayCreate Whether a key file that is missing is made.
 * @throws KeyEncryptionKeyError naming what is missing; nothing is left open
 */
export async function openKeyEncryption(
  { current, previous }: KeyEncryptionSettings,
  { mayCreate }: { readonly mayCreate: boolean },
): Promise<KeyEncryptionKey> {
  const first = await openKey(current, mayCreate);
  const others: KeyEncryptionKey[] = [];
  try {
    for (const settings of previous) others.push(await openKey(settings, false));
  } catch (error) {
    await Promise.all([first, ...others].map((key) => key.close()));
    throw error;
  }
  return new KeyRing(first, others);
}

// Adapters are loaded when they are used: their libraries are large or need a compiler.
async function openKey(settings: KeyEncryptionKeySettings, mayCreate: boolean): Promise<KeyEncryptionKey> {
  switch (settings.kind) {
    case 'file':
      return openKeyFile(settings.file, { mayCreate });
    case 'environment':
      return localKey('environment', settings.key, `the variable ${settings.variable}`);
    case 'pkcs11': {
      const { openPkcs11Key } = await import('@throughline/keys-pkcs11');
      return openPkcs11Key(settings);
    }
    case 'aws-kms': {
      const { openAwsKmsKey } = await import('@throughline/keys-aws-kms');
      return openAwsKmsKey(settings);
    }
  }
}
