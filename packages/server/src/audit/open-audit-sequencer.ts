import { AuditSequencer, type AuditSequencerOptions } from './audit-sequencer.js';
import type { AuditSettings } from './audit-settings.js';
import { createCheckpointSink } from './checkpoint-sinks.js';
import { openSigningKey } from './signing-key.js';

/** @throws Error when the signing key cannot be used */
export async function openAuditSequencer(
  settings: AuditSettings,
  options: Omit<AuditSequencerOptions, 'key' | 'sinks'>,
): Promise<AuditSequencer> {
  return new AuditSequencer({
    ...options,
    key: await openSigningKey(settings.signingKeyFile),
    sinks: settings.checkpoints.map(createCheckpointSink),
  });
}
