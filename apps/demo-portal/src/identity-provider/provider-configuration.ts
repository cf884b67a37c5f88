import { randomBytes } from 'node:crypto';
import { exportJWK, generateKeyPair } from 'jose';
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { findCustomer } from '../customers.js';
import { problemPage } from '../pages/problem-page.js';
import { signOutPage } from '../pages/sign-out-page.js';
import { MemoryAdapter } from './memory-adapter.js';

export interface ProviderClient {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUris: readonly string[];
  readonly signedOutUris: readonly string[];
  /** Told when somebody signs out (OpenID Connect Back-Channel Logout 1.0). */
  readonly backchannelLogoutUri?: string;
}

/** Where the provider is mounted. */
export const PROVIDER_PATH = '/idp';

const PAGE_POLICY =
  "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data:;form-action 'self';base-uri 'none';frame-ancestors 'none'";

/** What makes `oidc-provider` the identity provider of Meridian's customers. Keys and all it issues end with the process. */
export async function providerConfiguration(clients: readonly ProviderClient[]): Promise<Configuration> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return {
    adapter: MemoryAdapter,
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig', kid: 'meridian-1' }] },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    clients: clients.map((client) => ({
      client_id: client.clientId,
      client_secret: client.clientSecret,
      grant_types: ['authorization_code', 'refresh_token'],
      id_token_signed_response_alg: 'ES256',
      redirect_uris: [...client.redirectUris],
      post_logout_redirect_uris: [...client.signedOutUris],
      ...(client.backchannelLogoutUri
        ? {
            backchannel_logout_uri: client.backchannelLogoutUri,
            backchannel_logout_session_required: true,
          }
        : {}),
    })),
    claims: {
      openid: ['sub', 'sid'],
      profile: ['name', 'locale', 'phone', 'tier'],
      email: ['email'],
    },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    features: {
      backchannelLogout: { enabled: true },
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: async (context, form) => {
          const xsrf = /name="xsrf" value="([^"]+)"/.exec(form)?.[1] ?? '';
          showPage(context, signOutPage(`${PROVIDER_PATH}/session/end/confirm`, xsrf).toString());
        },
        postLogoutSuccessSource: async (context) => context.redirect('/'),
      },
    },
    findAccount: (_context, sub) => {
      const customer = findCustomer(sub);
      if (!customer) return undefined;
      const { id, name, email, phone, tier, locale } = customer;
      return { accountId: id, claims: () => ({ sub: id, name, email, phone, tier, locale }) };
    },
    interactions: { url: (_context, { uid }) => `${PROVIDER_PATH}/interaction/${uid}` },
    issueRefreshToken: async (_context, client) => client.grantTypeAllowed('refresh_token'),
    loadExistingGrant: grantToOwnClients,
    pkce: { required: () => true },
    renderError: (context) => showPage(context, problemPage('badRequest', null).toString()),
    rotateRefreshToken: true,
    ttl: {
      AccessToken: 300,
      Grant: 28_800,
      IdToken: 300,
      Interaction: 600,
      RefreshToken: 28_800,
      Session: 28_800,
    },
    // Portal and gateway are on loopback, which the library keeps its requests away from.
    fetch: (address, options) => fetch(address, withoutDispatcher(options)),
  };
}

function showPage(context: KoaContextWithOIDC, page: string): void {
  context.set('content-security-policy', PAGE_POLICY);
  context.set('cache-control', 'no-store');
  context.type = 'text/html; charset=utf-8';
  context.body = page;
}

/** Portal and gateway are the company's own: nobody is asked whether they may know who signs in. */
async function grantToOwnClients({ oidc }: KoaContextWithOIDC) {
  const { client, session, provider } = oidc;
  if (!client || !session?.accountId) return undefined;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope('openid profile email');
  await grant.save();
  return grant;
}

function withoutDispatcher(options: (RequestInit & { dispatcher?: unknown }) | undefined): RequestInit {
  const { dispatcher: _dispatcher, ...others } = options ?? {};
  return others;
}
