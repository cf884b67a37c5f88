/** A gateway in this process on the embedded store, and customers who are signed in to it. */
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_REALTIME_LIMITS, hostThroughline } from '@throughline/server';
import { exportJWK, SignJWT } from 'jose';

const ISSUER = 'https://portal.example';
const UNLIMITED = 1_000_000;

export async function startGateway() {
  const dataDir = mkdtempSync(join(tmpdir(), 'throughline-bench-'));
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const listen = { host: '127.0.0.1', port: 0 };
  const node = await hostThroughline({
    throughline: {
      mode: 'demo',
      dataDir,
      basePath: '/support',
      origins: { kind: 'loopback' },
      agentOrigins: { kind: 'loopback' },
      secureCookies: false,
      issuers: [
        {
          issuer: ISSUER,
          audience: 'throughline',
          keys: { keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256', kid: '1' }] },
        },
      ],
      flow: { name: 'bench', source: '{"logic":[{"condition":"default","target":"all"}]}' },
      queues: [{ id: 'all', displayName: 'All' }],
      agents: [],
      agentDoor: listen,
      operationsDoor: listen,
      logLevel: 'error',
      // People are slower than this; the benchmark is not about holding them up.
      realtimeLimits: {
        ...DEFAULT_REALTIME_LIMITS,
        messageBurst: UNLIMITED,
        frameBurst: UNLIMITED,
        drainMs: 0,
      },
    },
    customerDoor: listen,
  });
  return {
    url: node.customerUrl,
    /**
     * @param {string} name
     * @returns {Promise<string>} The cookie header of a session.
     */
    signIn: (name) => signIn(node.customerUrl, privateKey, name),
    stop: async () => {
      await node.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/**
 * @param {string} url
 * @param {import('node:crypto').KeyObject} key
 * @param {string} name
 */
async function signIn(url, key, name) {
  const headers = { origin: url, 'x-requested-by': 'bench', 'content-type': 'application/json' };
  const asked = await fetch(`${url}/support/v1/assertion/challenge`, { method: 'POST', headers, body: '{}' });
  const handOff = cookieOf(asked);
  const { challenge } = /** @type {{challenge: string}} */ (await asked.json());
  const assertion = await new SignJWT({ challenge, name })
    .setProtectedHeader({ alg: 'ES256', kid: '1', typ: 'throughline-assertion+jwt' })
    .setIssuer(ISSUER)
    .setAudience('throughline')
    .setSubject(name)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime('30 s')
    .sign(key);
  const session = await fetch(`${url}/support/v1/session`, {
    method: 'POST',
    headers: { ...headers, cookie: handOff },
    body: JSON.stringify({ assertion }),
  });
  if (!session.ok) throw new Error(`The hand-off answered ${session.status}.`);
  return `${handOff}; ${cookieOf(session)}`;
}

/** @param {Response} response */
function cookieOf(response) {
  return response.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ');
}
