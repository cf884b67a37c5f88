import { expect, it } from 'vitest';
import { render, TARGETS } from './targets.js';

const POLICY = "default-src 'none'; script-src 'self'; frame-ancestors 'none'";

it.each(TARGETS)('[CSP-3] %s refuses a policy that could end its string', (target) => {
  for (const hostile of ['"', '\\', '$host', '\n']) {
    const policy = `img-src https://a.example/${hostile}`;
    expect(() => render(target, { policy, reasons: [] })).toThrow(/cannot be written safely/);
  }
});

it.each(['nginx', 'apache', 'cloudfront', 'next'] as const)(
  '[CSP-3] %s sends the policy as it is',
  (target) => {
    expect(render(target, { policy: POLICY, reasons: ['why'] })).toContain(`"${POLICY}"`);
  },
);

it('[CSP-3] the rule for Cloudflare is JSON that sets the header', () => {
  const rules = JSON.parse(render('cloudflare', { policy: POLICY, reasons: [] })) as {
    rules: { action_parameters: { headers: Record<string, { value: string }> } }[];
  };
  expect(rules.rules[0]?.action_parameters.headers['Content-Security-Policy']?.value).toBe(POLICY);
});

it('[CSP-3] a page is not given what does nothing in it', () => {
  expect(render('meta', { policy: POLICY, reasons: [] })).toBe(
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'">\n`,
  );
});
