import type { DrillReport, Spread } from './genesys-down.js';

/** The report for people, as Markdown. */
export function renderDrillReport(report: DrillReport): string {
  const { phases, problems, lost, doubled } = report;
  const rows = phases.map(
    ({ phase, customers, written, acknowledged, read, answered }) =>
      `| ${phase} | ${customers} | ${written} | ${acknowledged} | ${read} | ${answered} |`,
  );
  return `# Drill: Genesys Cloud is down

${report.at}, ${report.outageSeconds} s without a connection, ${report.customersBefore} customers in conversations and ${report.customersDuring} who came meanwhile.
The other side was the Genesys-compatible door of this program, a stand-in; nothing here was measured against Genesys
Cloud.

${problems.length === 0 ? '**Passed.**' : `**Failed:** ${problems.join('; ')}.`}

| measured | median | 95 % | longest |
|---|---|---|---|
| click → other ways offered (limit 3 s) | ${spread(report.timeToFallbackMs)} |
| end of the outage → agents reachable again | ${spread(report.timeToRecoverMs)} |

Everything that was written during the outage had been read ${report.allReadMs} ms after it. Messages lost: ${lost}; doubled: ${doubled}.

| phase | customers | written | kept | read by agents | answered |
|---|---|---|---|---|---|
${rows.join('\n')}
`;
}

function spread(given: Spread | null): string {
  return given ? `${given.median} ms | ${given.p95} ms | ${given.max} ms` : '– | – | –';
}
