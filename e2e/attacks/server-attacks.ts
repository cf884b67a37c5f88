import { v7 as uuidv7 } from 'uuid';
import { type AttackGroup, answerOf, call, type Lab, SERVER_CLIENT } from './lab.js';
import { sceneOf } from './scene.js';

const CONTEXT = '/support/s2s/v1/conversations/current/context';

async function tokenFor(lab: Lab, scope: string, secret = SERVER_CLIENT.secret): Promise<Response> {
  return fetch(new URL('/support/s2s/v1/token', lab.cluster.node(0).urls.customer), {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${SERVER_CLIENT.id}:${secret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope }),
  });
}

/** What the gateway answers to a change of a customer's context with a token for these scopes. */
async function enrichWith(
  lab: Lab,
  scope: string,
  path = CONTEXT,
  customer = 'victim-of-idor',
): Promise<string> {
  const { access_token } = (await (await tokenFor(lab, scope)).json()) as { access_token: string };
  const headers = { authorization: `Bearer ${access_token}` };
  return answerOf(await call(lab.browser(), 'PATCH', path, { customer, fields: {} }, headers));
}

async function errorOf(answer: Response): Promise<string> {
  return `${answer.status} ${((await answer.json()) as { error: string }).error}`;
}

export const serverAttacks: AttackGroup = {
  title: 'Servers that call',
  attacks: [
    {
      attack: 'a server asks for a token with a wrong secret',
      rules: '[SERVER-1]',
      answer: '401 invalid_client',
      attempt: async (lab) => errorOf(await tokenFor(lab, 'context', 'x'.repeat(32))),
    },
    {
      attack: 'a server asks for a scope that it was not given',
      rules: '[SERVER-2]',
      answer: '400 invalid_scope',
      attempt: async (lab) => errorOf(await tokenFor(lab, 'context sign-out')),
    },
    {
      attack: 'a token for something else is used to change context',
      rules: '[SERVER-5]',
      answer: '403 forbidden',
      attempt: (lab) => enrichWith(lab, 'release'),
    },
    {
      attack: 'a token that allows more than the call needs, as one that leaks would',
      rules: '[SERVER-5]',
      answer: '403 forbidden',
      attempt: (lab) => enrichWith(lab, 'context release'),
    },
    {
      attack: "IDOR: a server names another customer with the id of somebody's conversation",
      rules: '[SERVER-4] [T10]',
      answer: '404 not_found; an id that nobody has: 404 not_found',
      attempt: async (lab) => {
        const { conversationId } = await sceneOf(lab);
        const path = (id: string) => CONTEXT.replace('current', id);
        const real = await enrichWith(lab, 'context', path(conversationId), 'stranger');
        return `${real}; an id that nobody has: ${await enrichWith(lab, 'context', path(uuidv7()), 'stranger')}`;
      },
    },
    {
      attack: 'a client certificate is claimed in a header, without a proxy that is trusted to say so',
      rules: '[SERVER-6]',
      answer: '401 unauthenticated',
      attempt: async (lab) =>
        answerOf(
          await call(
            lab.browser(),
            'PATCH',
            CONTEXT,
            { customer: 'a', fields: {} },
            {
              'client-cert': ':MIIB:',
              'x-ssl-client-cert': 'CN=crm',
              'x-ssl-client-verify': 'SUCCESS',
            },
          ),
        ),
    },
    {
      attack: "a browser's session cookie is sent instead of a token",
      rules: '[EDGE-6]',
      answer: '401 unauthenticated',
      attempt: async (lab) => {
        const { browser } = await lab.customer('cookie-only');
        return answerOf(await call(browser, 'PATCH', CONTEXT, { customer: 'victim-of-idor', fields: {} }));
      },
    },
  ],
};
