import { setTimeout as pause } from 'node:timers/promises';
import { answerTo, DrillAgent } from './drill-agent.js';
import { DrillCustomer } from './drill-customer.js';
import { openDrillStage } from './drill-stage.js';

export interface DrillOptions {
  /** How many are in a conversation before, and how many come during the outage. */
  readonly customers: number;
  readonly outageSeconds: number;
  readonly logLevel: string;
  /** Told what happens, for people. */
  readonly onStep: (step: string) => void;
}

export interface DrillPhase {
  readonly phase: 'before' | 'during' | 'after';
  readonly customers: number;
  /** What customers wrote in the phase, and what became of it by the end of the drill. */
  readonly written: number;
  readonly acknowledged: number;
  readonly read: number;
  readonly answered: number;
}

/** In milliseconds. */
export interface Spread {
  readonly median: number;
  readonly p95: number;
  readonly max: number;
}

export interface DrillReport {
  readonly drill: 'genesys-down';
  /** ISO 8601. */
  readonly at: string;
  readonly customersBefore: number;
  readonly customersDuring: number;
  readonly outageSeconds: number;
  readonly phases: readonly DrillPhase[];
  /** From the click to other ways being offered, of those who came during the outage. */
  readonly timeToFallbackMs: Spread | null;
  /** From the end of the outage to agents being reachable, of every customer. */
  readonly timeToRecoverMs: Spread | null;
  /** From the end of the outage to the last message of it having been read. */
  readonly allReadMs: number;
  /** Over both directions: acknowledged and never shown; shown twice. */
  readonly lost: number;
  readonly doubled: number;
  /** What was not as promised; empty when all was. */
  readonly problems: readonly string[];
}

/** One agent of the door can have 50 conversations. */
export const MOST_CUSTOMERS = 25;
const FALLBACK_MS = 3_000;
const PATIENCE_MS = 60_000;

/** Rehearses an outage with a gateway and a door of its own, on loopback and in memory. */
export async function rehearseGenesysDown(options: DrillOptions): Promise<DrillReport> {
  const { customers: count, outageSeconds, onStep } = options;
  const at = new Date().toISOString();
  const stage = await openDrillStage(options.logLevel);
  const agent = new DrillAgent();
  const people = (from: string) => Array.from({ length: count }, (_, n) => new DrillCustomer(`${from}-${n}`));
  const [early, late] = [people('early'), people('late')];
  const everybody = [...early, ...late];
  const written = { before: texts('before', count), during: texts('during', 2 * count) };
  const after = texts('after', 2 * count);
  try {
    await agent.arrive(stage.deskUrl, 'sam');
    onStep(`before: ${count} customers talk to an agent`);
    await Promise.all(early.map((each, n) => each.click(stage.customerUrl, written.before[n] ?? '')));
    await until(() => early.every(({ heard }) => heard.length > 0));

    onStep(`during: nothing reaches the door for ${outageSeconds} s, and ${count} customers come`);
    stage.line.cut();
    const endsAt = performance.now() + outageSeconds * 1_000;
    for (const [n, each] of early.entries()) each.write(written.during[n] ?? '');
    await Promise.all(late.map((each, n) => each.click(stage.customerUrl, written.during[count + n] ?? '')));
    await pause(Math.max(0, endsAt - performance.now()));

    onStep('after: the door can be reached again, and everybody writes once more');
    stage.line.mend();
    const mendedAt = performance.now();
    await until(() => written.during.every((text) => agent.read.includes(text)));
    const allReadMs = Math.round(performance.now() - mendedAt);
    await until(() => everybody.every(({ isInterrupted }) => !isInterrupted));
    for (const [n, each] of everybody.entries()) each.write(after[n] ?? '');
    await until(() => after.every((text) => everybody.some(({ heard }) => heard.includes(answerTo(text)))));

    const acknowledged = everybody.flatMap((each) => each.acknowledged);
    const heard = everybody.flatMap((each) => each.heard);
    const phaseOf = (phase: DrillPhase['phase'], all: readonly string[], customers: number): DrillPhase => ({
      phase,
      customers,
      written: all.length,
      acknowledged: all.filter((text) => acknowledged.includes(text)).length,
      read: all.filter((text) => agent.read.includes(text)).length,
      answered: all.filter((text) => heard.includes(answerTo(text))).length,
    });
    const phases = [
      phaseOf('before', written.before, count),
      phaseOf('during', written.during, 2 * count),
      phaseOf('after', after, 2 * count),
    ];
    const lost =
      acknowledged.filter((text) => !agent.read.includes(text)).length +
      agent.read.filter((text) => !heard.includes(answerTo(text))).length;
    const doubled = repeated(agent.read) + repeated(heard);
    const fallbacks = late.flatMap(({ fallbackMs }) => fallbackMs ?? []);
    const recoveries = everybody.flatMap(({ backAt }) => (backAt === null ? [] : backAt - mendedAt));
    const timeToFallbackMs = spreadOf(fallbacks);
    const problems = [
      ...(fallbacks.length < count
        ? [`${count - fallbacks.length} customers were offered no other way`]
        : []),
      ...((timeToFallbackMs?.max ?? 0) > FALLBACK_MS
        ? ['other ways came later than 3 s after the click']
        : []),
      ...(phases.some((each) => each.acknowledged < each.written) ? ['not every message was kept'] : []),
      ...(lost > 0 ? [`${lost} messages were lost`] : []),
      ...(doubled > 0 ? [`${doubled} messages came twice`] : []),
    ];
    return {
      drill: 'genesys-down',
      at,
      customersBefore: count,
      customersDuring: count,
      outageSeconds,
      phases,
      timeToFallbackMs,
      timeToRecoverMs: spreadOf(recoveries),
      allReadMs,
      lost,
      doubled,
      problems,
    };
  } finally {
    agent.leave();
    for (const each of everybody) each.leave();
    await stage.close();
  }
}

function texts(phase: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, n) => `${phase} ${n}`);
}

/** Until it is so, or has not been for too long: the report says what is missing then. */
async function until(isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!isSo() && performance.now() < deadline) await pause(20);
}

function repeated(all: readonly string[]): number {
  return all.length - new Set(all).size;
}

function spreadOf(all: readonly number[]): Spread | null {
  const sorted = all.toSorted((a, b) => a - b).map(Math.round);
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
  return sorted.length === 0 ? null : { median: at(0.5), p95: at(0.95), max: at(1) };
}
