import { formatDuration } from '../duration.js';
import type { StepOf } from '../step.js';
import { readCustomerText } from './endings.js';
import { MAX_HOLD_MS, type StepKind } from './kind.js';

export const hold: StepKind<StepOf<'hold'>> = {
  read(fields) {
    const target = {
      kind: 'hold',
      owner: fields.text('owner'),
      release: fields.text('release'),
      limitMs: fields.requiredDuration('limit', MAX_HOLD_MS, 'no conversation is held without end'),
      ...readCustomerText(fields),
    } as const;
    fields.exit('released');
    fields.exit('then', 'limit');
    return { target };
  },
  enter(step, run) {
    run.target = step.target;
    if (run.queued) run.effects.push({ kind: 'withdraw' });
    run.queued = false;
    run.effects.push({ kind: 'hold', target: step.target });
    run.say(`held for ${step.target.owner} until ${step.target.release}`);
    return run.wait(step, (run.nowMs ?? 0) + step.target.limitMs);
  },
  resume(step, event, run, waiting) {
    const { release, limitMs } = step.target;
    if (event.kind === 'released' && event.release === release) {
      run.say(`${release} happened`);
      return 'released';
    }
    if (event.kind !== 'timer') return null;
    const dueMs = Date.parse(waiting.since) + limitMs;
    if (dueMs > (run.nowMs ?? 0)) return run.wait(step, dueMs);
    run.say(`${release} did not happen within ${formatDuration(limitMs)}`);
    return 'limit';
  },
};
