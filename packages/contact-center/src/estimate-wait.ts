import type { QueueLoad, WaitRange } from '@throughline/core';

/** Fewer waits than this say too little about how fast a queue moves. */
const FEWEST_WAITS = 5;
/** Time from an agent's offer to the agent's answer, when one is free: at least a moment, at most an offer's time. */
const AT_ONCE: WaitRange = { lowSeconds: 0, highSeconds: 30 };
/** The 90 % quantile of the standard normal distribution; its negative is the 10 % quantile. */
const Z90 = 1.2816;

/**
 * How long somebody waits who has `ahead` others in front, or null when nothing honest can be said: when nobody is
 * there, or the queue has hardly moved.
 *
 * Waits end one after the other at the rate at which they have ended lately. The time until the k-th end of such a
 * stream is gamma distributed; told is the range between its 10 % and 90 % quantiles (Wilson and Hilferty's
 * approximation, 1931).
 */
export function estimateWait(load: QueueLoad, ahead: number, now: Date): WaitRange | null {
  if (load.agentsAvailable === 0) return null;
  if (ahead < load.agentsFree) return AT_ONCE;
  if (load.recentlyAssigned < FEWEST_WAITS || load.recentSince === null) return null;
  const seconds = (now.getTime() - load.recentSince.getTime()) / 1000;
  if (seconds <= 0) return null;
  const perWait = seconds / load.recentlyAssigned;
  const k = ahead + 1;
  return {
    lowSeconds: Math.round(perWait * gammaQuantile(k, -Z90)),
    highSeconds: Math.round(perWait * gammaQuantile(k, Z90)),
  };
}

/** Quantile of the gamma distribution of shape `k` and scale 1, by the normal quantile `z`. */
function gammaQuantile(k: number, z: number): number {
  return k * Math.max(0, 1 - 1 / (9 * k) + z / (3 * Math.sqrt(k))) ** 3;
}
