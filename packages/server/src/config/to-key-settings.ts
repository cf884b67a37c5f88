import type { KeyStoreSettings } from '../sealing/key-place.js';
import type { KeyEncryptionKeySettings, KeyEncryptionSettings } from '../sealing/open-key-encryption.js';
import type { Environment } from './environment.js';
import type { KeyEncryptionConfiguration, KeyStoreConfiguration } from './key-schema.js';
import type { SettingFiles } from './setting-files.js';

export function toKeyStoreSettings(
  { databaseUrl, directory }: KeyStoreConfiguration,
  files: SettingFiles,
  environment: Environment,
): KeyStoreSettings {
  const url = environment.keyDatabaseUrl ?? databaseUrl;
  return {
    ...(url === undefined ? {} : { databaseUrl: url }),
    ...(directory === undefined ? {} : { directory: files.resolve(directory) }),
  };
}

export function toKeyEncryptionSettings(
  { current, previous }: NonNullable<KeyEncryptionConfiguration>,
  files: SettingFiles,
  environment: Environment,
): KeyEncryptionSettings {
  return {
    current: toKey(current, files, {
      variable: 'THROUGHLINE_KEY_ENCRYPTION_KEY',
      key: environment.keyEncryptionKey ?? '',
    }),
    previous: previous.map((provider) =>
      toKey(provider, files, {
        variable: 'THROUGHLINE_PREVIOUS_KEY_ENCRYPTION_KEY',
        key: environment.previousKeyEncryptionKey ?? '',
      }),
    ),
  };
}

function toKey(
  provider: NonNullable<KeyEncryptionConfiguration>['current'],
  files: SettingFiles,
  inEnvironment: { readonly variable: string; readonly key: string },
): KeyEncryptionKeySettings {
  if ('file' in provider) return { kind: 'file', file: files.resolve(provider.file) };
  if ('environment' in provider) return { kind: 'environment', ...inEnvironment };
  if ('pkcs11' in provider) {
    const { pinFile, library, ...rest } = provider.pkcs11;
    const pin = files.secretText(pinFile, 'The PIN').trim();
    return { kind: 'pkcs11', library: files.resolve(library), ...rest, pin };
  }
  const { keyArn, endpoint } = provider.awsKms;
  return { kind: 'aws-kms', keyArn, ...(endpoint === undefined ? {} : { endpoint }) };
}
