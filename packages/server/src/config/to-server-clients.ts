import { createHash } from 'node:crypto';
import type { ServerClient } from '@throughline/identity';
import type { ServerSettings } from './options.js';
import type { ServersConfiguration } from './servers-schema.js';
import type { SettingFiles } from './setting-files.js';

type ClientConfiguration = ServersConfiguration['clients'][number];

/** @param portal whose customers a client may name that does not say it */
export function toServerSettings(
  { clients, tokenMinutes, certificateHeader }: ServersConfiguration,
  files: SettingFiles,
  portal: string,
): ServerSettings {
  return {
    clients: clients.map((client) => toClient(client, files, portal)),
    tokenSeconds: Math.round(tokenMinutes * 60),
    ...(certificateHeader === undefined ? {} : { certificateHeader }),
  };
}

function toClient(
  { id, scopes, issuer, secretFile, keysFile, certificate }: ClientConfiguration,
  files: SettingFiles,
  portal: string,
): ServerClient {
  const { fingerprint, subject } = certificate ?? {};
  return {
    id,
    scopes,
    issuer: issuer ?? portal,
    ...(secretFile === undefined ? {} : { secretHash: secretHashIn(secretFile, files) }),
    ...(keysFile === undefined ? {} : { keys: files.keySet(keysFile) }),
    ...(fingerprint === undefined ? {} : { certificate: { fingerprint } }),
    ...(subject === undefined
      ? {}
      : { certificate: { subject: subject.split(',').map((part) => part.trim()) } }),
  };
}

/** Shorter ones could be tried out. */
const MIN_SECRET_LENGTH = 32;

function secretHashIn(path: string, files: SettingFiles): Uint8Array {
  const written = files.secretText(path, 'The secret').trim();
  const [, digits] = /^sha256:([0-9a-f]{64})$/i.exec(written) ?? [];
  if (digits) return Buffer.from(digits, 'hex');
  if (written.length < MIN_SECRET_LENGTH) {
    files.problems.push(
      `${files.resolve(path)}: must hold a random secret of at least ${MIN_SECRET_LENGTH} characters, as \`openssl rand -hex 32\` prints it.`,
    );
  }
  return createHash('sha256').update(written).digest();
}
