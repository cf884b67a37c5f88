import { expect, it } from 'vitest';
import { checkSpecIds } from './check-spec-ids.mjs';
import { plant } from './test-support/planted-repository.mjs';

// Put together here, so that the check does not take these for citations by this file.
const cite = (/** @type {string} */ id) => `it('${`[${id}]`} does something', () => {});`;

/** @param {Record<string, string>} files */
function problemsWith(files) {
  return checkSpecIds(
    plant({ 'packages/core/package.json': '{}', 'packages/test-kit/package.json': '{}', ...files }),
  );
}

it('is content when every rule has a test and every citation a rule', () => {
  expect(
    problemsWith({
      'ARCHITECTURE.md':
        '# Invariants\n\n- **[T1]** One.\n- **[T2]** Two, over\n  two lines. (not yet covered)\n',
      'packages/core/SPEC.md':
        '| id | rule |\n|---|---|\n| **[CONV-1]** | Joins. |\n\n- **[CONV-2]** Ends.\n',
      'packages/core/src/open.test.ts': `it('${'[CONV-1]'}${'[T1]'} joins', () => {});`,
      'packages/test-kit/src/contract.ts': cite('CONV-2'),
    }),
  ).toEqual([]);
});

it('lists rules without tests, whether tested elsewhere or not at all', () => {
  expect(
    problemsWith({
      'packages/core/SPEC.md': '- **[CONV-1]** Joins.\n- **[CONV-2]** Ends.\n',
      'packages/core/src/open.ts': cite('CONV-1'),
      'packages/core/src/end.test.ts': cite('CONV-2'),
    }),
  ).toEqual(['packages/core/SPEC.md: no test cites [CONV-1]']);
});

it('lists tests that cite a rule which does not exist', () => {
  expect(problemsWith({ 'e2e/journey.test.ts': cite('CONV-9') })).toEqual([
    'e2e/journey.test.ts: there is no rule [CONV-9]',
  ]);
});

it('lists rules that are defined twice, and rules whose mark has become untrue', () => {
  expect(
    problemsWith({
      'packages/core/SPEC.md':
        '- **[CONV-1]** Joins.\n- **[CONV-1]** Ends.\n- **[CONV-2]** Waits. (not yet covered)\n',
      'packages/core/src/open.test.ts': cite('CONV-1') + cite('CONV-2'),
    }),
  ).toEqual([
    'packages/core/SPEC.md: [CONV-1] is defined twice',
    'packages/core/SPEC.md: [CONV-2] has tests, so it is no longer (not yet covered)',
  ]);
});
