/**
 * Attacks, tried over HTTP and WebSockets against the running product. What is observed must be what
 * `docs/security/attacks.md` says; `npx vitest run e2e/attacks -u` writes that page anew.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessAttacks } from './access-attacks.js';
import { browserAttacks } from './browser-attacks.js';
import { inputAttacks } from './input-attacks.js';
import { Lab } from './lab.js';
import { oidcAttacks } from './oidc-attacks.js';
import { attacksPage } from './page.js';
import { serverAttacks } from './server-attacks.js';
import { sessionAttacks } from './session-attacks.js';
import { tokenAttacks } from './token-attacks.js';

const GROUPS = [
  tokenAttacks,
  oidcAttacks,
  browserAttacks,
  accessAttacks,
  inputAttacks,
  sessionAttacks,
  serverAttacks,
];

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.open();
});
afterAll(() => lab.close());

describe.each(GROUPS)('$title', ({ attacks }) => {
  for (const { rules, attack, answer, attempt } of attacks) {
    it(`${rules} ${attack}: ${answer}`, async () => {
      expect(await attempt(lab)).toBe(answer);
    });
  }
});

it('has its page up to date', async () => {
  await expect(attacksPage(GROUPS)).toMatchFileSnapshot('../../docs/security/attacks.md');
});
