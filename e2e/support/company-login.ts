import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

export const DESK_CLIENT = { id: 'desk', secret: randomBytes(24).toString('hex') };
/** What this provider calls a sign-in with a second factor. */
export const STRONG = 'urn:example:two-factors';

/** People of the company and their roles, by the name that they sign in with. */
const STAFF: Readonly<Record<string, { readonly name: string; readonly groups: readonly string[] }>> = {
  sam: { name: 'Sam Okafor', groups: ['chat-agents', 'canteen'] },
  lee: { name: 'Lee Novak', groups: ['chat-agents', 'chat-leads'] },
  nina: { name: 'Nina New', groups: ['chat-agents'] },
  otto: { name: 'Otto Audit', groups: ['revision'] },
  ada: { name: 'Ada Admin', groups: ['platform'] },
  mallory: { name: 'Mallory', groups: ['canteen'] },
};

/** The identity provider of the company: the certified `oidc-provider` with a sign-in page of its own. */
export class CompanyLogin {
  readonly #server: Server;
  #provider: Provider | null = null;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** @param deskUrls origins of the desks that it sends people back to */
  static async start(deskUrls: readonly string[]): Promise<CompanyLogin> {
    const server = createServer();
    const self = new CompanyLogin(server);
    server.on('request', (request, response) => void self.#answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    self.#provider = new Provider(self.issuer, {
      clients: [
        {
          client_id: DESK_CLIENT.id,
          client_secret: DESK_CLIENT.secret,
          redirect_uris: deskUrls.map((url) => `${url}/api/v1/sign-in/callback`),
          post_logout_redirect_uris: deskUrls.map((url) => `${url}/`),
        },
      ],
      acrValues: [STRONG],
      claims: { openid: ['sub', 'acr', 'amr'], profile: ['name', 'company'] },
      features: {
        devInteractions: { enabled: false },
        rpInitiatedLogout: {
          enabled: true,
          logoutSource: async (context, form) => {
            context.body = `<!doctype html>${form}<button type="submit" form="op.logoutForm" name="logout" value="yes">Sign out of everything</button>`;
          },
        },
      },
      findAccount: (_context, sub) => ({
        accountId: sub,
        claims: () => ({ sub, name: STAFF[sub]?.name, company: { groups: STAFF[sub]?.groups } }),
      }),
      interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
      loadExistingGrant: async ({ oidc: { provider, client, session } }) => {
        const grant = new provider.Grant({
          clientId: client?.clientId ?? '',
          accountId: session?.accountId ?? '',
        });
        grant.addOIDCScope('openid profile email');
        await grant.save();
        return grant;
      },
      pkce: { required: () => true },
      ttl: { AccessToken: 300, IdToken: 300, Session: 3_600, Grant: 3_600 },
    });
    return self;
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.issuer);
    if (!pathname.startsWith('/interaction/')) return this.#provider?.callback()(request, response);
    const accountId = searchParams.get('as');
    if (accountId === null)
      return void response.setHeader('content-type', 'text/html').end(signInPage(pathname));
    const isStrong = searchParams.has('strong');
    const login = {
      accountId,
      amr: isStrong ? ['pwd', 'otp'] : ['pwd'],
      ...(isStrong ? { acr: STRONG } : {}),
    };
    await this.#provider?.interactionFinished(request, response, { login });
  }
}

/** One link for each way of signing in. */
function signInPage(path: string): string {
  const links = Object.keys(STAFF).map(
    (id) =>
      `<li><a href="${path}?as=${id}">${id}</a> <a href="${path}?as=${id}&strong">${id} with a second factor</a></li>`,
  );
  return `<!doctype html><title>Company login</title><h1>Company login</h1><ul>${links.join('')}</ul>`;
}
