import { EmbeddedContactCenter, type EndedWait } from '@throughline/contact-center';
import {
  type Callbacks,
  type Core,
  followInteraction,
  type Interaction,
  type WaitRange,
} from '@throughline/core';
import type { GenesysDoor } from '@throughline/genesys-door';
import { v7 as uuidv7 } from 'uuid';
import type { ServerOptions } from '../config/options.js';
import type { Metrics } from '../observability/metrics.js';
import type { Foundation } from './foundation.js';

export async function openContactCenter(
  { queues, agents, contactCenterLimits }: ServerOptions,
  { store, bus, clock, metrics }: Foundation,
): Promise<EmbeddedContactCenter> {
  const contactCenter = new EmbeddedContactCenter({
    store: store.interactions,
    bus,
    clock,
    newId: uuidv7,
    onWaitEnded: (wait) => recordWait(metrics, wait),
    ...(contactCenterLimits ? { limits: contactCenterLimits } : {}),
  });
  await contactCenter.configure(queues, agents);
  return contactCenter;
}

/** Tells whoever owns the conversation: a guest of the door, a callback, or the core. */
export async function followOwner(
  core: Core,
  callbacks: Callbacks,
  door: GenesysDoor | null,
  interaction: Interaction,
  { databaseUrl, redisUrl }: ServerOptions,
): Promise<void> {
  if (await door?.guests.follow(interaction)) return;
  if (await callbacks.follow(interaction)) return;
  await followInteraction(core, interaction);
  // Guests live in memory: after a restart nobody owns what they left in the queue. With a shared database the
  // owner may be another node.
  const isAlone = !databaseUrl && !redisUrl;
  const isOrphan = isAlone && !(await core.conversations.get(interaction.conversationId));
  if (isOrphan && interaction.state !== 'closed') {
    // Not awaited: closing waits for this very round of following to end.
    void core.contactCenter.close(interaction.conversationId, core.clock.now()).catch(() => undefined);
  }
}

function recordWait({ waits, waitEstimates }: Metrics, { seconds, estimate }: EndedWait): void {
  waits.observe(seconds);
  waitEstimates.inc({ outcome: estimate ? compareWait(seconds, estimate) : 'untold' });
}

function compareWait(seconds: number, { lowSeconds, highSeconds }: WaitRange): string {
  if (seconds < lowSeconds) return 'shorter';
  return seconds > highSeconds ? 'longer' : 'within';
}
