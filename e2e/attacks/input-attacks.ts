import { once } from 'node:events';
import { connect } from 'node:net';
import { Frames } from '../support/frames.js';
import { type AttackGroup, answerOf, CHALLENGE, call, type Lab, SESSION, upgrade } from './lab.js';

/** What a server answers to bytes that no client library would send: status, and headers that must not be there. */
async function raw(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk.toString('latin1');
  });
  socket.end(bytes.replaceAll('\n', '\r\n'), 'latin1');
  await once(socket, 'close');
  const [, status] = /^HTTP\/1\.1 (\d+)/.exec(answer) ?? [];
  return `${status ?? 'closed'}${/set-cookie|injected/i.test(answer) ? ', injected' : ''}`;
}

const get = (lab: Lab, path: string, headers = '') =>
  raw(
    lab.cluster.node(0).urls.customer,
    `GET ${path} HTTP/1.1\nHost: localhost\nConnection: close\n${headers}\n`,
  );
const getDesk = (lab: Lab, path: string) =>
  raw(lab.cluster.node(0).urls.agent, `GET ${path} HTTP/1.1\nHost: localhost\nConnection: close\n\n`);
const post = (lab: Lab, body: unknown, headers: Record<string, string> = {}) =>
  call(lab.browser(), 'POST', SESSION, body, headers).then(answerOf);

/** Sends to a signed-in customer's socket, and gives the code of the error or of the close. */
async function onSocket(lab: Lab, send: (frames: Frames) => void): Promise<string> {
  const frames = await lab.open(await lab.customer('sender'));
  send(frames);
  const answer = await Promise.race([
    frames.next('error').then(({ code }) => code),
    frames.closeCode().then((code) => `closed with ${code}`),
  ]);
  frames.close();
  return answer;
}

export const inputAttacks: AttackGroup = {
  title: 'Hostile input',
  attacks: [
    ...[
      '/support/../../etc/passwd',
      '/support/%2e%2e/%2e%2e/etc/passwd',
      '/support/..%2f..%2fetc%2fpasswd',
      '/support/widget.js/../../package.json',
      '/support/widget.js%00.html',
    ].map((path) => ({
      attack: `Path traversal at the customer door: \`${path}\``,
      rules: '[T10]',
      answer: '404',
      attempt: (lab: Lab) => get(lab, path),
    })),
    ...['/../../../etc/passwd', '/%2e%2e/%2e%2e/package.json', '/..%5c..%5cpackage.json', '//etc/passwd'].map(
      (path) => ({
        attack: `Path traversal at the desk: \`${path}\``,
        rules: '[T10]',
        answer: '404',
        attempt: (lab: Lab) => getDesk(lab, path),
      }),
    ),
    {
      attack: 'Header injection: a line break and a Set-Cookie in the path',
      rules: '[T10]',
      answer: '404',
      attempt: (lab) => get(lab, '/support/%0d%0aSet-Cookie:%20injected=1'),
    },
    {
      attack: 'Header injection: a line break in an Origin',
      rules: '[T10]',
      answer: '401',
      attempt: (lab) => get(lab, SESSION, 'Origin: https://www.bank.example%0d%0aSet-Cookie: injected\n'),
    },
    {
      attack: 'Request smuggling: Content-Length and Transfer-Encoding in one request',
      rules: '[T10]',
      answer: '400',
      attempt: (lab) =>
        raw(
          lab.cluster.node(0).urls.customer,
          `POST ${CHALLENGE} HTTP/1.1\nHost: localhost\nContent-Length: 4\nTransfer-Encoding: chunked\n\n0\n\n`,
        ),
    },
    {
      attack: 'Request smuggling: two different Content-Lengths',
      rules: '[T10]',
      answer: '400',
      attempt: (lab) =>
        raw(
          lab.cluster.node(0).urls.customer,
          `POST ${CHALLENGE} HTTP/1.1\nHost: localhost\nContent-Length: 4\nContent-Length: 5\n\nabcd`,
        ),
    },
    {
      attack: 'Headers of 20 kB',
      rules: '[T10]',
      answer: '431',
      attempt: (lab) => get(lab, SESSION, `X-Padding: ${'x'.repeat(20_000)}\n`),
    },
    {
      attack: 'A body of 20 kB',
      rules: '[T10]',
      answer: '413 too_large',
      attempt: (lab) => post(lab, { assertion: 'x'.repeat(20_000) }),
    },
    {
      attack: 'A body that is no JSON',
      rules: '[T10]',
      answer: '400 bad_request',
      attempt: (lab) => post(lab, '{"assertion":'),
    },
    {
      attack: 'A body that would change the prototype of objects (`__proto__`)',
      rules: '[T10]',
      answer: '400 bad_request',
      attempt: (lab) => post(lab, '{"assertion":"x","__proto__":{"admin":true}}'),
    },
    {
      attack: 'The same with `constructor`',
      rules: '[T10]',
      answer: '400 bad_request',
      attempt: (lab) => post(lab, '{"assertion":"x","constructor":{"prototype":{"admin":true}}}'),
    },
    {
      attack: 'A property that is not asked for',
      rules: '[T10]',
      answer: '400 bad_request',
      attempt: (lab) => post(lab, { assertion: 'x', role: 'supervisor' }),
    },
    {
      attack: 'Web cache deception: `/support/v1/session/style.css` while signed in',
      rules: '[T10]',
      answer: '404 not_found, no-store',
      attempt: async (lab) => {
        const { browser } = await lab.customer('cached');
        const answer = await call(browser, 'GET', `${SESSION}/style.css`);
        return `${await answerOf(answer)}, ${answer.headers.get('cache-control')}`;
      },
    },
    {
      attack: 'A frame of 33 KiB',
      rules: '[WIRE-16]',
      answer: 'closed with 1009',
      attempt: (lab) => onSocket(lab, (frames) => frames.send('x'.repeat(33 * 1024))),
    },
    {
      attack: 'A binary frame',
      rules: '[WIRE-14]',
      answer: 'bad_frame',
      attempt: (lab) => onSocket(lab, ({ socket }) => socket.send(Buffer.from('{}'), { binary: true })),
    },
    {
      attack: 'Frames that are no JSON, 20 in a row',
      rules: '[WIRE-15]',
      answer: 'closed with 4400',
      attempt: async (lab) => {
        const frames = await lab.open(await lab.customer('garbler'));
        for (let count = 0; count < 20; count += 1) frames.send('{');
        return `closed with ${await frames.closeCode()}`;
      },
    },
    {
      attack: 'A frame whose prototype is changed (`__proto__`)',
      rules: '[WIRE-14]',
      answer: 'bad_frame',
      attempt: (lab) =>
        onSocket(lab, (frames) => frames.send('{"type":"open","ref":"1","context":{},"__proto__":{"x":1}}')),
    },
    {
      attack: 'Compression asked for, to inflate a small frame into a large one',
      rules: '[WIRE-16]',
      answer: 'not agreed to',
      attempt: async (lab) => {
        const frames = await Frames.greet(upgrade((await lab.customer('squeezer')).browser));
        const { extensions } = frames.socket;
        frames.close();
        return extensions === '' ? 'not agreed to' : extensions;
      },
    },
    {
      attack: 'An error that would tell how the server is made (stack, path, library)',
      rules: '[WIRE-19]',
      answer: 'nothing of it',
      attempt: async (lab) => {
        const answers = await Promise.all([
          call(lab.browser(), 'POST', SESSION, '{"assertion":'),
          call(lab.browser(), 'GET', '/support/nothing'),
          call(lab.browser(), 'POST', SESSION, { assertion: 'a.b.c' }),
        ]);
        const text = await Promise.all(
          answers.map(async (answer) => JSON.stringify([...answer.headers]) + (await answer.text())),
        );
        return /node_modules|\bat \w+ \(|fastify|jose|x-powered-by|"server"/i.test(text.join())
          ? 'something of it'
          : 'nothing of it';
      },
    },
  ],
};
