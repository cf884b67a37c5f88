/** Sign-in at the portal's identity provider, and sign-out from it, on two nodes. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startThrowawayRedis } from '../tools/test-setup/throwaway-redis.mjs';
import { Cluster, type Node, PORTAL, SignedIn } from './support/cluster.js';
import { Frames } from './support/frames.js';
import { CLIENT, IdentityProvider } from './support/identity-provider.js';
import { createDatabase, query } from './support/test-database.js';
import { Traveler } from './support/traveler.js';

const GATEWAY = `${PORTAL}/support`;
/** A gateway with a host of its own, beside the portal's. */
const BESIDE = 'http://chat.portal.example';
/**
 * The longest that sockets of an ended session stay open here, in milliseconds: 2 s where others leave the processor some
 * time, and well below the next round of what would close them otherwise.
 */
const END_MS = 10_000;
const FROM_PORTAL = { origin: PORTAL };

let databaseUrl: string;
let redis: Awaited<ReturnType<typeof startThrowawayRedis>>;
let provider: IdentityProvider;
let cluster: Cluster;
let node: Node;
beforeAll(async () => {
  databaseUrl = await createDatabase('oidc');
  redis = await startThrowawayRedis();
  provider = await IdentityProvider.start({ gateways: [GATEWAY, `${BESIDE}/support`] });
  const oidc = { ...CLIENT, issuer: provider.issuer };
  cluster = await Cluster.start({ nodes: 2, databaseUrl, redisUrl: redis.url, agents: 1, capacity: 5, oidc });
  node = cluster.node(0);
});
beforeEach(() => {
  provider.logoutUrl = logoutUrlOf(cluster.node(1));
});
afterAll(async () => {
  await cluster[Symbol.asyncDispose]();
  await provider[Symbol.asyncDispose]();
  await redis.stop();
});

const logoutUrlOf = ({ urls }: Node) => `${urls.customer}/support/s2s/v1/backchannel-logout`;
const newTraveler = () => new Traveler({ [PORTAL]: node.urls.customer });
const isBack = (url: URL) => url.origin === PORTAL && !url.pathname.startsWith('/support/');
const start = (traveler: Traveler, query = '') => traveler.go(`${GATEWAY}/v1/oidc/sign-in?${query}`, isBack);

/** Presses a name on the provider's sign-in page. */
async function choose(traveler: Traveler, page: URL, name: string) {
  page.searchParams.set('as', name);
  return traveler.go(page.href, isBack);
}

async function signIn(name: string, traveler = newTraveler()): Promise<SignedIn> {
  const { url } = await start(traveler, 'returnTo=/orders');
  const back = await choose(traveler, url, name);
  expect(back.url.href).toBe(`${PORTAL}/orders`);
  return new SignedIn(traveler.at(PORTAL), PORTAL, '/support/v1/socket', (at) => at.urls.customer);
}

const sessionOf = ({ browser }: SignedIn) =>
  browser.request('GET', '/support/v1/session', undefined, FROM_PORTAL);
const tabs = (person: SignedIn) => Promise.all(cluster.nodes.map((at) => Frames.greet(person.socketAt(at))));

async function untilClosed(frames: readonly Frames[], since: number): Promise<number> {
  expect(await Promise.all(frames.map((each) => each.closeCode()))).toEqual(frames.map(() => 4401));
  return Math.round(performance.now() - since);
}

describe('signing in at the identity provider', () => {
  it('[OIDC-2] [OIDC-11] leads through the provider to the chat, and no token to the browser', async () => {
    const traveler = newTraveler();
    const person = await signIn('ava', traveler);
    const answer = await sessionOf(person);
    expect(await answer.json()).toMatchObject({ customer: { displayName: 'Customer ava' } });
    const [open] = await tabs(person);
    expect(open?.closed).toBeNull();
    const cookies = [...person.browser.cookies];
    expect(cookies.map(([name]) => name).sort()).toEqual(['throughline_session', 'throughline_sign_in']);
    for (const [, value] of cookies) expect(value).toMatch(/^[\w-]{43}$/);
    open?.close();
  });

  it('[OIDC-4] is silent when the provider knows the browser, and comes back with a code when it does not', async () => {
    const traveler = newTraveler();
    const silent = 'prompt=none&returnTo=/orders%23chat';
    expect((await start(traveler, silent)).url.href).toBe(
      `${PORTAL}/orders#throughline-sign-in=sign_in_required`,
    );
    await signIn('silent', traveler);
    traveler.at(PORTAL).cookies.clear();
    expect((await start(traveler, silent)).url.href).toBe(`${PORTAL}/orders#chat`);
    expect(traveler.at(PORTAL).cookies.has('throughline_session')).toBe(true);
  });

  it('[OIDC-12] [T4] reaches the same customer as an assertion, in the same session', async () => {
    const person = await cluster.customer('both-ways');
    const tab = await Frames.greet(person.socketAt(node));
    const traveler = newTraveler();
    for (const [name, value] of person.browser.cookies) traveler.at(PORTAL).cookies.set(name, value);
    await signIn('both-ways', traveler);
    expect(tab.closed).toBeNull();
    await signIn('somebody-else', newIn(traveler));
    expect(await tab.closeCode()).toBe(4401);
  });

  /** The same browser at the gateway, unknown to the provider. */
  function newIn(traveler: Traveler): Traveler {
    const other = newTraveler();
    for (const [name, value] of traveler.at(PORTAL).cookies) other.at(PORTAL).cookies.set(name, value);
    return other;
  }

  it('[OIDC-11] is refused in another browser, a second time, and without a start', async () => {
    const [victim, thief] = [newTraveler(), newTraveler()];
    const page = (await start(victim, '')).url;
    page.searchParams.set('as', 'victim');
    const callback = await victim.go(page.href, (url) => url.pathname.endsWith('/callback'));
    await start(thief);
    for (const browser of [newTraveler().at(PORTAL), thief.at(PORTAL)]) {
      const stolen = await browser.request('GET', callback.url.pathname + callback.url.search);
      expect(stolen.status).toBe(400);
      expect(await stolen.text()).not.toContain(callback.url.searchParams.get('code'));
      expect(browser.cookies.has('throughline_session')).toBe(false);
    }
    const own = victim.at(PORTAL);
    expect((await own.request('GET', callback.url.pathname + callback.url.search)).status).toBe(303);
    expect((await own.request('GET', callback.url.pathname + callback.url.search)).status).toBe(400);
    expect((await own.request('GET', '/support/v1/oidc/callback')).status).toBe(400);
  });

  it.each([
    '//evil.example',
    '/\\evil.example',
    'https:evil.example',
    '/%2f%2fevil.example',
    'https://evil.example',
  ])('[OIDC-10] sends nobody to %s', async (returnTo) => {
    const { answer } = await start(newTraveler(), `returnTo=${encodeURIComponent(returnTo)}`);
    expect(answer.status).toBe(400);
  });

  it('[OIDC-10] comes back to the portal where the gateway has a host of its own beside it', async () => {
    const own = await createDatabase('oidc_sibling');
    const settings = `origins: [${PORTAL}]`;
    const oidc = { ...CLIENT, issuer: provider.issuer };
    await using beside = await Cluster.start({
      ...{ nodes: 1, databaseUrl: own, agents: 1, capacity: 5 },
      ...{ oidc, publicUrl: BESIDE, settings },
    });
    const traveler = new Traveler({ [BESIDE]: beside.node(0).urls.customer });
    const address = `${BESIDE}/support/v1/oidc/sign-in?prompt=none&returnTo=/orders`;
    const fromPortal = { 'sec-fetch-site': 'same-site' };
    const { url } = await traveler.go(address, isBack, fromPortal);
    expect(url.href).toBe(`${PORTAL}/orders#throughline-sign-in=sign_in_required`);
  });

  it.each<[string, Record<string, string>]>([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['a sibling', { 'sec-fetch-site': 'same-site' }],
    ['a frame', { 'sec-fetch-dest': 'iframe' }],
    ['an image', { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }],
  ])('[OIDC-11] is not started by %s', async (_case, headers) => {
    const { answer } = await newTraveler().go(`${GATEWAY}/v1/oidc/sign-in`, isBack, headers);
    expect(answer.status).toBe(403);
  });

  it('[OIDC-14] leads back with a code when the provider refuses, and is audited', async () => {
    const traveler = newTraveler();
    const { url } = await start(traveler, 'returnTo=/orders');
    url.searchParams.set('deny', '');
    const back = await traveler.go(url.href, isBack);
    expect(back.url.href).toBe(`${PORTAL}/orders#throughline-sign-in=sign_in_refused`);
    const trail = await query(
      databaseUrl,
      "select details from audit_entry where action = 'session.refused'",
    );
    expect(trail).toEqual([{ details: { method: 'oidc', reason: 'access_denied' } }]);
  });

  it('[OIDC-13] is renewed through the provider, without the browser leaving the page', async () => {
    const person = await signIn('renewed');
    const renew = () => person.browser.request('POST', '/support/v1/session', {}, FROM_PORTAL);
    expect((await renew()).status).toBe(200);
    const stranger = await newTraveler().at(PORTAL).request('POST', '/support/v1/session', {}, FROM_PORTAL);
    expect(stranger.status).toBe(401);
  });

  it('[OIDC-6] [T5] keeps tokens sealed at rest', async () => {
    await signIn('sealed');
    const rows = await query<{ sealed: string }>(
      databaseUrl,
      `select encode(sealed_tokens, 'escape') as sealed from oidc_session
       union all select encode(sealed, 'escape') from pending_sign_in
       union all select encode(sealed, 'escape') from customer_session`,
    );
    expect(rows.length).toBeGreaterThan(1);
    for (const { sealed } of rows) expect(sealed).not.toMatch(/eyJ|refresh|sub|ava/);
  });
});

describe('signing out', () => {
  it('[OIDC-9] at the provider closes every tab on every node soon', async () => {
    const traveler = newTraveler();
    const person = await signIn('leaves', traveler);
    const stays = await signIn('stays');
    const [open, other] = [await tabs(person), await Frames.greet(stays.socketAt(node))];
    const since = performance.now();
    await endProviderSession(traveler);
    const tookMs = await untilClosed(open, since);
    console.log(`signed out at the provider: connections on two nodes closed after ${tookMs} ms`);
    expect(tookMs).toBeLessThan(END_MS);
    expect(provider.logoutAnswers.at(-1)).toBe(200);
    expect((await sessionOf(person)).status).toBe(401);
    expect((await sessionOf(stays)).status).toBe(200);
    expect(other.closed).toBeNull();
    other.close();
  });

  it('[OIDC-9] at the provider does the same while nodes have no bus between them', async () => {
    const oidc = { ...CLIENT, issuer: provider.issuer };
    const own = await createDatabase('oidc_polling');
    await using apart = await Cluster.start({ nodes: 2, databaseUrl: own, agents: 1, capacity: 5, oidc });
    const traveler = new Traveler({ [PORTAL]: apart.node(0).urls.customer });
    const person = await signIn('without-a-bus', traveler);
    const open = await Promise.all(apart.nodes.map((at) => Frames.greet(person.socketAt(at))));
    provider.logoutUrl = logoutUrlOf(apart.node(1));
    const since = performance.now();
    await endProviderSession(traveler);
    const tookMs = await untilClosed(open, since);
    console.log(`the same without a bus: ${tookMs} ms`);
    expect(tookMs).toBeLessThan(END_MS);
  });

  it('[OIDC-7] here ends the session, then goes on to the provider and comes back', async () => {
    const traveler = newTraveler();
    const person = await signIn('signs-out', traveler);
    const [open] = await tabs(person);
    const answer = await person.browser.request('POST', '/support/v1/oidc/sign-out', 'returnTo=/bye', {
      ...FROM_PORTAL,
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(await open?.closeCode()).toBe(4401);
    expect((await sessionOf(person)).status).toBe(401);
    const end = new URL(answer.headers.get('location') ?? '');
    expect([answer.status, end.origin, end.pathname]).toEqual([303, provider.issuer, '/session/end']);
    expect(end.searchParams.get('post_logout_redirect_uri')).toBe(`${GATEWAY}/v1/oidc/signed-out`);
    const back = await endProviderSession(traveler, end.href);
    expect(back.url.href).toBe(`${PORTAL}/bye`);
  });

  it('[OIDC-7] is not done for another site', async () => {
    const person = await signIn('kept');
    for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
      const answer = await person.browser.request('POST', '/support/v1/oidc/sign-out', '', {
        ...FROM_PORTAL,
        'content-type': 'application/x-www-form-urlencoded',
        ...headers,
      });
      expect(answer.status).toBe(403);
    }
    expect((await sessionOf(person)).status).toBe(200);
  });

  it('[OIDC-8] takes no word of anyone but the provider', async () => {
    const post = (body: string, type = 'application/x-www-form-urlencoded') =>
      fetch(provider.logoutUrl, { method: 'POST', headers: { 'content-type': type }, body });
    for (const body of ['', 'logout_token=', 'logout_token=a.b.c', 'logout_token=a&logout_token=b']) {
      const answer = await post(body);
      expect(answer.status).toBe(400);
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
    expect((await post('{"logout_token":"a.b.c"}', 'application/json')).status).toBe(400);
    expect((await fetch(provider.logoutUrl)).status).toBe(404);
  });
});

/** Signs out on the provider's own page. */
async function endProviderSession(traveler: Traveler, address = `${provider.issuer}/session/end`) {
  const { answer } = await traveler.go(address);
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(await answer.text())?.[1] ?? '';
  const confirmed = await traveler
    .at(provider.issuer)
    .submit('/session/end/confirm', { xsrf, logout: 'yes' });
  const location = confirmed.headers.get('location') ?? '';
  return traveler.go(new URL(location, provider.issuer).href, isBack);
}
