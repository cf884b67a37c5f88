import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import {
  Coverage,
  type CoverageReport,
  type FlowTestResult,
  parseFlow,
  parseFlowTests,
  runFlowTest,
} from '@throughline/flow';
import { FileError, parseOptions, type Report, readResources, readWith } from './files.js';

/** What became of one table of tests. */
export interface Suite {
  readonly file: string;
  readonly flowFile: string;
  /** What kept the tests from being run. */
  readonly problems: readonly Report[];
  readonly results: readonly FlowTestResult[];
  /** Null when the tests were not run. */
  readonly coverage: CoverageReport | null;
  /** All files that took part, for watching. */
  readonly files: readonly string[];
}

const TEST_FILE = /\.test\.(?:ya?ml|json)$/;
const EXTENSION = /\.(?:ya?ml|json)$/;

/** A table of tests stands beside its flow: `escalation.flow.yaml`, `escalation.flow.test.yaml`. */
export function testFileOf(file: string): string {
  if (TEST_FILE.test(file)) return file;
  const base = file.replace(EXTENSION, '');
  return (
    ['.test.yaml', '.test.yml', '.test.json'].map((end) => base + end).find(existsSync) ?? `${base}.test.yaml`
  );
}

export function runSuite(file: string, defaultQueue: string | undefined): Suite {
  const files = [file];
  let flowFile = file.replace(TEST_FILE, '.yaml');
  try {
    const table = readWith(file, parseFlowTests);
    const beside = (path: string) => join(dirname(file), path);
    flowFile = table.flow === null ? flowFile : beside(table.flow);
    files.push(flowFile, ...table.with.map(beside));
    const options = parseOptions(readResources(table.with.map(beside)), defaultQueue);
    const flow = readWith(flowFile, (text) => parseFlow(text, options));
    const coverage = new Coverage(flow);
    const results = table.tests.map((test) => runFlowTest(flow, test));
    for (const { played } of results) coverage.add(played.state);
    return {
      file,
      flowFile,
      problems: [],
      results,
      coverage: coverage.report(),
      files: files.map((each) => resolve(each)),
    };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const { reports: problems } = error;
    return {
      file,
      flowFile,
      problems,
      results: [],
      coverage: null,
      files: files.map((each) => resolve(each)),
    };
  }
}
