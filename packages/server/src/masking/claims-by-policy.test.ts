import { PROVIDER_CLAIMS } from '@throughline/identity';
import { parsePolicy, presetPolicy } from '@throughline/masking';
import { expect, it } from 'vitest';
import { claimsByPolicy } from './claims-by-policy.js';

it('[PROV-13] leaves out what the policy hides from the contact center', () => {
  expect(claimsByPolicy(PROVIDER_CLAIMS, presetPolicy('default'))).toEqual({
    passed: ['name', 'locale'],
    withheld: ['email', 'phone_number'],
  });
  expect(claimsByPolicy(PROVIDER_CLAIMS, presetPolicy('strict')).passed).toEqual(['locale']);
  const policy = parsePolicy(
    'preset: gdpr\nrules: [{ entities: [EMAIL, PERSON], destinations: [contactCenter], operator: allow }]',
  );
  expect(claimsByPolicy(PROVIDER_CLAIMS, policy).passed).toEqual(['name', 'email', 'locale']);
});
