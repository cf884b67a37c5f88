import { Frames } from '../support/frames.js';
import { query } from '../support/test-database.js';
import {
  type AttackGroup,
  answerOf,
  call,
  frameAnswer,
  type Lab,
  SESSION,
  sessionCookieOf,
  sha256,
  upgrade,
  upgradeAnswer,
} from './lab.js';

const COOKIE = '__Host-throughline_session';

/** Who the gateway takes the bearer of this Cookie header for. */
const withCookie = async (lab: Lab, cookie: string) =>
  answerOf(await call(lab.browser(1), 'GET', SESSION, undefined, { cookie }));

export const sessionAttacks: AttackGroup = {
  title: 'Sessions',
  attacks: [
    {
      attack: 'Session fixation: a made-up session cookie is in the browser before the customer signs in',
      rules: '[SESS-1]',
      answer: 'the customer has another one; the planted one: 401 unauthenticated',
      attempt: async (lab) => {
        const planted = 'A'.repeat(43);
        const browser = lab.browser();
        browser.cookies.set(COOKIE, planted);
        await lab.cluster.handOff(browser, 'fixed');
        const kept = browser.cookies.get(COOKIE) === planted;
        return `the customer has ${kept ? 'the same' : 'another one'}; the planted one: ${await withCookie(lab, `${COOKIE}=${planted}`)}`;
      },
    },
    {
      attack:
        "Session fixation: the attacker's own live session is in the victim's browser before the victim signs in",
      rules: '[SESS-5]',
      answer: "the victim is themselves; the attacker's: 401 unauthenticated",
      attempt: async (lab) => {
        const attacker = await lab.customer('attacker');
        const browser = lab.browser();
        browser.cookies.set(COOKIE, sessionCookieOf(attacker));
        const answer = await lab.cluster.handOff(browser, 'fixed-victim');
        const { customer } = (await answer.json()) as { customer: { displayName: string } };
        const who = customer.displayName === 'Customer fixed-victim' ? 'themselves' : 'somebody else';
        return `the victim is ${who}; the attacker's: ${await answerOf(await call(attacker.browser, 'GET', SESSION))}`;
      },
    },
    {
      attack: 'Cookie tossing: a second session cookie of the same name, before or behind the right one',
      rules: '[T5]',
      answer: '401 unauthenticated, 401 unauthenticated',
      attempt: async (lab) => {
        const [mine, evil] = [await lab.customer('tossed'), await lab.customer('tosser')].map(
          (person) => `${COOKIE}=${sessionCookieOf(person)}`,
        );
        return `${await withCookie(lab, `${mine}; ${evil}`)}, ${await withCookie(lab, `${evil}; ${mine}`)}`;
      },
    },
    {
      attack: 'Cookie tossing: the session cookie under its name without the `__Host-` prefix',
      rules: '[T5]',
      answer: '401 unauthenticated',
      attempt: async (lab) =>
        withCookie(lab, `throughline_session=${sessionCookieOf(await lab.customer('bare'))}`),
    },
    {
      attack: 'Cookie tossing: two pre-session cookies at a sign-in',
      rules: '[T5]',
      answer: '401 challenge_missing',
      attempt: async (lab) => {
        const browser = lab.browser();
        const challenge = await lab.challenge(browser);
        const assertion = await lab.cluster.sign({ sub: 'victim', challenge });
        const cookie = `${browser.cookieHeader}; __Host-throughline_handoff=${'B'.repeat(43)}`;
        return answerOf(await call(browser, 'POST', SESSION, { assertion }, { cookie }));
      },
    },
    {
      attack: 'A stolen cookie after the customer has signed out, at the other node',
      rules: '[SESS-7]',
      answer: '401 unauthenticated',
      attempt: async (lab) => {
        const person = await lab.customer('left');
        const stolen = `${COOKIE}=${sessionCookieOf(person)}`;
        await call(person.browser, 'DELETE', SESSION);
        return withCookie(lab, stolen);
      },
    },
    {
      attack: 'A new connection with a stolen cookie after the customer has signed out',
      rules: '[SESS-7]',
      answer: '401 unauthenticated',
      attempt: async (lab) => {
        const person = await lab.customer('left-too');
        const thief = lab.at(person, 1);
        await call(person.browser, 'DELETE', SESSION);
        return upgradeAnswer(upgrade(thief));
      },
    },
    {
      attack: "A thief's open connection at the other node when the customer signs out",
      rules: '[SESS-7]',
      answer: 'closed with 4401',
      attempt: async (lab) => {
        const person = await lab.customer('robbed');
        const thief = await Frames.greet(upgrade(lab.at(person, 1)));
        await call(person.browser, 'DELETE', SESSION);
        return `closed with ${await thief.closeCode()}`;
      },
    },
    {
      attack: 'A stolen cookie, 11 s after the session was renewed',
      rules: '[SESS-2]',
      answer: "401 unauthenticated; the customer's: 200",
      attempt: async (lab) => {
        const { stolen, person } = await lab.renewed;
        return `${await withCookie(lab, stolen)}; the customer's: ${await answerOf(await call(person.browser, 'GET', SESSION))}`;
      },
    },
    {
      attack: "A session's id from the list of signed-in places, used as a cookie",
      rules: '[SESS-6]',
      answer: '401 unauthenticated',
      attempt: async (lab) => {
        const person = await lab.customer('listed');
        const list = await call(person.browser, 'GET', '/support/v1/sessions');
        const { sessions } = (await list.json()) as { sessions: { id: string }[] };
        return withCookie(lab, `${COOKIE}=${sessions[0]?.id}`);
      },
    },
    {
      attack: 'What a thief of the database finds there, used as a cookie',
      rules: '[SESS-1]',
      answer: '401 unauthenticated',
      attempt: async (lab) => {
        const person = await lab.customer('dumped');
        const hash = sha256(sessionCookieOf(person));
        const [row] = await query<{ n: string }>(
          lab.databaseUrl,
          'select count(*) as n from customer_session_key where key_hash = $1',
          [Buffer.from(hash, 'base64url')],
        );
        if (row?.n !== '1') return 'the hash is not there';
        return withCookie(lab, `${COOKIE}=${hash}`);
      },
    },
    {
      attack: 'Five tabs that renew the same session at once (no attack, but often taken for one)',
      rules: '[SESS-3]',
      answer: '200, 200, 200, 200, 200',
      attempt: async (lab) => {
        const { browser } = await lab.customer('tabs');
        const answers = await Promise.all([1, 2, 3, 4, 5].map(() => lab.cluster.handOff(browser, 'tabs')));
        return answers.map(({ status }) => status).join(', ');
      },
    },
    {
      attack: 'The next customer at the same browser looks for the conversation of the one before',
      rules: '[T4] [SESS-5]',
      answer: 'no conversation; its id: not_found',
      attempt: async (lab) => {
        const before = await lab.customer('before');
        const tab = await lab.open(before);
        tab.send({ type: 'open', ref: '1', context: {} });
        const { conversation } = await tab.next('opened');
        await lab.cluster.handOff(before.browser, 'after');
        const next = await Frames.greet(upgrade(before.browser), {
          conversationId: conversation.id,
          lastSeq: 0,
        });
        const { conversation: seen } = await next.next('welcome');
        const code = await frameAnswer(next, { type: 'fill', conversationId: conversation.id, afterSeq: 0 });
        next.close();
        return `${seen ? 'a' : 'no'} conversation; its id: ${code}`;
      },
    },
  ],
};
