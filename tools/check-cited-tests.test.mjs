import { expect, it } from 'vitest';
import { checkCitedTests } from './check-cited-tests.mjs';
import { plant } from './test-support/planted-repository.mjs';

const RULE = `[${'A-1'}]`;

it('finds tests that are gone, and those that do not show the rule', () => {
  const root = plant({
    'docs/page.md': `
| one | [A-1] \`e2e/a.test.ts\` | [A-1] and [B-2] \`e2e/a.test.ts\`, then [C-3] \`e2e/gone.test.ts\` |
A file alone says nothing of a rule: \`e2e/other.test.ts\`.`,
    'e2e/a.test.ts': `it("${RULE} does it", () => {});`,
  });
  expect(checkCitedTests(root)).toEqual([
    'docs/page.md: e2e/a.test.ts does not cite [B-2]',
    'docs/page.md: there is no e2e/gone.test.ts',
  ]);
});
