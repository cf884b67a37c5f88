import { type AuditSettings, defaultAuditSettings } from '../audit/audit-settings.js';
import type { CheckpointSinkSettings } from '../audit/checkpoint-sinks.js';
import type { AuditConfiguration } from './audit-schema.js';
import type { SettingFiles } from './setting-files.js';

export function toAuditSettings(
  { signingKeyFile, checkpoints }: AuditConfiguration,
  files: SettingFiles,
  dataDir: string,
): AuditSettings {
  const fallback = defaultAuditSettings(dataDir);
  return {
    signingKeyFile: signingKeyFile === undefined ? fallback.signingKeyFile : files.resolve(signingKeyFile),
    checkpoints: checkpoints?.map((place) => toCheckpointSink(place, files)) ?? fallback.checkpoints,
  };
}

function toCheckpointSink(
  place: NonNullable<AuditConfiguration['checkpoints']>[number],
  files: SettingFiles,
): CheckpointSinkSettings {
  if ('file' in place) return { kind: 'file', file: files.resolve(place.file) };
  if ('syslog' in place) return { kind: 'syslog', ...place.syslog };
  if ('bucket' in place) {
    const { secretKeyFile, ...bucket } = place.bucket;
    const secretAccessKey = files.secretText(secretKeyFile, 'The secret access key').trim();
    return { ...bucket, kind: 'bucket', url: new URL(bucket.url), secretAccessKey };
  }
  const { url, tokenFile } = place.http;
  const token = tokenFile && files.secretText(tokenFile, 'The token').trim();
  return { kind: 'http', url: new URL(url), ...(token ? { token } : {}) };
}
