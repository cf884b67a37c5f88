import { expect, it } from 'vitest';
import { rehearseGenesysDown } from './genesys-down.js';
import { renderDrillReport } from './render-report.js';

it('[OPS-32] measures an outage between a gateway and a door of its own, and finds nothing lost or doubled', async () => {
  const steps: string[] = [];
  const report = await rehearseGenesysDown({
    customers: 3,
    outageSeconds: 3,
    logLevel: 'silent',
    onStep: (step) => steps.push(step),
  });
  expect(report).toMatchObject({ lost: 0, doubled: 0, problems: [] });
  expect(report.phases).toEqual([
    { phase: 'before', customers: 3, written: 3, acknowledged: 3, read: 3, answered: 3 },
    { phase: 'during', customers: 6, written: 6, acknowledged: 6, read: 6, answered: 6 },
    { phase: 'after', customers: 6, written: 6, acknowledged: 6, read: 6, answered: 6 },
  ]);
  expect(report.timeToFallbackMs?.max).toBeGreaterThan(0);
  expect(report.timeToRecoverMs?.max).toBeGreaterThan(0);
  expect(steps).toHaveLength(3);
  expect(renderDrillReport(report)).toMatch(/\*\*Passed\.\*\*[\s\S]*\| during \| 6 \| 6 \| 6 \| 6 \| 6 \|/);
  const failed = { ...report, lost: 2, problems: ['2 messages were lost'] };
  expect(renderDrillReport(failed)).toMatch(/\*\*Failed:\*\* 2 messages were lost\./);
});
