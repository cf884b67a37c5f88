import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { EXIT, type ExitCode, type Terminal, UsageError } from '../../command.js';
import { describe } from './files.js';
import { toJUnit } from './junit.js';
import { runSuite, type Suite, testFileOf } from './suite.js';
import { watchFiles } from './watch.js';

/** `flow test FILE…`: plays the tables of tests that stand beside flows. */
export async function test(parameters: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals: files } = parseArgs({
    args: [...parameters],
    allowPositionals: true,
    options: {
      'default-queue': { type: 'string' },
      coverage: { type: 'string', default: '0' },
      junit: { type: 'string' },
      json: { type: 'boolean', default: false },
      watch: { type: 'boolean', default: false },
    },
  });
  if (files.length === 0) throw new UsageError('"flow test" needs at least one file.');
  const least = Number(values.coverage);
  if (!(least >= 0 && least <= 100)) throw new UsageError('--coverage takes a percentage.');
  const testFiles = files.map(testFileOf);
  const once = (): { code: ExitCode; files: readonly string[] } => {
    const suites = testFiles.map((file) => runSuite(file, values['default-queue']));
    if (values.junit !== undefined) writeFileSync(values.junit, toJUnit(suites));
    const output = values.json ? `${JSON.stringify(suites.map(toJson))}\n` : suites.map(toText).join('');
    terminal.stdout.write(output);
    const fine = suites.every((suite) => isFine(suite, least));
    return { code: fine ? EXIT.fine : EXIT.finding, files: suites.flatMap((suite) => suite.files) };
  };
  return values.watch ? watchFiles(once, terminal) : once().code;
}

function isFine({ problems, results, coverage }: Suite, least: number): boolean {
  if (problems.length > 0 || results.some(({ failures }) => failures.length > 0)) return false;
  return coverage === null || percentOf(coverage) >= least;
}

function percentOf({ covered, total }: { covered: number; total: number }): number {
  return total === 0 ? 100 : Math.floor((covered / total) * 1_000) / 10;
}

function toText({ file, flowFile, problems, results, coverage }: Suite): string {
  const lines = [file, ...problems.map((problem) => `  ${describe(problem)}`)];
  for (const {
    test: { name, line = 1 },
    played,
    failures,
  } of results) {
    lines.push(`  ${failures.length === 0 ? 'ok  ' : 'FAIL'} ${name}`);
    for (const failure of failures) lines.push(`       ${file}:${line} ${failure}`);
    if (failures.length > 0) {
      lines.push(
        `       path: ${played.path.join(' → ')}`,
        ...played.reasons.map((reason) => `       - ${reason}`),
      );
    }
  }
  const failed = results.filter(({ failures }) => failures.length > 0).length;
  lines.push(`  ${results.length - failed} passed, ${failed} failed`);
  if (coverage) {
    lines.push(`  branches: ${coverage.covered} of ${coverage.total} (${percentOf(coverage)} %)`);
    for (const { step, outcome, place } of coverage.missing) {
      lines.push(`  ${flowFile}:${place.line ?? 1}:${place.col ?? 1} not taken: ${step} ${outcome}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

function toJson({ file, problems, results, coverage }: Suite) {
  return {
    file,
    problems,
    tests: results.map(({ test: { name, line }, played: { target, path, reasons }, failures }) => {
      return { name, line, passed: failures.length === 0, failures, target, path, reasons };
    }),
    coverage: coverage && { ...coverage, percent: percentOf(coverage) },
  };
}
