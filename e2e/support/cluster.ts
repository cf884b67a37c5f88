import { type ChildProcess, spawn } from 'node:child_process';
import { createPublicKey, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { exportJWK, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose';
import { doorPorts } from './door-ports.js';
import { HttpBrowser } from './http-browser.js';

const THROUGHLINE = fileURLToPath(new URL('../../packages/cli/bin/throughline.js', import.meta.url));
/** The address that browsers see, whichever node answers. */
export const PORTAL = 'http://portal.example';
const DESK = 'http://desk.example';
const AUDIENCE = 'throughline';

interface Ready {
  readonly customer: string;
  readonly agent: string;
  readonly operations: string;
  /** Absent unless that door is configured. */
  readonly genesys?: string;
}

/** One process of a cluster; killed and started again, it keeps its addresses. */
export class Node {
  readonly #folder: string;
  readonly #environment: Record<string, string>;
  #child: ChildProcess | null = null;
  #ready: Ready | null = null;
  #ports: Record<string, string> | null = null;
  /** The end of what it wrote to standard output and error. */
  output = '';

  constructor(folder: string, environment: Record<string, string>) {
    this.#folder = folder;
    this.#environment = environment;
  }

  get urls(): Ready {
    if (!this.#ready) throw new Error('The node was never started.');
    return this.#ready;
  }

  get isUp(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Fulfils when its doors listen. */
  async launch(): Promise<void> {
    this.#ports ??= await doorPorts();
    const child = spawn(process.execPath, [THROUGHLINE, 'serve'], {
      cwd: this.#folder,
      env: {
        PATH: process.env.PATH ?? '',
        THROUGHLINE_DATA_DIR: join(this.#folder, 'data'),
        ...this.#ports,
        ...this.#environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.output = (this.output + chunk.toString()).slice(-500_000);
      });
    }
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    this.#ready = await new Promise<Ready>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`The node ended with ${code}:\n${this.output}`)));
      lines.once('line', (line) => resolve(JSON.parse(line) as Ready));
    });
    this.#child = child;
  }

  /** Ends it at once, as a crash would, or as a deploy does. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const child = this.#child;
    if (!child || !this.isUp) return null;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
    return child.exitCode;
  }
}

export interface ClusterOptions {
  readonly nodes: number;
  readonly databaseUrl: string;
  readonly redisUrl?: string;
  readonly agents: number;
  readonly capacity: number;
  /** Where browsers reach the gateway. */
  readonly publicUrl?: string;
  /** The portal's identity provider, besides its assertions. */
  readonly oidc?: { readonly issuer: string; readonly clientId: string; readonly clientSecret: string };
  /** Source of the flow; without it, everybody goes to the queue. */
  readonly flow?: string;
  /** Id of the only queue; `all` when absent. */
  readonly queue?: string;
  /** Lines added to the configuration file. */
  readonly settings?: string;
  /** Further variables of the nodes' environment. */
  readonly environment?: Record<string, string>;
}

/** Several nodes over one database, and the portal that vouches for customers. */
export class Cluster {
  readonly nodes: readonly Node[];
  /** Of the pages that talk to it. */
  readonly #origin: string;
  readonly #folder: string;
  readonly #key: KeyObject;

  private constructor(origin: string, folder: string, key: KeyObject, nodes: readonly Node[]) {
    this.#origin = origin;
    this.#folder = folder;
    this.#key = key;
    this.nodes = nodes;
  }

  static async start(options: ClusterOptions): Promise<Cluster> {
    const folder = mkdtempSync(join(tmpdir(), 'throughline-cluster-'));
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwk = { ...(await exportJWK(publicKey)), alg: 'ES256', kid: '1' };
    writeFileSync(join(folder, 'keys.json'), JSON.stringify({ keys: [jwk] }));
    const target = options.queue ?? 'all';
    const flow = options.flow ?? JSON.stringify({ logic: [{ condition: 'default', target }] });
    writeFileSync(join(folder, 'router.json'), flow);
    if (options.oidc) writeFileSync(join(folder, 'client-secret'), options.oidc.clientSecret);
    writeFileSync(join(folder, 'throughline.yaml'), configuration(options));
    const environment = {
      THROUGHLINE_DATABASE_URL: options.databaseUrl,
      ...(options.redisUrl ? { THROUGHLINE_REDIS_URL: options.redisUrl } : {}),
      ...options.environment,
    };
    const nodes = Array.from({ length: options.nodes }, () => new Node(folder, environment));
    const cluster = new Cluster(options.publicUrl ?? PORTAL, folder, privateKey, nodes);
    await Promise.all(nodes.map((node) => node.launch()));
    return cluster;
  }

  node(index: number): Node {
    const node = this.nodes[index];
    if (!node) throw new RangeError(`There is no node ${index}.`);
    return node;
  }

  /** Where the nodes keep their files. */
  get dataDir(): string {
    return join(this.#folder, 'data');
  }

  /** A browser that is signed in as this customer on every node; requests and sockets go where `socketAt` says. */
  async customer(externalId: string, at = this.node(0), claims: JWTPayload = {}): Promise<SignedIn> {
    const browser = new HttpBrowser(at.urls.customer);
    const session = await this.handOff(browser, externalId, claims);
    if (session.status !== 200) throw new Error(`The hand-off answered ${await session.text()}`);
    return new SignedIn(browser, this.#origin, '/support/v1/socket', (node) => node.urls.customer);
  }

  /** Signs the customer in at this browser, or renews the session. Returns the answer to the last request. */
  async handOff(browser: HttpBrowser, externalId: string, claims: JWTPayload = {}): Promise<Response> {
    const origin = { origin: this.#origin };
    const answer = await browser.request('POST', '/support/v1/assertion/challenge', undefined, origin);
    const { challenge } = (await answer.json()) as { challenge: string };
    const assertion = await this.sign({
      sub: externalId,
      challenge,
      name: `Customer ${externalId}`,
      ...claims,
    });
    return browser.request('POST', '/support/v1/session', { assertion }, origin);
  }

  /** What the portal signs: a good assertion, but for what is given. */
  sign(claims: JWTPayload, header: Partial<JWTHeaderParameters> = {}): Promise<string> {
    return this.signExactly(this.claims(claims), header);
  }

  /** The same with these claims and no others. */
  signExactly(claims: JWTPayload, header: Partial<JWTHeaderParameters> = {}): Promise<string> {
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: '1', typ: 'throughline-assertion+jwt', ...header })
      .sign(this.#key);
  }

  /** The claims of a good assertion, but for what is given. */
  claims(given: JWTPayload): JWTPayload {
    const nowS = Math.floor(Date.now() / 1000);
    return { iss: PORTAL, aud: AUDIENCE, jti: randomUUID(), iat: nowS, exp: nowS + 30, ...given };
  }

  /** What everyone may know of the portal's key. */
  get publicKeyPem(): string {
    return createPublicKey(this.#key).export({ type: 'spki', format: 'pem' }).toString();
  }

  async agent(agentId: string, at = this.node(0)): Promise<SignedIn> {
    const browser = new HttpBrowser(at.urls.agent);
    const answer = await browser.request('POST', '/api/v1/demo-sign-in', { agentId }, { origin: DESK });
    if (answer.status !== 204) throw new Error(`The desk's sign-in answered ${answer.status}.`);
    return new SignedIn(browser, DESK, '/api/v1/socket', (node) => node.urls.agent);
  }

  /** Ends all nodes and removes their folder. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.end('SIGKILL')));
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** A session in a browser, whose sockets may go to any node. */
export class SignedIn {
  constructor(
    readonly browser: HttpBrowser,
    readonly origin: string,
    readonly path: string,
    readonly urlOf: (node: Node) => string,
  ) {}

  socketAt(node: Node) {
    const at = new HttpBrowser(this.urlOf(node));
    for (const [name, value] of this.browser.cookies) at.cookies.set(name, value);
    return at.socket(this.path, { origin: this.origin });
  }
}

function configuration({
  agents,
  capacity,
  publicUrl = PORTAL,
  oidc,
  settings = '',
  queue = 'all',
}: ClusterOptions): string {
  const provider = oidc
    ? `, oidc: { issuer: "${oidc.issuer}", clientId: ${oidc.clientId}, clientSecretFile: client-secret }`
    : '';
  const staff = Array.from(
    { length: agents },
    (_, index) =>
      `  - { id: a${index}, displayName: Agent ${index}, capacity: ${capacity}, queues: [${queue}] }`,
  );
  return `mode: demo
publicUrl: ${publicUrl}
deskUrl: ${DESK}
issuers: [{ issuer: ${PORTAL}, audience: ${AUDIENCE}, keysFile: keys.json${provider} }]
flow: { file: router.json }
queues: [{ id: ${queue}, displayName: All }]
agents:
${staff.join('\n')}
${settings}
`;
}
