import { describe } from './files.js';
import type { Suite } from './suite.js';

/** The results in the XML that continuous integration reads (JUnit, as Jenkins' `junit-10.xsd` has it). */
export function toJUnit(suites: readonly Suite[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.map(toSuite).join('')}</testsuites>\n`;
}

function toSuite({ file, problems, results }: Suite): string {
  const failed = results.filter(({ failures }) => failures.length > 0).length;
  const counts = `tests="${results.length}" failures="${failed}" errors="${problems.length}"`;
  const errors = problems.map((problem) => testCase(file, 'file', 'error', [describe(problem)]));
  const cases = results.map(({ test, failures }) => testCase(file, test.name, 'failure', failures));
  return `  <testsuite name="${escapeXml(file)}" ${counts}>\n${[...errors, ...cases].join('')}  </testsuite>\n`;
}

function testCase(
  file: string,
  name: string,
  kind: 'error' | 'failure',
  messages: readonly string[],
): string {
  const head = `    <testcase classname="${escapeXml(file)}" name="${escapeXml(name)}"`;
  if (messages.length === 0) return `${head}/>\n`;
  const text = escapeXml(messages.join('\n'));
  return `${head}>\n      <${kind} message="${escapeXml(messages[0] ?? '')}">${text}</${kind}>\n    </testcase>\n`;
}

/** Also without what XML 1.0 cannot say at all. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
