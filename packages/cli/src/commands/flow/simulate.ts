import { parseArgs } from 'node:util';
import {
  parseLoad,
  simulate as play,
  type SimulationReport,
  type WaitSummary,
} from '@throughline/flow/simulation';
import { EXIT, type ExitCode, type Terminal, UsageError } from '../../command.js';
import { FLOW_PARAMETERS, readFlow, readWith } from './files.js';

/** `flow simulate FILE --load LOAD.yaml`: how long customers would wait, and where they would end. */
export function simulate(parameters: readonly string[], { stdout }: Terminal): ExitCode {
  const { values, positionals } = parseArgs({
    args: [...parameters],
    allowPositionals: true,
    options: {
      ...FLOW_PARAMETERS,
      load: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0 || values.load === undefined) {
    throw new UsageError('"flow simulate" needs one file and --load.');
  }
  const flow = readFlow(file, values);
  const report = play(flow, readWith(values.load, parseLoad));
  stdout.write(values.json ? `${JSON.stringify(report)}\n` : describe(report));
  return EXIT.fine;
}

function describe({ flow, version, contacts, outcomes, wait, queues, steps }: SimulationReport): string {
  const share = (count: number) => `${((100 * count) / Math.max(1, contacts)).toFixed(1)} %`;
  const lines = [
    `${flow} ${version}: ${contacts} contacts`,
    ...Object.entries(outcomes).map(([outcome, count]) => `  ${outcome}: ${count} (${share(count)})`),
    `wait of those served: ${describeWait(wait)}`,
    ...queues.map(
      ({ queue, offered, served, abandoned, left, wait: own }) =>
        `queue ${queue}: ${offered} offered, ${served} served, ${abandoned} abandoned, ${left} went on; ${describeWait(own)}`,
    ),
    ...steps.filter(({ entered }) => entered > 0).map(({ step, entered }) => `step ${step}: ${entered}`),
  ];
  return `${lines.join('\n')}\n`;
}

function describeWait({ meanMs, p50Ms, p90Ms, p95Ms }: WaitSummary): string {
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
  return `mean ${seconds(meanMs)}, p50 ${seconds(p50Ms)}, p90 ${seconds(p90Ms)}, p95 ${seconds(p95Ms)}`;
}
