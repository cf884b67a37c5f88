import type { AttackGroup } from './lab.js';

const HEAD = `# Attacks that are tried

Every row is a test (\`e2e/attacks\`) that tries the attack over HTTP or a WebSocket against two running nodes with a
PostgreSQL server, or against the demo portal, and demands exactly this answer. The tests write this page.
`;

/** The page with all attacks and what was observed. */
export function attacksPage(groups: readonly AttackGroup[]): string {
  const count = groups.reduce((sum, { attacks }) => sum + attacks.length, 0);
  const sections = groups.map(({ title, attacks }) => {
    const rows = attacks.map(({ attack, answer }) => `| ${cell(attack)} | ${cell(answer)} |`);
    return [`## ${title}`, '', '| attack | observed answer |', '|---|---|', ...rows, ''].join('\n');
  });
  return [HEAD, `${count} rows.`, '', ...sections].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
