import { generateKeyPairSync } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Headers, HttpBrowser } from '../support/http-browser.js';
import { CLIENT } from '../support/identity-provider.js';
import { navigate } from '../support/traveler.js';
import { type AttackGroup, answerOf, BANK, call, EVIL, type Lab, nowS, SESSION } from './lab.js';

const SIGN_IN = '/support/v1/oidc/sign-in';
const CALLBACK = '/support/v1/oidc/callback';
const LOGOUT = '/support/s2s/v1/backchannel-logout';
const LOGOUT_EVENT = { 'http://schemas.openid.net/event/backchannel-logout': {} };
const FORM: Headers = { 'content-type': 'application/x-www-form-urlencoded' };

/** Starts a sign-in, and gives the `state` that the provider would send back. */
async function start(browser: HttpBrowser): Promise<string> {
  const answer = await navigate(browser, `${SIGN_IN}?returnTo=/orders`);
  return new URL(answer.headers.get('location') ?? '').searchParams.get('state') ?? '';
}

/** Status, where it leads, and whether anyone is signed in afterwards. */
async function comeBack(browser: HttpBrowser, query: string): Promise<string> {
  const answer = await navigate(browser, `${CALLBACK}?${query}`);
  const to = answer.headers.get('location')?.replace(BANK, '') ?? '';
  const signedIn = browser.cookies.has('__Host-throughline_session') ? 'signed in' : 'nobody is signed in';
  return `${answer.status} ${to}`.trim().concat(`, ${signedIn}`);
}

async function logOut(lab: Lab, body: string, headers: Headers = FORM): Promise<string> {
  const url = new URL(LOGOUT, lab.cluster.node(1).urls.customer);
  return answerOf(await fetch(url, { method: 'POST', headers, body }));
}

/** A logout token about everybody's favorite victim, signed by a stranger. */
function forgedLogout(lab: Lab, alg: 'RS256' | 'ES256'): Promise<string> {
  const { privateKey } =
    alg === 'RS256'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return new SignJWT({ events: LOGOUT_EVENT, sub: 'victim', jti: 'x' })
    .setProtectedHeader({ alg, typ: 'logout+jwt' })
    .setIssuer(lab.provider.issuer)
    .setAudience(CLIENT.clientId)
    .setIssuedAt()
    .setExpirationTime('2 min')
    .sign(privateKey);
}

export const oidcAttacks: AttackGroup = {
  title: 'Sign-in and sign-out at the identity provider',
  attacks: [
    ...[
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      'https:evil.example',
      '/%2f%2fevil.example/..//evil',
      '/\t/evil.example',
    ].map((target) => ({
      attack: `Open redirect: a sign-in that leads back to ${JSON.stringify(target)}`,
      rules: '[OIDC-10]',
      answer: '400 bad_request',
      attempt: async (lab: Lab) =>
        answerOf(await navigate(lab.browser(), `${SIGN_IN}?returnTo=${encodeURIComponent(target)}`)),
    })),
    {
      attack: 'Open redirect: the way back from the sign-out, with a made-up state',
      rules: '[OIDC-10]',
      answer: '303 /',
      attempt: async (lab) => {
        const path = `/support/v1/oidc/signed-out?state=${encodeURIComponent('//evil.example')}`;
        const answer = await navigate(lab.browser(), path);
        return `${answer.status} ${answer.headers.get('location')?.replace(BANK, '')}`;
      },
    },
    {
      attack: 'Login CSRF: another site starts a sign-in',
      rules: '[EDGE-1]',
      answer: '403 origin_refused',
      attempt: async (lab) =>
        answerOf(
          await call(lab.browser(), 'GET', SIGN_IN, undefined, {
            origin: EVIL,
            'sec-fetch-site': 'cross-site',
          }),
        ),
    },
    {
      attack: "The attacker's code and state in the victim's browser",
      rules: '[OIDC-2]',
      answer: '400, nobody is signed in',
      attempt: async (lab) => {
        const state = await start(lab.browser());
        const victim = lab.browser();
        await start(victim);
        return comeBack(victim, `code=stolen&state=${state}`);
      },
    },
    {
      attack: 'A code without a state',
      rules: '[OIDC-2]',
      answer: '400, nobody is signed in',
      attempt: async (lab) => {
        const browser = lab.browser();
        await start(browser);
        return comeBack(browser, 'code=stolen');
      },
    },
    {
      attack: 'A made-up code with the right state',
      rules: '[OIDC-2]',
      answer: '303 /orders#throughline-sign-in=sign_in_refused, nobody is signed in',
      attempt: async (lab) => {
        const browser = lab.browser();
        const state = await start(browser);
        const iss = encodeURIComponent(lab.provider.issuer);
        return comeBack(browser, `code=made-up&state=${state}&iss=${iss}`);
      },
    },
    {
      attack: 'Mix-up: the answer of another provider (`iss`) with the right state',
      rules: '[OIDC-2]',
      answer: '303 /orders#throughline-sign-in=sign_in_refused, nobody is signed in',
      attempt: async (lab) => {
        const browser = lab.browser();
        const state = await start(browser);
        return comeBack(browser, `code=theirs&state=${state}&iss=${encodeURIComponent(EVIL)}`);
      },
    },
    {
      attack: 'Script in the error that the provider sends back',
      rules: '[OIDC-2]',
      answer: '303, nothing of it comes back',
      attempt: async (lab) => {
        const browser = lab.browser();
        const state = await start(browser);
        const error = encodeURIComponent('"><script>alert(1)</script>');
        const answer = await navigate(browser, `${CALLBACK}?error=${error}&state=${state}`);
        const text = JSON.stringify([...answer.headers]) + (await answer.text());
        return `${answer.status}, ${/script/i.test(text.replaceAll(/script-src/g, '')) ? 'it' : 'nothing of it'} comes back`;
      },
    },
    {
      attack: 'CSRF: a form of another site signs the victim out',
      rules: '[EDGE-1]',
      answer: '403 origin_refused; the session: 200',
      attempt: async (lab) => {
        const { browser } = await lab.customer('stays');
        const headers = { ...FORM, origin: EVIL, 'sec-fetch-site': 'cross-site' };
        const answer = await answerOf(await call(browser, 'POST', '/support/v1/oidc/sign-out', '', headers));
        return `${answer}; the session: ${(await call(browser, 'GET', SESSION)).status}`;
      },
    },
    ...(['RS256', 'ES256'] as const).map((alg) => ({
      attack: `A logout token that a stranger signed (${alg})`,
      rules: '[OIDC-8]',
      answer: '400 logout_token_invalid',
      attempt: async (lab: Lab) => logOut(lab, `logout_token=${await forgedLogout(lab, alg)}`),
    })),
    {
      attack: 'A logout token without a signature',
      rules: '[OIDC-8]',
      answer: '400 logout_token_invalid',
      attempt: (lab) => {
        const parts = [
          { alg: 'none', typ: 'logout+jwt' },
          {
            iss: lab.provider.issuer,
            aud: CLIENT.clientId,
            iat: nowS(),
            events: LOGOUT_EVENT,
            sub: 'victim',
            jti: 'y',
          },
        ];
        const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
        return logOut(lab, `logout_token=${text}.`);
      },
    },
    {
      attack: 'A good assertion of the portal as a logout token',
      rules: '[OIDC-8]',
      answer: '400 logout_token_invalid',
      attempt: async (lab) =>
        logOut(lab, `logout_token=${await lab.cluster.sign({ sub: 'victim', challenge: 'x' })}`),
    },
    {
      attack: "A logout from a browser: no token, but the victim's cookies",
      rules: '[OIDC-8]',
      answer: '400 bad_request; the session: 200',
      attempt: async (lab) => {
        const { browser } = await lab.customer('stays-too');
        const answer = await logOut(lab, '', { ...FORM, cookie: browser.cookieHeader, origin: BANK });
        return `${answer}; the session: ${(await call(browser, 'GET', SESSION)).status}`;
      },
    },
  ],
};
