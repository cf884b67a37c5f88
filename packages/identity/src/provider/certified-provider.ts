import type { IncomingMessage, ServerResponse } from 'node:http';
import { Provider } from 'oidc-provider';
import type { CustomerSession } from '../customer-sessions.js';
import { newGrantId } from './grant-id.js';
import type { CodeRequest, IssuedCode, OpenIdProvider } from './open-id-provider.js';
import { CODE_SECONDS, GRANTED_SCOPE, providerConfiguration } from './provider-configuration.js';
import type { OpenIdProviderOptions } from './provider-options.js';
import { type KeyRing, keysAt } from './signing-keys.js';

/** The library, once for each set of keys: it takes keys only when it is made, and keeps nothing in memory. */
interface Made {
  readonly ring: KeyRing;
  readonly keyIds: string;
  readonly provider: Provider;
  readonly answer: ReturnType<Provider['callback']>;
}

/** {@link OpenIdProvider} by `oidc-provider`. */
export class CertifiedProvider implements OpenIdProvider {
  readonly #options: OpenIdProviderOptions;
  readonly #address: URL;
  #made: Made | null = null;

  constructor(options: OpenIdProviderOptions) {
    this.#options = options;
    this.#address = new URL(options.issuer);
  }

  /** @throws SigningKeysError, TypeError when the configuration cannot be used */
  async open(): Promise<void> {
    await this.#library();
  }

  owns({ url = '' }: IncomingMessage): boolean {
    return url.startsWith(`${this.#address.pathname}/`);
  }

  async handle(
    request: IncomingMessage,
    response: ServerResponse,
    signedIn: () => Promise<CustomerSession | null>,
  ): Promise<void> {
    const { provider, answer } = await this.#library();
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('referrer-policy', 'no-referrer');
    response.setHeader('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
    this.#giveItsAddress(request);
    if (request.url?.startsWith('/interaction/')) {
      await this.#finishInteraction(provider, request, response, signedIn);
    } else await answer(request, response);
  }

  async issueCode(session: CustomerSession, request: CodeRequest): Promise<IssuedCode | null> {
    const { provider } = await this.#library();
    const { clientId, redirectUri, codeChallenge, nonce } = request;
    const client = await provider.Client.find(clientId);
    if (!client?.redirectUris?.includes(redirectUri)) return null;
    const grantId = await this.#grant(provider, session, clientId);
    const code = new provider.AuthorizationCode({
      client,
      accountId: session.customer.claims.externalId,
      grantId,
      redirectUri,
      codeChallenge,
      codeChallengeMethod: 'S256',
      nonce,
      scope: GRANTED_SCOPE,
      gty: 'authorization_code',
      // As the authorization endpoint does for a client that wants the time in every ID token.
      claims: { id_token: { auth_time: { essential: true } } },
      authTime: Math.floor(session.signedInAt.getTime() / 1000),
    });
    const expiresAt = new Date(this.#options.clock.now().getTime() + CODE_SECONDS * 1000);
    return { code: await code.save(), issuer: this.#options.issuer, expiresAt };
  }

  /** Made anew when the keys have changed, or another one signs from now on. */
  async #library(): Promise<Made> {
    const ring = await this.#options.keys.ring().catch((error: unknown) => {
      // A file that is away for a moment is no reason to end sign-ins; at the start it is.
      if (!this.#made) throw error;
      this.#options.onFailure(error);
      return this.#made.ring;
    });
    const keyIds = keysAt(ring, this.#options.clock.now())
      .map(({ kid }) => kid)
      .join();
    if (this.#made?.keyIds === keyIds) return this.#made;
    const provider = new Provider(this.#options.issuer, providerConfiguration(this.#options, ring));
    // Whatever a proxy says: the addresses it publishes are made from the configured one.
    provider.proxy = true;
    provider.on('server_error', (_context, error) => this.#options.onFailure(error));
    this.#made = { ring, keyIds, provider, answer: provider.callback() };
    return this.#made;
  }

  /** The library derives its own addresses from the request. It sees the configured ones, not what a client says. */
  #giveItsAddress(request: IncomingMessage): void {
    const { headers } = request;
    headers.host = this.#address.host;
    headers['x-forwarded-proto'] = this.#address.protocol.slice(0, -1);
    delete headers['x-forwarded-host'];
    const { pathname } = this.#address;
    request.url = withoutPrompt((request.url ?? '/').slice(pathname.length));
    Object.assign(request, { originalUrl: pathname + request.url });
  }

  /** Nobody is asked anything: the gateway's session answers, or the lack of one. */
  async #finishInteraction(
    provider: Provider,
    request: IncomingMessage,
    response: ServerResponse,
    signedIn: () => Promise<CustomerSession | null>,
  ): Promise<void> {
    const { params } = await provider.interactionDetails(request, response);
    const session = await signedIn();
    if (!session) {
      const result = { error: 'login_required', error_description: 'nobody is signed in to the portal' };
      return provider.interactionFinished(request, response, result);
    }
    const grantId = await this.#grant(provider, session, String(params.client_id));
    const login = {
      accountId: session.customer.claims.externalId,
      ts: Math.floor(session.signedInAt.getTime() / 1000),
      remember: false,
    };
    await provider.interactionFinished(request, response, { login, consent: { grantId } });
  }

  async #grant(provider: Provider, { customer, id }: CustomerSession, clientId: string): Promise<string> {
    const grant = new provider.Grant({ accountId: customer.claims.externalId, clientId });
    grant.jti = newGrantId({ customerId: customer.id, sessionId: id });
    grant.addOIDCScope(GRANTED_SCOPE);
    return grant.save();
  }
}

/** `prompt` would ask for, or forbid, what never happens here: a dialog with the customer. */
function withoutPrompt(url: string): string {
  const [path = '', query] = url.split('?', 2);
  if (path !== '/auth' || query === undefined) return url;
  const parameters = new URLSearchParams(query);
  parameters.delete('prompt');
  return `${path}?${parameters}`;
}
