import type { ContactCenter, Core } from '@throughline/core';
import { DEFAULT_POLICY } from '@throughline/masking';
import { defaultAuditSettings } from '../audit/audit-settings.js';
import { openSigningKey } from '../audit/signing-key.js';
import type { ServerOptions } from '../config/options.js';
import { FileErasureLedger } from '../privacy/file-erasure-ledger.js';
import { MemoryErasureLedger } from '../privacy/memory-erasure-ledger.js';
import { createPrivacyActions, type PrivacyActions } from '../privacy/privacy-actions.js';
import { defaultPrivacySettings } from '../privacy/privacy-settings.js';
import { PrivacyWork } from '../privacy/privacy-work.js';
import type { Foundation } from './foundation.js';

/**
 * @param callWork Where agents call back.
 * @throws Error when the ledger of erasures is damaged
 */
export async function composePrivacy(
  options: ServerOptions,
  { store, sealer, clock, logger, metrics }: Foundation,
  core: Core,
  callWork: Pick<ContactCenter, 'close'>,
): Promise<{ readonly work: PrivacyWork; readonly actions: PrivacyActions }> {
  const { retention, erasureLedgerFile } = options.privacy ?? defaultPrivacySettings(options.dataDir);
  const { signingKeyFile } = options.audit ?? defaultAuditSettings(options.dataDir);
  const ledger = options.inMemory
    ? new MemoryErasureLedger()
    : await FileErasureLedger.open(erasureLedgerFile);
  const work = new PrivacyWork({
    core,
    callWork,
    privacy: store.privacy,
    sessions: store.sessions,
    destroyKeys: (customerId) => sealer.destroy(customerId),
    ledger,
    logger,
    metrics,
    retention,
  });
  const actions = createPrivacyActions({
    store,
    now: () => clock.now(),
    openSealer: async () => sealer,
    openSigningKey: () => openSigningKey(signingKeyFile),
    openLedger: async () => ledger,
    policy: options.masking?.policy ?? DEFAULT_POLICY,
    retention,
  });
  return { work, actions };
}
