import type { AuditTrail, ShadowFlow } from '@throughline/core';
import type { FlowWorld } from '@throughline/flow';
import type { Logger } from '../observability/logger.js';
import type { Metrics } from '../observability/metrics.js';
import { type FlowFile, readFlow } from './flow-library.js';

/** What the shadow flow is called, whatever its file says: the two often have one name. */
const NAME = 'shadow';

/**
 * A flow whose outcomes are counted, and recorded on the audit trail by conversation and target alone.
 * @throws FlowError, Error when the flow cannot be used
 */
export function createShadowFlow(
  file: Omit<FlowFile, 'name'>,
  world: FlowWorld,
  { audit, metrics, logger }: { audit: AuditTrail; metrics: Pick<Metrics, 'shadowFlow'>; logger: Logger },
): ShadowFlow {
  const flow = readFlow({ ...file, name: NAME }, world);
  return {
    flow,
    async compared({ conversationId, at, from, to }) {
      const same = from === to;
      metrics.shadowFlow.inc({ outcome: same ? 'same' : `${kindOf(from)} to ${kindOf(to)}` });
      await audit.record({
        at,
        action: 'flow.compared',
        actor: { kind: 'system', id: 'shadow-flow' },
        conversationId,
        details: { flow: flow.name, version: flow.version, from, to, same },
      });
    },
    failed(error) {
      metrics.shadowFlow.inc({ outcome: 'failed' });
      logger.warn(
        { flow: flow.name, error: error instanceof Error ? error.name : 'unknown' },
        'the shadow flow failed',
      );
    },
  };
}

function kindOf(target: string): string {
  return target.split(' ', 1)[0] ?? target;
}
