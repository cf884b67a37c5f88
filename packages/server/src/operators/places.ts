import { existsSync } from 'node:fs';
import type { FlowWorld } from '@throughline/flow';
import { DEFAULT_POLICY, type MaskingPolicy } from '@throughline/masking';
import { type AuditSettings, defaultAuditSettings } from '../audit/audit-settings.js';
import { type AuditEvidence, evidenceOf } from '../audit/check-trail.js';
import { type CheckpointSink, createCheckpointSink } from '../audit/checkpoint-sinks.js';
import { type AuditSigningKey, openExistingSigningKey } from '../audit/signing-key.js';
import { readConfiguration } from '../config/config-file.js';
import type { Environment } from '../config/environment.js';
import { defaultProviderKeysFile } from '../config/to-provider-settings.js';
import { flowWorld } from '../flows/flow-world.js';
import { defaultPrivacySettings, type PrivacySettings } from '../privacy/privacy-settings.js';
import { keyEncryptionOf } from '../sealing/key-encryption-of.js';
import type { KeyStoreSettings } from '../sealing/key-place.js';
import type { KeyEncryptionSettings } from '../sealing/open-key-encryption.js';

export interface Places {
  readonly databaseUrl?: string;
  readonly keyEncryption: KeyEncryptionSettings;
  readonly keyStore: KeyStoreSettings;
  readonly providerKeysFile: string;
  readonly audit: AuditSettings;
  readonly privacy: PrivacySettings;
  readonly maskingPolicy: MaskingPolicy;
  /** What flows can name; empty without a configuration: then nothing of it is checked. */
  readonly world: FlowWorld;
  /** Null where the embedded contact center may not take new conversations of another one. */
  readonly standInMinutes: number | null;
}

/** Where a node of this environment keeps its data. The demo has no configuration file, and commands work on it too. */
export function readPlaces(environment: Environment): Places {
  const configured = existsSync(environment.configFile)
    ? readConfiguration(environment.configFile, environment).throughline
    : null;
  const { databaseUrl } = configured ?? environment;
  return {
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    keyEncryption: keyEncryptionOf(configured ?? environment),
    keyStore: configured?.keyStore ?? keyStoreOf(environment),
    providerKeysFile: configured?.openIdProvider?.keysFile ?? defaultProviderKeysFile(environment.dataDir),
    audit: configured?.audit ?? defaultAuditSettings(environment.dataDir),
    privacy: configured?.privacy ?? defaultPrivacySettings(environment.dataDir),
    maskingPolicy: configured?.masking?.policy ?? DEFAULT_POLICY,
    world: configured ? flowWorld(configured) : {},
    standInMinutes: configured?.relay?.standInMinutes ?? null,
  };
}

/** Checkpoints and keys where the nodes of this environment keep them; places that are no files are left out. */
export function readAuditEvidence(environment: Environment): AuditEvidence {
  return evidenceOf(readPlaces(environment).audit);
}

/**
 * What writes among the checkpoints of this environment's nodes.
 * @throws Error when the signing key is not there
 */
export async function openCheckpointWriting(
  environment: Environment,
): Promise<{ readonly key: AuditSigningKey; readonly sinks: readonly CheckpointSink[] }> {
  const { audit } = readPlaces(environment);
  return {
    key: await openExistingSigningKey(audit.signingKeyFile),
    sinks: audit.checkpoints.map(createCheckpointSink),
  };
}

/** The signing keys of the OpenID provider of this environment's nodes. */
export function readProviderKeysFile(environment: Environment): string {
  return readPlaces(environment).providerKeysFile;
}

function keyStoreOf({ keyDatabaseUrl }: Environment): KeyStoreSettings {
  return keyDatabaseUrl === undefined ? {} : { databaseUrl: keyDatabaseUrl };
}
