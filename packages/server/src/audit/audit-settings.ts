import { join } from 'node:path';
import type { CheckpointSinkSettings } from './checkpoint-sinks.js';

export interface AuditSettings {
  /** Ed25519 key that signs checkpoints, as a JWK; made on first use. */
  readonly signingKeyFile: string;
  readonly checkpoints: readonly CheckpointSinkSettings[];
}

/** Everything in the data directory: enough against whoever has rights in the database server alone. */
export function defaultAuditSettings(dataDir: string): AuditSettings {
  return {
    signingKeyFile: join(dataDir, 'keys', 'audit-signing.json'),
    checkpoints: [{ kind: 'file', file: join(dataDir, 'audit', 'checkpoints.jws') }],
  };
}
