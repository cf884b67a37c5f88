import { type ContactCenter, type Core, GroupCommit, type Store } from '@throughline/core';
import { DEFAULT_POLICY, mayReveal } from '@throughline/masking';
import { v7 as uuidv7 } from 'uuid';
import type { MaskingSettings, ServerOptions } from '../config/options.js';
import type { FlowLibrary } from '../flows/flow-library.js';
import { flowWorld } from '../flows/flow-world.js';
import { HttpLookups } from '../flows/http-lookups.js';
import { createShadowFlow } from '../flows/shadow-flow.js';
import { keptPolicy } from '../masking/kept-policy.js';
import { MessageWindows } from '../masking/message-windows.js';
import { textMasker } from '../masking/text-masker.js';
import { composeFiles } from './files.js';
import type { Foundation } from './foundation.js';

export function composeCore(
  options: ServerOptions,
  foundation: Foundation,
  contactCenter: ContactCenter,
  flows: FlowLibrary,
): Core {
  const { store, bus, sealer, clock, logger, metrics } = foundation;
  const policy = keptPolicy(options.masking?.policy ?? DEFAULT_POLICY);
  const mask = textMasker(policy);
  const files = composeFiles(options, foundation, mask);
  for (const warning of options.masking?.warnings ?? []) logger.warn({ warning }, 'the masking policy');
  const shadow =
    options.shadowFlow &&
    createShadowFlow(options.shadowFlow, flowWorld(options), { audit: store.audit, metrics, logger });
  return {
    conversations: store.conversations,
    appends: new GroupCommit(store.conversations),
    contactCenter,
    sealer,
    bus,
    clock,
    mask,
    ...(files ? { files } : {}),
    asksSurvey: options.survey ?? options.relay === undefined,
    maskMessage: new MessageWindows(policy, clock).mask,
    audit: store.audit,
    ...revealRules(options.masking, store),
    flows,
    decidesElsewhere: options.relay?.authority === 'architect',
    ...(shadow ? { shadow } : {}),
    lookups: new HttpLookups({ hosts: options.lookupHosts ?? [], clock, logger, metrics }),
    newId: uuidv7,
    ...(options.contextFields ? { contextFields: options.contextFields } : {}),
    ...(options.continueMs === undefined ? {} : { continueMs: options.continueMs }),
  };
}

function revealRules(
  masking: MaskingSettings | undefined,
  { reveals: store, audit }: Store,
): Pick<Core, 'reveals'> {
  if (!masking?.reveal) return {};
  const { policy, reveal } = masking;
  const named: readonly string[] = policy.reveal.filter((type) => mayReveal(policy, type));
  const record = audit.record.bind(audit);
  return { reveals: { store, ...reveal, record, mayReveal: (type) => named.includes(type) } };
}
