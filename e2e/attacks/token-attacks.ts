import { createHmac, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, SignJWT } from 'jose';
import { type AttackGroup, answerOf, call, type Lab, nowS, SESSION, sha256 } from './lab.js';

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const goodClaims = (lab: Lab, challenge: string) => lab.cluster.claims({ sub: 'victim', challenge });

/** A token whose parts are written by hand. */
const written = (lab: Lab, header: object, sign: (input: string) => string, claims: object = {}) =>
  lab.present((challenge) => {
    const input = `${encode(header)}.${encode({ ...goodClaims(lab, challenge), ...claims })}`;
    return `${input}.${sign(input)}`;
  });

/** A token that names a place with the attacker's key, which would be good. Says whether that place was asked. */
async function pointTo(lab: Lab, header: (url: string) => object): Promise<string> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'evil', alg: 'ES256' };
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.end(JSON.stringify({ keys: [jwk] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
  const answer = await lab.present((challenge) =>
    new SignJWT(goodClaims(lab, challenge))
      .setProtectedHeader({
        alg: 'ES256',
        kid: 'evil',
        typ: 'throughline-assertion+jwt',
        jwk,
        ...header(url),
      })
      .sign(privateKey),
  );
  server.close();
  return `${answer}, ${asked} requests`;
}

const TYPE = { typ: 'throughline-assertion+jwt', kid: '1' };
const INVALID = '401 assertion_invalid';
const rules = '[T5]';

export const tokenAttacks: AttackGroup = {
  title: 'Forged and stolen assertions',
  attacks: [
    {
      attack: 'None: a good assertion, to compare',
      rules,
      answer: '200',
      attempt: (lab) => lab.forge({}),
    },
    {
      attack: 'None: the same from a portal whose clock is 5 s ahead',
      rules,
      answer: '200',
      attempt: (lab) => lab.forge({ iat: nowS() + 5, exp: nowS() + 35 }),
    },
    {
      attack: 'An assertion that expired two minutes ago',
      rules,
      answer: '401 assertion_expired',
      attempt: (lab) => lab.forge({ iat: nowS() - 150, exp: nowS() - 120 }),
    },
    {
      attack: 'An assertion that becomes valid in five minutes (`nbf`)',
      rules,
      answer: INVALID,
      attempt: (lab) => lab.forge({ nbf: nowS() + 300 }),
    },
    {
      attack: "A portal's clock that jumped five minutes ahead (`iat` in the future)",
      rules,
      answer: INVALID,
      attempt: (lab) => lab.forge({ iat: nowS() + 300, exp: nowS() + 330 }),
    },
    {
      attack: "A portal's clock that jumped five minutes back",
      rules,
      answer: '401 assertion_expired',
      attempt: (lab) => lab.forge({ iat: nowS() - 300, exp: nowS() - 270 }),
    },
    {
      attack: 'An assertion that holds for ten minutes',
      rules,
      answer: INVALID,
      attempt: (lab) => lab.forge({ exp: nowS() + 600 }),
    },
    {
      attack: 'An assertion without an end (`exp`)',
      rules,
      answer: INVALID,
      attempt: (lab) => lab.forgeWithout('exp'),
    },
    {
      attack: 'An assertion for another audience (`aud`)',
      rules,
      answer: INVALID,
      attempt: (lab) => lab.forge({ aud: 'somebody-else' }),
    },
    {
      attack: 'An assertion of an unknown issuer (`iss`), well signed',
      rules,
      answer: INVALID,
      attempt: (lab) => lab.forge({ iss: 'https://evil.example' }),
    },
    {
      attack: 'An assertion without an id (`jti`), to use it again and again',
      rules,
      answer: INVALID,
      attempt: (lab) => lab.forgeWithout('jti'),
    },
    {
      attack: 'An assertion about nobody (`sub` is empty)',
      rules,
      answer: INVALID,
      attempt: (lab) => lab.forge({ sub: '' }),
    },
    {
      attack: 'A customer id that is not text (`sub` is a list)',
      rules,
      answer: INVALID,
      attempt: (lab) => lab.forge({ sub: ['victim', 'other'] as unknown as string }),
    },
    ...['none', 'None', 'NONE'].map((alg) => ({
      attack: `No signature (\`alg: ${alg}\`)`,
      rules,
      answer: INVALID,
      attempt: (lab: Lab) => written(lab, { ...TYPE, alg }, () => ''),
    })),
    {
      attack: 'Key confusion: HS256 with the public key (PEM) as the secret',
      rules,
      answer: INVALID,
      attempt: (lab) =>
        written(lab, { ...TYPE, alg: 'HS256' }, (input) =>
          createHmac('sha256', lab.cluster.publicKeyPem).update(input).digest('base64url'),
        ),
    },
    {
      attack: 'Key confusion: HS256 with an empty secret',
      rules,
      answer: INVALID,
      attempt: (lab) =>
        written(lab, { ...TYPE, alg: 'HS256' }, (input) =>
          createHmac('sha256', '').update(input).digest('base64url'),
        ),
    },
    {
      attack: 'Another algorithm than the key is for (RS256 over an EC key)',
      rules,
      answer: INVALID,
      attempt: (lab) => written(lab, { ...TYPE, alg: 'RS256' }, () => 'AAAA'),
    },
    {
      attack: 'An ECDSA signature of zeros',
      rules,
      answer: INVALID,
      attempt: (lab) => written(lab, { ...TYPE, alg: 'ES256' }, () => Buffer.alloc(64).toString('base64url')),
    },
    {
      attack: 'A key id that the portal never had',
      rules,
      answer: INVALID,
      attempt: (lab) => lab.forge({}, { kid: 'unknown' }),
    },
    {
      attack: 'A key id that is a path (`../../../../dev/null`)',
      rules,
      answer: INVALID,
      attempt: (lab) => lab.forge({}, { kid: '../../../../dev/null' }),
    },
    {
      attack: "A key id that is SQL (`' or '1'='1`)",
      rules,
      answer: INVALID,
      attempt: (lab) => lab.forge({}, { kid: "' or '1'='1" }),
    },
    {
      attack: "The attacker's own key in the header (`jwk`)",
      rules,
      answer: `${INVALID}, 0 requests`,
      attempt: (lab) => pointTo(lab, () => ({})),
    },
    {
      attack: "The attacker's keys at an address in the header (`jku`)",
      rules,
      answer: `${INVALID}, 0 requests`,
      attempt: (lab) => pointTo(lab, (jku) => ({ jku })),
    },
    {
      attack: "The attacker's certificate at an address in the header (`x5u`, `x5c`)",
      rules,
      answer: `${INVALID}, 0 requests`,
      attempt: (lab) => pointTo(lab, (x5u) => ({ x5u, x5c: ['MIIB'] })),
    },
    {
      attack: "A stranger's signature under the portal's key id",
      rules,
      answer: INVALID,
      attempt: (lab) =>
        lab.present((challenge) =>
          new SignJWT(goodClaims(lab, challenge))
            .setProtectedHeader({ ...TYPE, alg: 'ES256' })
            .sign(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey),
        ),
    },
    {
      attack: 'Another customer written into a good assertion',
      rules,
      answer: INVALID,
      attempt: (lab) =>
        lab.present(async (challenge) => {
          const good = await lab.cluster.sign({ sub: 'attacker', challenge });
          const [header, , signature] = good.split('.');
          return `${header}.${encode(goodClaims(lab, challenge))}.${signature}`;
        }),
    },
    {
      attack: 'A good assertion without its signature',
      rules,
      answer: INVALID,
      attempt: (lab) =>
        lab.present(async (challenge) => {
          const good = await lab.cluster.sign({ sub: 'victim', challenge });
          return good.slice(0, good.lastIndexOf('.') + 1);
        }),
    },
    {
      attack: 'Another kind of token of the same portal (`typ: JWT`)',
      rules,
      answer: INVALID,
      attempt: (lab) => lab.forge({}, { typ: 'JWT' }),
    },
    {
      attack: "A request of the portal's server, used as an assertion",
      rules,
      answer: INVALID,
      attempt: (lab) => lab.forge({}, { typ: 'throughline-request+jwt' }),
    },
    {
      attack: 'A demand that we do not understand (`crit`)',
      rules,
      answer: INVALID,
      attempt: (lab) => written(lab, { ...TYPE, alg: 'ES256', crit: ['evil'], evil: true }, () => 'AAAA'),
    },
    {
      attack: 'An encrypted token (five parts)',
      rules,
      answer: INVALID,
      attempt: (lab) =>
        lab.present(() => [encode({ alg: 'dir', enc: 'A256GCM' }), '', 'aaaa', 'bbbb', 'cccc'].join('.')),
    },
    {
      attack: 'Not a token at all',
      rules,
      answer: INVALID,
      attempt: (lab) => lab.present(() => 'not-a-token'),
    },
    {
      attack: 'Claims nested a thousand deep',
      rules,
      answer: INVALID,
      attempt: (lab) =>
        lab.present(() => {
          const bomb = `${'['.repeat(1_000)}${']'.repeat(1_000)}`;
          return `${encode({ ...TYPE, alg: 'ES256' })}.${Buffer.from(bomb).toString('base64url')}.AAAA`;
        }),
    },
    {
      attack: 'A token of 9 kB',
      rules,
      answer: '400 bad_request',
      attempt: (lab) => lab.forge({ padding: 'x'.repeat(7_000) }),
    },
    {
      attack: 'A token of 1 MB',
      rules,
      answer: '413 too_large',
      attempt: (lab) => lab.present(() => 'x'.repeat(1_000_000)),
    },
    {
      attack: 'An assertion used twice in the same browser',
      rules,
      answer: '401 assertion_replayed',
      attempt: async (lab) => {
        const browser = lab.browser();
        const assertion = await lab.cluster.sign({ sub: 'victim', challenge: await lab.challenge(browser) });
        await call(browser, 'POST', SESSION, { assertion });
        return answerOf(await call(browser, 'POST', SESSION, { assertion }));
      },
    },
    {
      attack: 'An assertion used twice, the second time at another node',
      rules,
      answer: '401 assertion_replayed',
      attempt: async (lab) => {
        const browser = lab.browser();
        const assertion = await lab.cluster.sign({ sub: 'victim', challenge: await lab.challenge(browser) });
        await call(browser, 'POST', SESSION, { assertion });
        const other = lab.browser(1);
        for (const [name, value] of browser.cookies) other.cookies.set(name, value);
        return answerOf(await call(other, 'POST', SESSION, { assertion }));
      },
    },
    {
      attack: 'A copied assertion in another browser, which has a challenge of its own',
      rules,
      answer: INVALID,
      attempt: async (lab) => {
        const assertion = await lab.cluster.sign({
          sub: 'victim',
          challenge: await lab.challenge(lab.browser()),
        });
        return lab.present(() => assertion);
      },
    },
    {
      attack: 'A copied assertion in a browser without a pre-session',
      rules,
      answer: '401 challenge_missing',
      attempt: async (lab) => {
        const assertion = await lab.cluster.sign({
          sub: 'victim',
          challenge: await lab.challenge(lab.browser()),
        });
        return answerOf(await call(lab.browser(), 'POST', SESSION, { assertion }));
      },
    },
    {
      attack: "A challenge that the attacker's portal page made up, with a pre-session cookie to match",
      rules,
      answer: INVALID,
      attempt: async (lab) => {
        const browser = lab.browser();
        await lab.challenge(browser);
        const assertion = await lab.cluster.sign({ sub: 'victim', challenge: sha256('made-up') });
        return answerOf(await call(browser, 'POST', SESSION, { assertion }));
      },
    },
  ],
};
