import { formatDuration } from '../duration.js';
import type { Run } from '../engine/run.js';
import type { Waiting } from '../engine/state.js';
import type { StepOf } from '../step.js';
import { choiceIn, readChoices, takeChoicesAway } from './choices.js';
import { MAX_WAIT_MS, type StepKind } from './kind.js';

type QueueStep = StepOf<'queue'>;

const MAX_PRIORITY = 1_000_000;

export const queue: StepKind<QueueStep> = {
  read(fields) {
    const own = {
      queue: fields.text('queue'),
      priority: fields.whole('priority', -MAX_PRIORITY, MAX_PRIORITY),
      skills: fields.texts('skills'),
      relax: fields.each('relax', (stage) => ({
        afterMs: stage.requiredDuration('after', MAX_WAIT_MS, 'it says when fewer skills will do'),
        skills: stage.texts('skills'),
      })),
      preferredAgent: fields.has('preferredAgent') ? fields.expression('preferredAgent', 'string') : null,
      limitMs: fields.requiredDuration('limit', MAX_WAIT_MS, 'no customer waits without end'),
      choices: readChoices(fields),
    };
    fields.exit('then', 'limit');
    let before = 0;
    for (const [index, { afterMs }] of own.relax.entries()) {
      const path = fields.at('relax', index);
      const { reading } = fields;
      if (afterMs <= before || (fields.has('limit') && afterMs >= own.limitMs)) {
        const message = 'each "after" is later than the one before it, and earlier than the limit';
        reading.attempt(() => reading.fail(path, 'invalid', message));
      }
      before = afterMs;
    }
    return own;
  },
  enter(step, run) {
    const agent = step.preferredAgent && run.evaluate(step, step.preferredAgent);
    const preferredAgent = typeof agent === 'string' ? agent : null;
    const { queue: name, priority, skills, limitMs } = step;
    run.target = {
      kind: 'queue',
      queue: name,
      ...(priority === null ? {} : { priority }),
      ...(skills.length === 0 ? {} : { skills }),
      ...(preferredAgent === null ? {} : { preferredAgent }),
      ...(limitMs === null ? {} : { limitMs }),
    };
    run.queued = true;
    if (step.reason !== undefined) run.say(step.reason);
    route(step, run, skills, preferredAgent);
    if (step.choices.length > 0)
      run.effects.push({ kind: 'offerChoices', choices: step.choices, text: null });
    return run.wait(step, dueMs(step, run.nowMs ?? 0, 0));
  },
  resume(step, event, run, waiting) {
    if (event.kind === 'choice') return choiceIn(step, event.choice, run);
    if (event.kind === 'unreachable') {
      takeChoicesAway(step, run);
      run.say(`nobody of ${step.queue} could be reached`);
      return 'limit';
    }
    return event.kind === 'timer' ? onTimer(step, run, waiting) : null;
  },
};

function onTimer(step: QueueStep, run: Run, waiting: Waiting) {
  const sinceMs = Date.parse(waiting.since);
  const waitedMs = (run.nowMs ?? 0) - sinceMs;
  if (step.limitMs !== null && waitedMs >= step.limitMs) {
    takeChoicesAway(step, run);
    run.say(`nobody of ${step.queue} was free within ${formatDuration(step.limitMs)}`);
    return 'limit';
  }
  const stage = step.relax.filter(({ afterMs }) => afterMs <= waitedMs).length;
  const relaxed = step.relax[stage - 1];
  if (relaxed && stage > waiting.stage) {
    const skills = relaxed.skills.length === 0 ? 'any agent will do' : `${relaxed.skills.join(', ')} will do`;
    run.say(`after ${formatDuration(relaxed.afterMs)} in ${step.queue} ${skills}`);
    route(step, run, relaxed.skills, null);
  }
  return run.wait(step, dueMs(step, sinceMs, stage), stage);
}

function route(step: QueueStep, run: Run, skills: readonly string[], preferredAgent: string | null): void {
  run.effects.push({
    kind: 'route',
    queue: step.queue,
    priority: step.priority ?? 0,
    skills,
    preferredAgent,
  });
}

/** When the next relaxation, or else the limit, comes. */
function dueMs(step: QueueStep, sinceMs: number, stage: number): number | null {
  const afterMs = step.relax[stage]?.afterMs ?? step.limitMs;
  return afterMs === null ? null : sinceMs + afterMs;
}
