import { findRegion } from '@throughline/guest-api';
import { describe, expect, it } from 'vitest';
import { directNeeds, relayNeeds } from '../needs.js';
import { checkPage } from './check-page.js';

const url = new URL('https://www.bank.example/account');
const gateway = new URL('https://www.bank.example/support');
const region = findRegion('eu-west-1');
const direct = region && directNeeds(region, gateway, url);

const delivered = (text: string) => ({ text, from: 'header', reportOnly: false }) as const;
const onPage = (text: string) => ({ url, policies: [delivered(text)], scripts: [] });
const inDirectMode = (text: string) =>
  direct ? checkPage(onPage(text), direct, region).map(({ severity, rule }) => `${severity} ${rule}`) : [];

describe('the check in direct mode', () => {
  it("[CSP-5] [CSP-6] finds what blocks Genesys's script silently: own scripts alone", () => {
    const text = "script-src 'self'; connect-src https://*.mypurecloud.ie wss://*.mypurecloud.ie";
    const findings = direct ? checkPage(onPage(text), direct, region) : [];
    const [first] = findings.filter(({ rule }) => rule === 'script-blocked');
    expect(first).toMatchObject({ severity: 'error', directive: 'script-src' });
    expect(first?.message).toContain('https://apps.mypurecloud.ie/genesys-bootstrap/genesys.min.js');
    expect(first?.message).toContain('the Messenger never appears');
    expect(first?.remedy).toBe('Add https://apps.mypurecloud.ie to script-src.');
  });

  it('[CSP-6] names the region that a policy was made for when it is another one', () => {
    expect(inDirectMode("script-src 'self' https://apps.usw2.pure.cloud")).toContain('error wrong-region');
    expect(inDirectMode("script-src 'self' https://apps.mypurecloud.ie")).not.toContain('error wrong-region');
  });

  it('[CSP-6] warns where Trusted Types are required', () => {
    expect(inDirectMode("require-trusted-types-for 'script'")).toEqual(['warning trusted-types']);
  });
});

it('[CSP-6] says that a WebSocket of a sibling host needs its own scheme', () => {
  const sibling = relayNeeds(new URL('https://support.bank.example/support'), url);
  const text = 'script-src https://support.bank.example; connect-src https://support.bank.example';
  const [finding] = checkPage(onPage(text), sibling);
  expect(finding).toMatchObject({ severity: 'error', rule: 'nearly', directive: 'connect-src' });
  expect(finding?.message).toContain('a WebSocket needs wss://');
  expect(finding?.remedy).toBe('Add wss://support.bank.example to connect-src.');
});
