import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@throughline/core';
import {
  type CustomerSession,
  type OpenIdProvider,
  openOpenIdProvider,
  type ProviderClient,
  SigningKeyFile,
} from '@throughline/identity';
import { openEmbeddedStore, type Store } from '@throughline/store-postgres';

export const REDIRECT_URI = 'https://www.bank.example/chat/callback';
export const CLIENT: ProviderClient = {
  id: 'contact-center',
  secret: randomBytes(32).toString('hex'),
  redirectUris: [REDIRECT_URI],
};
export const OTHER_CLIENT: ProviderClient = {
  ...CLIENT,
  id: 'other',
  secret: randomBytes(32).toString('hex'),
};

export const pkce = () => {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
};

/** What the token endpoint answers. */
export interface TokenAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, string>>;
}

/** A provider on a port of its own over an embedded database, with the sessions that a test puts in. */
export class ProviderStage {
  readonly sessions = new Map<string, CustomerSession>();
  readonly failures: unknown[] = [];

  private constructor(
    readonly provider: OpenIdProvider,
    /** Where it really listens. */
    readonly address: string,
    readonly issuer: string,
    readonly store: Store,
    readonly keyFile: string,
    readonly server: Server,
    readonly folder: string,
  ) {}

  /** @param origin as browsers would see it behind a proxy; the stage's own address when not given */
  static async open(origin?: string): Promise<ProviderStage> {
    const folder = await mkdtemp(join(tmpdir(), 'throughline-provider-'));
    const store = await openEmbeddedStore({ dataDir: join(folder, 'database') });
    const server = createServer((request, response) => {
      const id = /sid=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
      if (!stage.provider.owns(request)) response.writeHead(404).end();
      else void stage.provider.handle(request, response, async () => stage.sessions.get(id) ?? null);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const bound = server.address();
    const port = typeof bound === 'object' && bound ? bound.port : 0;
    const address = `http://127.0.0.1:${port}`;
    const issuer = `${origin ?? address}/support/oidc`;
    const keyFile = join(folder, 'keys', 'provider-keys.json');
    const provider = await openOpenIdProvider({
      issuer,
      clients: [CLIENT, OTHER_CLIENT],
      claims: ['name', 'email'],
      refreshTokenSeconds: 3_600,
      keys: new SigningKeyFile(keyFile),
      store: store.issuedTokens,
      clock: systemClock,
      sessions: { peek: async (id) => stage.sessions.get(id) ?? null },
      onFailure: (error) => stage.failures.push(error),
    });
    const stage = new ProviderStage(provider, address, issuer, store, keyFile, server, folder);
    return stage;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await this.store.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Somebody signs in to the portal; `cookie` is their browser's. */
  signIn(externalId: string): { session: CustomerSession; cookie: string; signOut: () => void } {
    const id = randomBytes(16).toString('hex');
    const claims = {
      issuer: 'https://www.bank.example',
      externalId,
      displayName: 'Ava Lindqvist',
      email: 'ava@example.org',
      phone: '+15551234',
      tier: 'PREMIUM',
      locale: 'en',
    };
    const session = {
      id,
      customer: { id: `id-of-${externalId}`, claims },
      signedInAt: new Date(),
      expiresAt: new Date(Date.now() + 3_600_000),
    };
    this.sessions.set(id, session);
    return { session, cookie: `sid=${id}`, signOut: () => this.sessions.delete(id) };
  }

  /** A code for this session, with what is needed to exchange it. */
  async code(session: CustomerSession, clientId = CLIENT.id) {
    const { verifier, challenge: codeChallenge } = pkce();
    const nonce = randomBytes(16).toString('hex');
    const request = { clientId, redirectUri: REDIRECT_URI, codeChallenge, nonce };
    const issued = await this.provider.issueCode(session, request);
    return { code: issued?.code ?? '', verifier, nonce };
  }

  exchange(
    { code, verifier }: { code: string; verifier: string },
    changes: Readonly<Record<string, string>> = {},
    client = CLIENT,
  ): Promise<TokenAnswer> {
    return this.token(
      {
        grant_type: 'authorization_code',
        code,
        code_verifier: verifier,
        redirect_uri: REDIRECT_URI,
        ...changes,
      },
      client,
    );
  }

  refresh(refreshToken: string | undefined, client = CLIENT): Promise<TokenAnswer> {
    return this.token({ grant_type: 'refresh_token', refresh_token: refreshToken ?? '' }, client);
  }

  /** The token endpoint, with the client's secret in the header. */
  async token(fields: Readonly<Record<string, string>>, { id, secret } = CLIENT): Promise<TokenAnswer> {
    const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
    return this.post('/token', fields, { authorization });
  }

  async post(path: string, fields: Readonly<Record<string, string>>, headers = {}): Promise<TokenAnswer> {
    const answer = await fetch(`${this.issuer}${path}`, {
      method: 'POST',
      headers,
      body: new URLSearchParams(fields),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? {} : JSON.parse(text) };
  }
}
