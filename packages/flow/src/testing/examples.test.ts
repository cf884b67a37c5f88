import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lintSource } from '../lint/lint-flow.js';
import { parseFlow } from '../parse-flow.js';
import { parseResources } from '../resources.js';
import { Coverage } from './coverage.js';
import { runFlowTest } from './run-test.js';
import { parseFlowTests } from './test-file.js';

const read = (name: string) => readFileSync(new URL(`../../examples/${name}`, import.meta.url), 'utf8');
const resources = parseResources(read('contact-center.yaml'));
const flow = parseFlow(read('escalation.flow.yaml'), resources);
const { tests } = parseFlowTests(read('escalation.flow.test.yaml'));

describe('the example of a bank', () => {
  it('[FLOW-17] has more than 25 steps and nothing that lint would say', () => {
    expect(flow.steps.size).toBeGreaterThan(25);
    expect(lintSource(read('escalation.flow.yaml'), resources, resources)).toEqual([]);
  });

  it.each(tests.map((test) => [test.name, test] as const))('[FLOW-70] %s', (_name, test) => {
    expect(runFlowTest(flow, test).failures).toEqual([]);
  });

  it('[FLOW-71] is tested in all its branches', () => {
    const coverage = new Coverage(flow);
    for (const test of tests) coverage.add(runFlowTest(flow, test).played.state);
    expect(coverage.report()).toMatchObject({ missing: [], covered: 60, total: 60 });
  });
});

describe('the guide', () => {
  const guide = readFileSync(new URL('../../../../docs/flows.md', import.meta.url), 'utf8');
  const blocks = [...guide.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, block = '']) => block);
  const flows = blocks.filter((block) => block.startsWith('flow:'));

  it.each(flows)('[FLOW-17] shows flows in which lint finds nothing: %s', (source) => {
    expect(lintSource(source)).toEqual([]);
  });

  it('[FLOW-70] shows tests that pass, and resources that exist', () => {
    const [first = ''] = flows;
    const table = parseFlowTests(blocks.find((block) => block.startsWith('at:')) ?? '');
    expect(table.tests.flatMap((test) => runFlowTest(parseFlow(first), test).failures)).toEqual([]);
    expect(parseResources(blocks.find((block) => block.startsWith('queues:')) ?? '').hosts).toEqual([
      'crm.example',
    ]);
  });
});
