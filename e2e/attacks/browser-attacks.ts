import { type Headers, HttpBrowser } from '../support/http-browser.js';
import {
  type AttackGroup,
  answerOf,
  CHALLENGE,
  call,
  EVIL,
  type Lab,
  SESSION,
  SOCKET,
  sessionCookieOf,
  upgrade,
  upgradeAnswer,
} from './lab.js';

const FOREIGN: Headers = { origin: EVIL, 'sec-fetch-site': 'cross-site' };
const REFUSED = '403 origin_refused';

/** A request with a signed-in customer's cookies, and whether the session is alive afterwards. */
async function onVictim(
  lab: Lab,
  method: string,
  path: string,
  headers: Headers,
  body?: unknown,
): Promise<string> {
  const { browser } = await lab.customer('victim');
  const answer = await answerOf(await call(browser, method, path, body, headers));
  const { status } = await call(browser, 'GET', SESSION);
  return status === 200 ? answer : `${answer}; the session is gone`;
}

/** A request without one of the headers that browsers send. */
async function without(lab: Lab, header: string): Promise<string> {
  const { browser } = await lab.customer('victim');
  const headers: Headers = {
    origin: 'https://www.bank.example',
    'x-requested-by': 'throughline',
    cookie: browser.cookieHeader,
  };
  delete headers[header];
  return answerOf(await fetch(new URL(SESSION, browser.origin), { method: 'DELETE', headers }));
}

const corsHeaders = ({ headers }: Response) => {
  const names = [...headers.keys()].filter((name) => name.startsWith('access-control-'));
  return names.length === 0 ? 'no CORS headers' : names.join(' ');
};

export const browserAttacks: AttackGroup = {
  title: 'Other sites: CSRF, WebSocket hijacking, clickjacking, CORS',
  attacks: [
    ...(
      [
        ['POST', CHALLENGE],
        ['POST', SESSION],
        ['DELETE', SESSION],
        ['DELETE', '/support/v1/sessions'],
        ['DELETE', '/support/v1/sessions/00000000-0000-4000-8000-000000000000'],
      ] as const
    ).map(([method, path]) => ({
      attack: `CSRF: ${method} \`${path.replace(/0{8}-.*/, '{id}')}\` from another site, with the victim's cookies`,
      rules: '[EDGE-1]',
      answer: REFUSED,
      attempt: (lab: Lab) => onVictim(lab, method, path, FOREIGN, method === 'POST' ? {} : undefined),
    })),
    ...(['demo-sign-in', 'sign-out'] as const).map((path) => ({
      attack: `CSRF at the desk: POST \`/api/v1/${path}\` from another site, with the agent's cookies`,
      rules: '[EDGE-1]',
      answer: `${REFUSED}; the agent's session: 200`,
      attempt: async (lab: Lab) => {
        const { browser } = await lab.desk('a2');
        const body = path === 'sign-out' ? undefined : { agentId: 'a1' };
        const answer = await answerOf(await browser.request('POST', `/api/v1/${path}`, body, FOREIGN));
        const { status } = await browser.request('GET', '/api/v1/agent');
        return `${answer}; the agent's session: ${status}`;
      },
    })),
    {
      attack: 'CSRF by a sibling host (`same-site`)',
      rules: '[EDGE-1]',
      answer: REFUSED,
      attempt: (lab) =>
        onVictim(lab, 'DELETE', SESSION, {
          origin: 'https://blog.bank.example',
          'sec-fetch-site': 'same-site',
        }),
    },
    {
      attack: 'CSRF with an origin that begins like ours (`https://www.bank.example.evil.example`)',
      rules: '[EDGE-1]',
      answer: REFUSED,
      attempt: (lab) => onVictim(lab, 'DELETE', SESSION, { origin: 'https://www.bank.example.evil.example' }),
    },
    {
      attack: 'CSRF from a sandboxed frame (`Origin: null`)',
      rules: '[EDGE-1]',
      answer: REFUSED,
      attempt: (lab) => onVictim(lab, 'DELETE', SESSION, { origin: 'null' }),
    },
    {
      attack: 'CSRF without an Origin header',
      rules: '[EDGE-1]',
      answer: REFUSED,
      attempt: (lab) => without(lab, 'origin'),
    },
    {
      attack: 'CSRF by a form of our own origin that an attacker could plant (no `x-requested-by`)',
      rules: '[EDGE-1]',
      answer: REFUSED,
      attempt: (lab) => without(lab, 'x-requested-by'),
    },
    {
      attack: 'JSON sent as plain text, which needs no preflight',
      rules: '[EDGE-1]',
      answer: '415 unsupported_media_type',
      attempt: (lab) => onVictim(lab, 'POST', SESSION, { 'content-type': 'text/plain' }, '{"assertion":"x"}'),
    },
    {
      attack: 'The same as a form',
      rules: '[EDGE-1]',
      answer: '415 unsupported_media_type',
      attempt: (lab) =>
        onVictim(
          lab,
          'POST',
          SESSION,
          { 'content-type': 'application/x-www-form-urlencoded' },
          'assertion=x',
        ),
    },
    {
      attack: "Login CSRF: another site signs the victim's browser in as the attacker, with a good assertion",
      rules: '[EDGE-1]',
      answer: REFUSED,
      attempt: async (lab) => {
        const browser = lab.browser();
        const assertion = await lab.cluster.sign({
          sub: 'attacker',
          challenge: await lab.challenge(browser),
        });
        return answerOf(await call(browser, 'POST', SESSION, { assertion }, FOREIGN));
      },
    },
    {
      attack: 'A state change by GET',
      rules: '[EDGE-1]',
      answer: '404 not_found',
      attempt: (lab) => onVictim(lab, 'GET', CHALLENGE, {}),
    },
    {
      attack: 'Method override: `X-HTTP-Method-Override: DELETE` on a GET',
      rules: '[EDGE-1]',
      answer: '200',
      attempt: (lab) => onVictim(lab, 'GET', SESSION, { 'x-http-method-override': 'DELETE' }),
    },
    {
      attack: 'Method override: `?_method=DELETE` on a POST',
      rules: '[EDGE-1]',
      answer: '400 bad_request',
      attempt: (lab) =>
        onVictim(lab, 'POST', `${SESSION}?_method=DELETE`, {}, { assertion: 'x', _method: 'DELETE' }),
    },
    {
      attack: "WebSocket hijacking: an upgrade from another site, with the victim's cookies",
      rules: '[EDGE-1]',
      answer: REFUSED,
      attempt: async (lab) =>
        upgradeAnswer(upgrade((await lab.customer('victim')).browser, { origin: EVIL })),
    },
    {
      attack: 'WebSocket hijacking by a sibling host',
      rules: '[EDGE-1]',
      answer: REFUSED,
      attempt: async (lab) =>
        upgradeAnswer(
          upgrade((await lab.customer('victim')).browser, { origin: 'https://blog.bank.example' }),
        ),
    },
    {
      attack: "WebSocket hijacking of an agent's desk",
      rules: '[EDGE-1]',
      answer: REFUSED,
      attempt: async (lab) =>
        upgradeAnswer((await lab.desk('a0')).browser.socket('/api/v1/socket', { origin: EVIL })),
    },
    {
      attack: 'A session cookie in the address of the WebSocket instead of the cookie',
      rules: '[T5]',
      answer: '401 unauthenticated',
      attempt: async (lab) => {
        const value = sessionCookieOf(await lab.customer('victim'));
        const path = `${SOCKET}?session=${value}&__Host-throughline_session=${value}`;
        return upgradeAnswer(upgrade(lab.browser(), {}, path));
      },
    },
    {
      attack: 'CORS: a preflight from another site',
      rules: '[EDGE-2]',
      answer: '404 not_found, no CORS headers',
      attempt: async (lab) => {
        const answer = await call(lab.browser(), 'OPTIONS', SESSION, undefined, {
          ...FOREIGN,
          'access-control-request-method': 'DELETE',
        });
        return `${await answerOf(answer)}, ${corsHeaders(answer)}`;
      },
    },
    {
      attack: 'CORS: another site reads who is signed in',
      rules: '[EDGE-2]',
      answer: '200, no CORS headers',
      attempt: async (lab) => {
        const { browser } = await lab.customer('victim');
        const answer = await call(browser, 'GET', SESSION, undefined, FOREIGN);
        return `${await answerOf(answer)}, ${corsHeaders(answer)}`;
      },
    },
    ...(['widget.js', 'v1/session', 'nothing'] as const).map((path) => ({
      attack: `Clickjacking: \`/support/${path}\` in a frame`,
      rules: '[EDGE-2]',
      answer: "frame-ancestors 'none', DENY",
      attempt: async (lab: Lab) => {
        const { headers } = await call(lab.browser(), 'GET', `/support/${path}`);
        const policy = headers.get('content-security-policy') ?? '';
        return `${/frame-ancestors [^;]*/.exec(policy)?.[0]}, ${headers.get('x-frame-options')}`;
      },
    })),
    {
      attack: 'Clickjacking: the desk in a frame',
      rules: '[EDGE-2]',
      answer: "frame-ancestors 'none', DENY",
      attempt: async (lab) => {
        const { headers } = await new HttpBrowser(lab.cluster.node(0).urls.agent).request('GET', '/');
        const policy = headers.get('content-security-policy') ?? '';
        return `${/frame-ancestors [^;]*/.exec(policy)?.[0]}, ${headers.get('x-frame-options')}`;
      },
    },
    ...[
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      'https:evil.example',
      '/\t/evil.example',
    ].map((target) => ({
      attack: `Open redirect: the portal's sign-in leads back to ${JSON.stringify(target)}`,
      rules: '[OIDC-10]',
      answer: '303 /',
      attempt: async (lab: Lab) => {
        const portal = new HttpBrowser(lab.product.urls.customer);
        const answer = await portal.submit('/sign-in', { customer: 'ava', return: target });
        return `${answer.status} ${answer.headers.get('location')}`;
      },
    })),
  ],
};
