import { createHash, randomUUID } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, type GenerateKeyPairResult, generateKeyPair, SignJWT } from 'jose';

const CLIENT = { clientId: 'gateway', clientSecret: 'gateway-secret' };

type Claims = Record<string, unknown>;
type Endpoint = 'metadata' | 'jwks' | 'token' | 'userinfo';

/** Test double: an identity provider that behaves, until a test makes one of its parts do something else. */
export class MisbehavingProvider {
  readonly #server: Server;
  #keys: GenerateKeyPairResult;
  /** Keys that are published besides the one that signs, by key id. */
  readonly #others = new Map<string, GenerateKeyPairResult>();
  #keyId = 'key-1';
  readonly #codes = new Map<string, URLSearchParams>();
  /** Requests that each endpoint has got. */
  readonly requests: Record<Endpoint, number> = { metadata: 0, jwks: 0, token: 0, userinfo: 0 };
  /** Answers instead of an endpoint. */
  readonly broken: Partial<Record<Endpoint, RequestListener>> = {};
  /** Refresh tokens that still work, with their subject. */
  readonly refreshTokens = new Map<string, string>();
  metadata: Claims = {};
  /** Replaces claims of ID tokens; `undefined` removes one. */
  claims: Claims = {};
  userInfo: Claims = {};
  /** Replaces parts of the token endpoint's answer. */
  tokenAnswer: Claims = {};
  signIdToken: (claims: Claims) => Promise<string> = (claims) => this.sign(claims);

  private constructor(server: Server, keys: GenerateKeyPairResult) {
    this.#server = server;
    this.#keys = keys;
  }

  static async start(): Promise<MisbehavingProvider> {
    const server = createServer();
    const provider = new MisbehavingProvider(server, await generateKeyPair('ES256', { extractable: true }));
    server.on('request', (request, response) => void provider.#answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return provider;
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get settings() {
    return { issuer: this.issuer, ...CLIENT, allowHttp: true };
  }

  /** What the provider would send the browser back with. */
  signIn(authorization: URL): URLSearchParams {
    const code = randomUUID();
    this.#codes.set(code, authorization.searchParams);
    const state = authorization.searchParams.get('state') ?? '';
    return new URLSearchParams({ code, state, iss: this.issuer });
  }

  /** Signs with the provider's key. A claim that is `undefined` is left out. */
  sign(claims: Claims, header: Claims = {}, key = this.#keys.privateKey): Promise<string> {
    const present = Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
    return new SignJWT(present).setProtectedHeader({ alg: 'ES256', kid: this.#keyId, ...header }).sign(key);
  }

  /** Signs with a new key from now on; the one before stays published. */
  async rotate(): Promise<void> {
    this.#others.set(this.#keyId, this.#keys);
    this.#keyId = `key-${this.#others.size + 1}`;
    this.#keys = await generateKeyPair('ES256', { extractable: true });
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(...[request, response]: Parameters<RequestListener>): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const endpoint = endpointOf(request.url ?? '');
    this.requests[endpoint] += 1;
    const broken = this.broken[endpoint];
    if (broken) return void broken(request, response);
    const [status, answer] = await this.#contentOf(endpoint, new URLSearchParams(body), request.headers);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  }

  async #contentOf(
    endpoint: Endpoint,
    body: URLSearchParams,
    headers: { authorization?: string | undefined },
  ) {
    if (endpoint === 'token') return this.#token(body, headers.authorization);
    return [200, await this.#documentOf(endpoint)] as const;
  }

  async #documentOf(endpoint: Exclude<Endpoint, 'token'>): Promise<Claims> {
    if (endpoint === 'jwks') {
      const published = [...this.#others, [this.#keyId, this.#keys] as const];
      const keys = published.map(async ([kid, { publicKey }]) => ({
        ...(await exportJWK(publicKey)),
        kid,
        alg: 'ES256',
      }));
      return { keys: await Promise.all(keys) };
    }
    if (endpoint === 'userinfo') return { sub: 'ava', ...this.userInfo };
    return {
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/authorize`,
      token_endpoint: `${this.issuer}/token`,
      userinfo_endpoint: `${this.issuer}/userinfo`,
      end_session_endpoint: `${this.issuer}/end`,
      jwks_uri: `${this.issuer}/jwks`,
      response_types_supported: ['code'],
      id_token_signing_alg_values_supported: ['ES256'],
      authorization_response_iss_parameter_supported: true,
      ...this.metadata,
    };
  }

  async #token(body: URLSearchParams, authorization: string | undefined) {
    if (!isOurClient(authorization)) return [401, { error: 'invalid_client' }] as const;
    const granted =
      body.get('grant_type') === 'refresh_token' ? this.#useRefreshToken(body) : this.#useCode(body);
    if (!granted) return [400, { error: 'invalid_grant' }] as const;
    const refreshToken = randomUUID();
    this.refreshTokens.set(refreshToken, granted.sub);
    const nowS = Math.floor(Date.now() / 1000);
    const usual = { iss: this.issuer, aud: CLIENT.clientId, sid: 'sid-1', iat: nowS, exp: nowS + 300 };
    const idToken = await this.signIdToken({ ...usual, ...granted, ...this.claims });
    const tokens = { access_token: randomUUID(), token_type: 'Bearer', expires_in: 300, id_token: idToken };
    return [200, { ...tokens, refresh_token: refreshToken, ...this.tokenAnswer }] as const;
  }

  #useCode(body: URLSearchParams): { readonly sub: string; readonly nonce?: string } | null {
    const asked = this.#codes.get(body.get('code') ?? '');
    this.#codes.delete(body.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(body.get('code_verifier') ?? '')
      .digest('base64url');
    const fits =
      asked?.get('code_challenge') === challenge && asked.get('redirect_uri') === body.get('redirect_uri');
    return fits ? { sub: 'ava', nonce: asked.get('nonce') ?? '' } : null;
  }

  /** Each works once. */
  #useRefreshToken(body: URLSearchParams): { readonly sub: string } | null {
    const token = body.get('refresh_token') ?? '';
    const sub = this.refreshTokens.get(token);
    this.refreshTokens.delete(token);
    return sub === undefined ? null : { sub };
  }
}

/** RFC 6749 §2.3.1: both parts are form-encoded before they are joined. */
function isOurClient(authorization = ''): boolean {
  const joined = Buffer.from(authorization.replace(/^Basic /, ''), 'base64').toString();
  const [id, secret] = joined.split(':').map(decodeURIComponent);
  return id === CLIENT.clientId && secret === CLIENT.clientSecret;
}

function endpointOf(path: string): Endpoint {
  if (path.startsWith('/jwks')) return 'jwks';
  if (path.startsWith('/token')) return 'token';
  return path.startsWith('/userinfo') ? 'userinfo' : 'metadata';
}
