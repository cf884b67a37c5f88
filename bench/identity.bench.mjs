/** Verifying assertions against the bare JOSE library, and whole sign-ins: sessions made in the store, and hand-offs over HTTP. */
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@throughline/core';
import { AssertionVerifier, CustomerSessions } from '@throughline/identity';
import { openEmbeddedStore } from '@throughline/store-postgres';
import { createLocalJWKSet, exportJWK, jwtVerify, SignJWT } from 'jose';
import { startGateway } from './support/gateway.mjs';

const ISSUER = 'https://portal.example';
const AUDIENCE = 'throughline';
const TYPE = 'throughline-assertion+jwt';
/** Verifications in one round, one after the other, as requests of different customers come. */
const VERIFICATIONS = 1_000;
const ROUNDS = 7;
const SIGN_INS = 200;

/** @returns {Promise<string[]>} */
export async function bench() {
  return [...(await verifying('ES256')), ...(await verifying('RS256')), ...(await signingIn())];
}

/** @param {'ES256' | 'RS256'} alg */
async function verifying(alg) {
  const portal = await newPortal(alg);
  const keys = { keys: [portal.jwk] };
  const keySet = createLocalJWKSet(keys);
  const verifier = new AssertionVerifier([{ issuer: ISSUER, audience: AUDIENCE, keys }], systemClock);
  const token = await portal.sign('ava', 'challenge');
  // What a portal's developer would write with the library alone.
  const bare = () => jwtVerify(token, keySet, { issuer: ISSUER, audience: AUDIENCE, typ: TYPE });
  const ours = () => verifier.verify(token, 'challenge');
  const ratios = [];
  const rates = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const [bareRate, ourRate] = [await rate(bare), await rate(ours)];
    rates.push(ourRate);
    ratios.push(ourRate / bareRate);
  }
  return [
    `${alg}  ${median(rates).toFixed(0)} assertions verified/s, ${median(ratios).toFixed(2)} × the bare library`,
  ];
}

/** @param {() => Promise<unknown>} verify */
async function rate(verify) {
  const startedAt = performance.now();
  for (let count = 0; count < VERIFICATIONS; count += 1) await verify();
  return VERIFICATIONS / ((performance.now() - startedAt) / 1000);
}

async function signingIn() {
  const portal = await newPortal('ES256');
  const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'));
  const store = await openEmbeddedStore({ dataDir: join(folder, 'database') });
  const keys = { keys: [portal.jwk] };
  const sessions = new CustomerSessions({
    store: store.sessions,
    verifier: new AssertionVerifier([{ issuer: ISSUER, audience: AUDIENCE, keys }], systemClock),
    sealer: PLAIN,
    clock: systemClock,
    cleanClaims: (claims) => claims,
  });
  const browsers = Array.from({ length: SIGN_INS }, () => sessions.startHandOff(undefined));
  const assertions = await Promise.all(
    browsers.map(({ challenge }, index) => portal.sign(`customer-${index}`, challenge)),
  );
  const startedAt = performance.now();
  for (const [index, { preSession }] of browsers.entries()) {
    const browser = { preSession, session: undefined, userAgent: 'bench' };
    const { claims, token } = await sessions.verify(assertions[index] ?? '', browser);
    await sessions.signInAs(claims, 'assertion', browser, token);
  }
  const inStore = SIGN_INS / ((performance.now() - startedAt) / 1000);
  await store.close();
  rmSync(folder, { recursive: true, force: true });
  return [
    `sessions made, one after the other, on the embedded store  ${inStore.toFixed(0)}/s`,
    `whole hand-offs over HTTP, eight at a time                 ${(await handOffs()).toFixed(0)}/s`,
  ];
}

/** Challenge, signature of the portal, session: each of its own customer. */
async function handOffs() {
  const gateway = await startGateway();
  const waiting = Array.from({ length: SIGN_INS }, (_, index) => `customer-${index}`);
  const startedAt = performance.now();
  const work = async () => {
    for (let name = waiting.pop(); name; name = waiting.pop()) await gateway.signIn(name);
  };
  await Promise.all(Array.from({ length: 8 }, work));
  const perSecond = SIGN_INS / ((performance.now() - startedAt) / 1000);
  await gateway.stop();
  return perSecond;
}

/** @param {'ES256' | 'RS256'} alg */
async function newPortal(alg) {
  const { publicKey, privateKey } =
    alg === 'ES256'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('rsa', { modulusLength: 2048 });
  /** @param {string} subject @param {string} challenge */
  const sign = (subject, challenge) =>
    new SignJWT({ challenge, name: 'Ava Lindqvist', tier: 'PREMIUM' })
      .setProtectedHeader({ alg, kid: '1', typ: TYPE })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject(subject)
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime('50 s')
      .sign(privateKey);
  return { jwk: { ...(await exportJWK(publicKey)), alg, kid: '1' }, sign };
}

/** @param {number[]} values */
function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** Sealing is measured where it matters: with messages. @type {import('@throughline/core').Sealer} */
const PLAIN = {
  seal: async (_customerId, _binding, plain) => Buffer.from(plain),
  open: async (_customerId, _binding, sealed) => Buffer.from(sealed).toString(),
  derive: async () => new Uint8Array(32),
};
