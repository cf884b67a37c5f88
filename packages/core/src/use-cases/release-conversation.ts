import { CoreError } from '../model/errors.js';
import { liveConversationOf } from './change-context.js';
import type { Core } from './core.js';
import { feedFlow, type RunningFlow, readRun } from './follow-flow.js';

/**
 * Tells the flow of a held conversation that what it waits for has happened. Safe to repeat: a release that the run
 * has taken already changes nothing.
 * @param idOrCurrent The conversation's id, or `current` for the one that the customer has.
 * @param release Its name in the flow's hold step.
 * @throws CoreError `not_found` for a conversation that is unknown, over, or another customer's, `release_not_awaited`
 * when nothing waits for it, `unavailable`
 */
export async function releaseConversation(
  core: Core,
  customerId: string,
  idOrCurrent: string,
  release: string,
): Promise<void> {
  const conversation = await liveConversationOf(core, customerId, idOrCurrent);
  const running = await readRun(core, conversation);
  if (running && isAwaited(running, release)) {
    const event = { kind: 'released', release, at: core.clock.now().toISOString() } as const;
    if (await feedFlow(core, conversation, event)) return;
    throw new CoreError(
      'unavailable',
      'Too much happens to this conversation at once. Try again in a moment.',
    );
  }
  if (running && wasTaken(running, release)) return;
  throw new CoreError(
    'release_not_awaited',
    'The conversation is not held for this release. The hold step of its flow names the one that it waits for.',
  );
}

function isAwaited({ flow, run: { state } }: RunningFlow, release: string): boolean {
  const step = state.waiting && !state.done ? flow.steps.get(state.waiting.step) : undefined;
  return step?.kind === 'hold' && step.target.release === release;
}

function wasTaken({ run }: RunningFlow, release: string): boolean {
  return run.events.some((event) => event.kind === 'released' && event.release === release);
}
