import type { KeyStoreSettings } from '../sealing/key-place.js';
import type { Environment } from './environment.js';
import type { KeyStoreConfiguration } from './key-schema.js';
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
