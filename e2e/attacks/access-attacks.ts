import { v7 as uuidv7 } from 'uuid';
import { Frames } from '../support/frames.js';
import { HttpBrowser } from '../support/http-browser.js';
import { type AttackGroup, answerOf, call, frameAnswer, type Lab, SESSION, upgradeAnswer } from './lab.js';
import { type Scene, sceneOf } from './scene.js';

const NOT_FOUND = 'not_found; an id that nobody has: not_found, in the same words';

/** Frames of both doors that name a conversation. */
const CONVERSATION_FRAMES: readonly [name: string, frame: (conversationId: string) => object][] = [
  ['send', (conversationId) => ({ type: 'send', id: uuidv7(), conversationId, text: 'Hello' })],
  ['typing', (conversationId) => ({ type: 'typing', conversationId, on: true })],
  ['receipt', (conversationId) => ({ type: 'receipt', conversationId, deliveredSeq: 1, readSeq: 1 })],
  ['fill', (conversationId) => ({ type: 'fill', conversationId, afterSeq: 0 })],
  ['end', (conversationId) => ({ type: 'end', ref: uuidv7(), conversationId })],
];
/** Frames of the desk that name an interaction. */
const INTERACTION_FRAMES: readonly [name: string, frame: (interactionId: string) => object][] = [
  ['accept', (interactionId) => ({ type: 'accept', ref: uuidv7(), interactionId })],
  ['decline', (interactionId) => ({ type: 'decline', ref: uuidv7(), interactionId })],
];

async function probe(frames: Frames, frame: (id: string) => object, id: string): Promise<string> {
  const [real, invented] = [await refusalOf(frames, frame(id)), await refusalOf(frames, frame(uuidv7()))];
  const words = real.message === invented.message ? 'in the same words' : 'in other words';
  return `${real.code}; an id that nobody has: ${invented.code}, ${words}`;
}

async function refusalOf(frames: Frames, frame: object): Promise<{ code: string; message: string }> {
  const before = frames.received.length;
  frames.send(frame);
  return frames.next('error', (event) => frames.received.indexOf(event) >= before);
}

const probes = (
  who: string,
  list: typeof CONVERSATION_FRAMES,
  framesOf: (scene: Scene) => Frames,
  idOf: (scene: Scene) => string,
  answer: string,
) =>
  list.map(([name, frame]) => ({
    attack: `IDOR: ${who} sends \`${name}\` with the id of somebody else's`,
    rules: '[T10]',
    answer,
    attempt: async (lab: Lab) => {
      const scene = await sceneOf(lab);
      return probe(framesOf(scene), frame, idOf(scene));
    },
  }));

export const accessAttacks: AttackGroup = {
  title: 'Ids of others (IDOR), and rights that one does not have',
  attacks: [
    ...probes(
      'another customer',
      CONVERSATION_FRAMES,
      ({ stranger }) => stranger,
      ({ conversationId }) => conversationId,
      NOT_FOUND,
    ),
    {
      attack: "IDOR: another customer resumes with the id of somebody else's conversation (`hello`)",
      rules: '[T10]',
      answer: 'no conversation',
      attempt: async (lab) => {
        const { conversationId } = await sceneOf(lab);
        const person = await lab.customer('resumer');
        const frames = await Frames.greet(person.socketAt(lab.cluster.node(0)), {
          conversationId,
          lastSeq: 0,
        });
        const { conversation } = await frames.next('welcome');
        frames.close();
        return conversation ? 'a conversation' : 'no conversation';
      },
    },
    {
      attack: "IDOR: a customer ends somebody else's session by its id",
      rules: '[SESS-6]',
      answer: '404 not_found; an id that nobody has: 404 not_found; the session: 200',
      attempt: async (lab) => {
        const [victim, attacker] = [await lab.customer('listed-victim'), await lab.customer('ender')];
        const list = await call(victim.browser, 'GET', '/support/v1/sessions');
        const { sessions } = (await list.json()) as { sessions: { id: string }[] };
        const end = async (id: string | undefined) =>
          answerOf(await call(attacker.browser, 'DELETE', `/support/v1/sessions/${id}`));
        const answers = [await end(sessions[0]?.id), await end(uuidv7())];
        const { status } = await call(victim.browser, 'GET', SESSION);
        return `${answers.join('; an id that nobody has: ')}; the session: ${status}`;
      },
    },
    ...probes(
      'an agent who does not have the conversation',
      CONVERSATION_FRAMES,
      ({ colleague }) => colleague,
      ({ conversationId }) => conversationId,
      NOT_FOUND,
    ),
    ...probes(
      'an agent to whom it was not offered',
      INTERACTION_FRAMES,
      ({ colleague }) => colleague,
      ({ interactionId }) => interactionId,
      'offer_gone; an id that nobody has: offer_gone, in the same words',
    ),
    {
      attack: 'Sign-in at the desk as an agent who does not exist',
      rules: '[T10]',
      answer: '404 not_found',
      attempt: async (lab) => {
        const desk = new HttpBrowser(lab.cluster.node(0).urls.agent);
        const headers = { origin: 'http://desk.example' };
        return answerOf(await desk.request('POST', '/api/v1/demo-sign-in', { agentId: 'nobody' }, headers));
      },
    },
    {
      attack: "A customer's cookies at the desk, under both names",
      rules: '[T10]',
      answer: '401 unauthenticated',
      attempt: async (lab) => {
        const { browser } = await lab.customer('climber');
        const value = browser.cookies.get('__Host-throughline_session');
        const desk = new HttpBrowser(lab.cluster.node(0).urls.agent);
        const cookie = `${browser.cookieHeader}; __Host-throughline_agent=${value}`;
        return answerOf(await desk.request('GET', '/api/v1/agent', undefined, { cookie }));
      },
    },
    {
      attack: "An agent's cookie at the customer door",
      rules: '[T10]',
      answer: '401 unauthenticated',
      attempt: async (lab) => {
        const [value] = (await lab.desk('a2')).browser.cookies.values();
        const cookie = `__Host-throughline_session=${value}`;
        return answerOf(await call(lab.browser(), 'GET', SESSION, undefined, { cookie }));
      },
    },
    {
      attack: 'The socket of the desk without a session',
      rules: '[T10]',
      answer: '401 unauthenticated',
      attempt: (lab) => {
        const desk = new HttpBrowser(lab.cluster.node(0).urls.agent);
        return upgradeAnswer(desk.socket('/api/v1/socket', { origin: 'http://desk.example' }));
      },
    },
    {
      attack: "The portal's pages with ids of another customer's order and account",
      rules: '[T10]',
      answer: '404, 404',
      attempt: async (lab) => {
        const { customer } = lab.product.urls;
        const portal = new HttpBrowser(customer);
        await portal.submit('/sign-in', { customer: 'ava' });
        const page = await (await portal.request('GET', '/')).text();
        const own = ['orders', 'accounts'].map(
          (kind) => new RegExp(`/${kind}/[\\w-]+`).exec(page)?.[0] ?? '',
        );
        const other = new HttpBrowser(customer);
        await other.submit('/sign-in', { customer: 'ben' });
        const answers = await Promise.all(own.map((path) => other.request('GET', path)));
        return answers.map(({ status }) => status).join(', ');
      },
    },
    ...['senderId', 'role', 'customerId', 'displayName', 'seq', 'createdAt'].map((name) => ({
      attack: `Mass assignment: \`${name}\` in a message`,
      rules: '[T10]',
      answer: 'bad_frame',
      attempt: async (lab: Lab) => {
        const { stranger, conversationId } = await sceneOf(lab);
        return frameAnswer(stranger, {
          type: 'send',
          id: uuidv7(),
          conversationId,
          text: 'x',
          [name]: 'agent',
        });
      },
    })),
    {
      attack: "A customer's page asks for what only servers may (`/support/s2s/`), with its cookies",
      rules: '[EDGE-6]',
      answer: '401 unauthenticated',
      attempt: async (lab) =>
        answerOf(await call((await lab.customer('server')).browser, 'POST', '/support/s2s/v1/sign-out')),
    },
    ...(
      [
        ['PATCH', 'context', { fields: {} }],
        ['POST', 'released', { release: 'paid' }],
      ] as const
    ).map(([method, path, body]) => ({
      attack: `IDOR: the portal's server sends \`${path}\` for one customer with the id of another's conversation`,
      rules: '[EDGE-8] [T10]',
      answer: '404 not_found; an id that nobody has: 404 not_found',
      attempt: async (lab: Lab) => {
        const { conversationId } = await sceneOf(lab);
        const ask = async (id: string) => {
          const token = await lab.cluster.sign({ sub: 'stranger' }, { typ: 'throughline-request+jwt' });
          const authorization = `Bearer ${token}`;
          const address = `/support/s2s/v1/conversations/${id}/${path}`;
          return answerOf(await call(lab.browser(), method, address, body, { authorization }));
        };
        return `${await ask(conversationId)}; an id that nobody has: ${await ask(uuidv7())}`;
      },
    })),
    {
      attack: "A server's request with an assertion instead of a signed request",
      rules: '[EDGE-6]',
      answer: '401 assertion_invalid',
      attempt: async (lab) => {
        const assertion = await lab.cluster.sign({ sub: 'victim', challenge: 'x' });
        const authorization = `Bearer ${assertion}`;
        return answerOf(
          await call(lab.browser(), 'POST', '/support/s2s/v1/sign-out', undefined, { authorization }),
        );
      },
    },
  ],
};
