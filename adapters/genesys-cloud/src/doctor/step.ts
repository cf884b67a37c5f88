/** `warning`: it works, and something is better put right. `skipped`: it could not be looked at, or does not apply. */
export type StepStatus = 'ok' | 'warning' | 'failed' | 'skipped';

/** What one step of the doctor found. Never a secret, never content. */
export interface Outcome {
  readonly status: StepStatus;
  readonly found: string;
  /** What to do; null when there is nothing to do. */
  readonly fix: string | null;
}

export interface Step<Subject> {
  readonly id: string;
  /** Why it matters. */
  readonly why: string;
  /** Steps without which this one cannot say anything. */
  readonly needs?: readonly string[];
  /** A GenesysError or another failure counts as failed, with its message. */
  check(subject: Subject): Promise<Outcome>;
}

export interface StepReport extends Outcome {
  readonly id: string;
  readonly why: string;
}

export const ok = (found: string): Outcome => ({ status: 'ok', found, fix: null });
export const warning = (found: string, fix: string): Outcome => ({ status: 'warning', found, fix });
export const failed = (found: string, fix: string): Outcome => ({ status: 'failed', found, fix });
export const skipped = (found: string, fix: string | null = null): Outcome => ({
  status: 'skipped',
  found,
  fix,
});

/** Longest time for one step, in milliseconds. */
const STEP_MS = 15_000;

/** Takes all steps, side by side where they do not need each other. Reports come in the order of the steps. */
export async function takeSteps<Subject>(
  steps: readonly Step<Subject>[],
  subject: Subject,
  stepMs = STEP_MS,
): Promise<StepReport[]> {
  const running = new Map<string, Promise<StepReport>>();
  for (const step of steps) running.set(step.id, take(step, subject, running, stepMs));
  return Promise.all(running.values());
}

async function take<Subject>(
  step: Step<Subject>,
  subject: Subject,
  running: ReadonlyMap<string, Promise<StepReport>>,
  stepMs: number,
): Promise<StepReport> {
  const { id, why, needs = [] } = step;
  const earlier = await Promise.all(needs.map((need) => running.get(need)));
  const missing = earlier.find((report) => report?.status === 'failed' || report?.status === 'skipped');
  if (missing) {
    return { id, why, ...skipped(`It needs "${missing.id}", which ${wordsFor(missing.status)}.`) };
  }
  return { id, why, ...(await within(stepMs, step.check(subject))) };
}

function wordsFor(status: StepStatus): string {
  return status === 'failed' ? 'failed' : 'was skipped';
}

async function within(ms: number, work: Promise<Outcome>): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Outcome>((resolve) => {
    const found = `No result within ${ms / 1000} s.`;
    timer = setTimeout(() => resolve(failed(found, 'Check the network, and run it again.')), ms);
  });
  try {
    return await Promise.race([work.catch(toFailure), late]);
  } finally {
    clearTimeout(timer);
  }
}

function toFailure(error: unknown): Outcome {
  const message = error instanceof Error ? error.message : 'It failed for an unknown reason.';
  return failed(message, 'Follow what the message says, and run it again.');
}
