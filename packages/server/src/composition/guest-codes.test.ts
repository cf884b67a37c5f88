import { createHash } from 'node:crypto';
import type { Conversation } from '@throughline/core';
import type { CodeRequest } from '@throughline/identity';
import { describe, expect, it } from 'vitest';
import { guestCodesOf } from './guest-codes.js';

type Identity = Parameters<typeof guestCodesOf>[1];

const SETTINGS = { clientId: 'genesys', redirectUri: 'https://login.mypurecloud.de/oauth/callback' };
const AVA = { customerId: 'ava' } as Conversation;

/** Who is signed in where, the latest used first, and what the provider was asked. */
function identity(sessions: Readonly<Record<string, readonly string[]>>) {
  const asked: { session: string; request: CodeRequest }[] = [];
  const parts = {
    customerSessions: {
      placesOf: async (customerId: string) => (sessions[customerId] ?? []).map((id) => ({ id })),
      peek: async (id: string, customerId: string) => (sessions[customerId]?.includes(id) ? { id } : null),
    },
    openIdProvider: {
      issueCode: async ({ id: session }: { id: string }, request: CodeRequest) => {
        asked.push({ session, request });
        return { code: 'code', issuer: 'https://www.bank.example/support/oidc', expiresAt: new Date() };
      },
    },
  };
  return { asked, parts: parts as unknown as Identity };
}

describe('codes for guests', () => {
  it('[GUEST-10] are for the session that the customer used last, and open with the verifier alone', async () => {
    const { asked, parts } = identity({ ava: ['phone', 'laptop'] });
    const code = await guestCodesOf(SETTINGS, parts)(AVA);
    const [{ session, request } = { session: '', request: null }] = asked;
    expect(session).toBe('phone');
    expect(code).toMatchObject({ code: 'code', redirectUri: SETTINGS.redirectUri, nonce: request?.nonce });
    const challenge = createHash('sha256')
      .update(code?.codeVerifier ?? '')
      .digest('base64url');
    expect(request).toMatchObject({ ...SETTINGS, codeChallenge: challenge });
  });

  it('[GUEST-10] are not for customers who are signed in nowhere', async () => {
    const { asked, parts } = identity({ ben: ['tablet'] });
    expect(await guestCodesOf(SETTINGS, parts)(AVA)).toBeNull();
    expect(asked).toEqual([]);
  });
});
