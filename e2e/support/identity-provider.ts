import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

export const CLIENT = { clientId: 'chat', clientSecret: randomBytes(24).toString('base64url') };

export interface IdentityProviderOptions {
  /** Where gateways are, as the browser sees them: `http://portal.example/support`. */
  readonly gateways: readonly string[];
}

/** The portal's identity provider: the certified `oidc-provider`, whose sign-in page is one address. */
export class IdentityProvider {
  readonly #server: Server;
  #provider: Provider | null = null;
  /** Address that logout tokens are sent on to: the node under test. */
  logoutUrl = '';
  /** Answers of the gateway to them. */
  readonly logoutAnswers: number[] = [];

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start({ gateways }: IdentityProviderOptions): Promise<IdentityProvider> {
    const server = createServer();
    const self = new IdentityProvider(server);
    server.on('request', (request, response) => void self.#answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { issuer } = self;
    self.#provider = new Provider(issuer, {
      clients: [
        {
          client_id: CLIENT.clientId,
          client_secret: CLIENT.clientSecret,
          grant_types: ['authorization_code', 'refresh_token'],
          redirect_uris: gateways.map((gateway) => `${gateway}/v1/oidc/callback`),
          post_logout_redirect_uris: gateways.map((gateway) => `${gateway}/v1/oidc/signed-out`),
          backchannel_logout_uri: `${issuer}/logout-relay`,
          backchannel_logout_session_required: true,
        },
      ],
      claims: { openid: ['sub', 'sid'], profile: ['name', 'tier'] },
      features: {
        backchannelLogout: { enabled: true },
        devInteractions: { enabled: false },
        rpInitiatedLogout: { enabled: true },
      },
      findAccount: (_context, sub) => ({
        accountId: sub,
        claims: () => ({ sub, name: `Customer ${sub}`, tier: 'PREMIUM' }),
      }),
      interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
      issueRefreshToken: async () => true,
      loadExistingGrant: (context) => grantEverything(context as never),
      pkce: { required: () => true },
      ttl: { AccessToken: 300, IdToken: 300, Session: 3_600, Grant: 3_600, RefreshToken: 3_600 },
      // Everything here is on loopback, which the library keeps its requests away from.
      fetch: (address, options) => fetch(address, withoutDispatcher(options)),
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
    if (pathname === '/logout-relay') return this.#relayLogout(request, response);
    if (!pathname.startsWith('/interaction/')) return this.#provider?.callback()(request, response);
    if (searchParams.has('deny')) {
      await this.#provider?.interactionFinished(request, response, { error: 'access_denied' });
      return;
    }
    // The sign-in page: `?as=ava` is the button that Ava presses.
    const accountId = searchParams.get('as');
    if (accountId === null) return void response.end('Who are you?');
    await this.#provider?.interactionFinished(request, response, { login: { accountId } });
  }

  async #relayLogout(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await fetch(this.logoutUrl, { method: 'POST', headers, body });
    this.logoutAnswers.push(answer.status);
    response.writeHead(answer.status).end();
  }
}

function withoutDispatcher(options: (RequestInit & { dispatcher?: unknown }) | undefined): RequestInit {
  const { dispatcher: _dispatcher, ...others } = options ?? {};
  return others;
}

type GrantContext = Parameters<
  NonNullable<ConstructorParameters<typeof Provider>[1]>['loadExistingGrant'] & object
>[0];

/** The portal's own client needs no consent. */
async function grantEverything(context: GrantContext) {
  const { provider, client, session } = context.oidc;
  const grant = new provider.Grant({ clientId: client?.clientId ?? '', accountId: session?.accountId ?? '' });
  grant.addOIDCScope('openid profile email');
  await grant.save();
  return grant;
}
