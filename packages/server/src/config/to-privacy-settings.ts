import {
  defaultPrivacySettings,
  type PrivacySettings,
  toRetentionRules,
} from '../privacy/privacy-settings.js';
import type { PrivacyConfiguration } from './privacy-schema.js';
import type { SettingFiles } from './setting-files.js';

export function toPrivacySettings(
  { retentionDays, erasureLedgerFile }: PrivacyConfiguration,
  files: SettingFiles,
  dataDir: string,
): PrivacySettings {
  const fallback = defaultPrivacySettings(dataDir);
  return {
    retention: toRetentionRules(retentionDays),
    erasureLedgerFile:
      erasureLedgerFile === undefined ? fallback.erasureLedgerFile : files.resolve(erasureLedgerFile),
  };
}
