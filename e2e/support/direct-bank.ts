import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import type { Browser } from 'playwright-core';
import { freePort } from '../../tools/test-setup/free-port.mjs';
import { makeCertificate } from './certificate.js';
import { launchChromium } from './chromium.js';
import { Cluster } from './cluster.js';
import { DEPLOYMENT, Door, type Platform } from './door.js';
import { PortalFront } from './portal-front.js';
import type { Pages } from './printed-policy.js';
import { createDatabase } from './test-database.js';

/**
 * A portal in direct mode. Genesys Cloud is our door with its stand-in for the Messenger, and the browser finds the hosts
 * of a real region there.
 */
export class DirectBank {
  /** Who is signed in at the portal; nobody when null. */
  customer: string | null = 'ava';

  private constructor(
    readonly port: number,
    readonly cluster: Cluster,
    readonly door: Door,
    readonly platform: Platform,
    readonly browser: Browser,
    private readonly tls: TlsFront,
    private readonly folder: string,
  ) {}

  static async start(): Promise<DirectBank> {
    const folder = mkdtempSync(join(tmpdir(), 'throughline-direct-'));
    const secret = randomBytes(32).toString('hex');
    writeFileSync(join(folder, 'secret'), secret, { mode: 0o600 });
    const port = await freePort();
    const origin = `http://localhost:${port}`;
    const cluster = await Cluster.start({
      nodes: 1,
      databaseUrl: await createDatabase('direct'),
      agents: 1,
      capacity: 5,
      publicUrl: origin,
      settings: `openIdProvider:
  clients: [{ id: genesys, secretFile: ${folder}/secret, redirectUris: ["${origin}/chat"] }]
genesys:
  region: eu-west-1
  deploymentId: ${DEPLOYMENT}
  signIn: { clientId: genesys, redirectUri: "${origin}/chat" }
  direct: true`,
    });
    const door = await Door.startWith(
      { THROUGHLINE_GENESYS_OIDC_SECRET: secret, THROUGHLINE_LOG_LEVEL: 'silent' },
      '--oidc-issuer',
      `${origin}/support/oidc`,
      '--oidc-client',
      'genesys',
    );
    const tls = await TlsFront.start(folder, Number(new URL(door.url).port));
    const browser = await launchChromium([
      `--host-resolver-rules=MAP *.mypurecloud.ie 127.0.0.1:${tls.port}`,
      '--ignore-certificate-errors',
    ]);
    return new DirectBank(port, cluster, door, await door.platform(), browser, tls, folder);
  }

  get origin(): string {
    return `http://localhost:${this.port}`;
  }

  /** The portal's own server, with the gateway below `/support`. */
  front(pages: Pages, port = this.port): Promise<PortalFront> {
    return PortalFront.start({
      port,
      gateway: this.cluster.node(0).urls.customer,
      sign: (challenge) => {
        if (this.customer === null) throw new Error('Nobody is signed in.');
        return this.cluster.sign({ sub: this.customer, challenge, name: 'Ava Bell', tier: 'PREMIUM' });
      },
      pages,
    });
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.tls.stop();
    await this.door.stop();
    await this.cluster[Symbol.asyncDispose]();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** TLS in front of a plain server, for browsers that ask for the hosts of a region. */
class TlsFront {
  readonly #sockets = new Set<Socket>();

  private constructor(readonly server: Server) {}

  static async start(folder: string, port: number): Promise<TlsFront> {
    const { keyFile, pem } = makeCertificate(folder, 'region', '/CN=apps.mypurecloud.ie');
    const front = new TlsFront(createServer({ key: readFileSync(keyFile), cert: pem }));
    front.server.on('secureConnection', (socket) => {
      const upstream = connect(port, 'localhost');
      for (const each of [socket, upstream]) {
        front.#sockets.add(each);
        each.on('error', () => each.destroy());
        each.on('close', () => {
          front.#sockets.delete(each);
          (each === socket ? upstream : socket).destroy();
        });
      }
      socket.pipe(upstream).pipe(socket);
    });
    front.server.on('tlsClientError', () => undefined);
    await once(front.server.listen(0, '127.0.0.1'), 'listening');
    return front;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
