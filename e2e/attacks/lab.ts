import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { JWTHeaderParameters, JWTPayload } from 'jose';
import type WebSocket from 'ws';
import { Cluster, type SignedIn } from '../support/cluster.js';
import { Frames, refusedUpgrade } from '../support/frames.js';
import { type Headers, HttpBrowser } from '../support/http-browser.js';
import { CLIENT, IdentityProvider } from '../support/identity-provider.js';
import { Product } from '../support/product.js';
import { createDatabase } from '../support/test-database.js';

/** One attack that is tried, and what is observed. A row of `docs/security/attacks.md`. */
export interface Attack {
  readonly attack: string;
  /** The rules that it tries to break, as a test title begins with them. */
  readonly rules: string;
  /** Status and code of the answer, and what else can be seen. */
  readonly answer: string;
  /** @returns the answer that was observed */
  readonly attempt: (lab: Lab) => Promise<string>;
}

/** Attacks of one kind; a section of the page. */
export interface AttackGroup {
  readonly title: string;
  readonly attacks: readonly Attack[];
}

export const BANK = 'https://www.bank.example';
export const EVIL = 'https://evil.example';
export const SOCKET = '/support/v1/socket';
export const SESSION = '/support/v1/session';
export const CHALLENGE = '/support/v1/assertion/challenge';

/** A server that calls with tokens. */
export const SERVER_CLIENT = { id: 'crm', secret: randomBytes(32).toString('hex') };

export const nowS = () => Math.floor(Date.now() / 1000);

/** A little more than the time that an old session cookie still works, in milliseconds. */
const GRACE_MS = 11_000;

/** Two nodes that believe to be behind TLS, and the demo with its portal. */
export class Lab {
  /** A session that was renewed 11 s ago, and its cookie of before. */
  readonly renewed: Promise<{ readonly person: SignedIn; readonly stolen: string }>;

  private constructor(
    readonly cluster: Cluster,
    readonly product: Product,
    readonly provider: IdentityProvider,
    readonly databaseUrl: string,
  ) {
    this.renewed = this.#renew();
  }

  static async open(): Promise<Lab> {
    const databaseUrl = await createDatabase('attacks');
    const folder = mkdtempSync(join(tmpdir(), 'throughline-lab-'));
    const secretFile = join(folder, 'crm.secret');
    writeFileSync(secretFile, SERVER_CLIENT.secret, { mode: 0o600 });
    const provider = await IdentityProvider.start({ gateways: [`${BANK}/support`] });
    const [cluster, product] = await Promise.all([
      Cluster.start({
        nodes: 2,
        databaseUrl,
        agents: 3,
        capacity: 5,
        publicUrl: BANK,
        oidc: { ...CLIENT, issuer: provider.issuer },
        settings: `trustedProxies: []
requestRates: { perAddress: 100000 }
servers: { clients: [{ id: ${SERVER_CLIENT.id}, scopes: [context, release], secretFile: ${secretFile} }] }`,
      }),
      Product.start({ THROUGHLINE_DATABASE_URL: await createDatabase('attacked_portal') }),
    ]);
    rmSync(folder, { recursive: true });
    return new Lab(cluster, product, provider, databaseUrl);
  }

  async close(): Promise<void> {
    await this.cluster[Symbol.asyncDispose]();
    await this.product[Symbol.asyncDispose]();
    await this.provider[Symbol.asyncDispose]();
  }

  /** A browser that nobody has used, at a page of the bank. */
  browser(node = 0): HttpBrowser {
    return new HttpBrowser(this.cluster.node(node).urls.customer);
  }

  customer(name: string): Promise<SignedIn> {
    return this.cluster.customer(name);
  }

  /** The same cookies at another node. */
  at(person: SignedIn, node: number): HttpBrowser {
    const browser = this.browser(node);
    for (const [name, value] of person.browser.cookies) browser.cookies.set(name, value);
    return browser;
  }

  /** Asks for a challenge; the browser then has its pre-session cookie. */
  async challenge(browser: HttpBrowser): Promise<string> {
    const answer = await call(browser, 'POST', CHALLENGE);
    return ((await answer.json()) as { challenge: string }).challenge;
  }

  /** Presents a token in a new browser of its own. `make` gets the browser's challenge. */
  async present(make: (challenge: string) => string | Promise<string>): Promise<string> {
    const browser = this.browser();
    const assertion = await make(await this.challenge(browser));
    return answerOf(await call(browser, 'POST', SESSION, { assertion }));
  }

  /** The same for a good assertion but for these claims and this header. */
  forge(claims: JWTPayload, header: Partial<JWTHeaderParameters> = {}): Promise<string> {
    return this.present((challenge) => this.cluster.sign({ sub: 'victim', challenge, ...claims }, header));
  }

  /** The same for a good assertion without one of its claims. */
  forgeWithout(claim: string): Promise<string> {
    return this.present((challenge) => {
      const claims = Object.entries(this.cluster.claims({ sub: 'victim', challenge }));
      return this.cluster.signExactly(Object.fromEntries(claims.filter(([name]) => name !== claim)));
    });
  }

  desk(agentId: string): Promise<SignedIn> {
    return this.cluster.agent(agentId);
  }

  /** Begins when the laboratory opens, so that nobody has to wait for it. */
  async #renew() {
    const person = await this.customer('renewing');
    const stolen = person.browser.cookieHeader;
    // Keys of the same moment belong to tabs that renew at once; these are not of the same moment.
    await pause(GRACE_MS);
    await this.cluster.handOff(person.browser, 'renewing');
    await pause(GRACE_MS);
    return { person, stolen };
  }

  open(person: SignedIn, node = 0): Promise<Frames> {
    return Frames.greet(person.socketAt(this.cluster.node(node)));
  }
}

/** A script's request from a page of the bank, unless the headers say otherwise. */
export function call(
  browser: HttpBrowser,
  method: string,
  path: string,
  body?: unknown,
  headers: Headers = {},
): Promise<Response> {
  return browser.request(method, path, body, { origin: BANK, ...headers });
}

export function upgrade(browser: HttpBrowser, headers: Headers = {}, path = SOCKET): WebSocket {
  return browser.socket(path, { origin: BANK, ...headers });
}

export async function upgradeAnswer(socket: WebSocket): Promise<string> {
  const { status, code } = await refusedUpgrade(socket);
  return `${status} ${code}`;
}

/** Status and code. */
export async function answerOf(response: Response): Promise<string> {
  const body = await response.text();
  const code = /"code":"(\w+)"/.exec(body)?.[1];
  return code ? `${response.status} ${code}` : String(response.status);
}

/** Sends a frame and gives the code of the error that comes back. */
export async function frameAnswer(frames: Frames, frame: object | string): Promise<string> {
  const before = frames.received.length;
  frames.send(frame);
  const { code } = await frames.next('error', (event) => frames.received.indexOf(event) >= before);
  return code;
}

export const sessionCookieOf = ({ browser }: SignedIn) =>
  browser.cookies.get('__Host-throughline_session') ?? '';

export const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url');
