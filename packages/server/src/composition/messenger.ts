import { createHash } from 'node:crypto';
import type { Core } from '@throughline/core';
import type { DirectSettings } from '../config/options.js';
import type { Messenger } from '../doors/customer/messenger-routes.js';
import { sessionCode } from './guest-codes.js';
import type { Identity } from './identity.js';

/** Genesys's own Messenger in the portal's pages: who uses it, and what its agents are told. */
export async function composeMessenger(
  { signIn, ...settings }: DirectSettings,
  core: Core,
  identity: Identity,
): Promise<Messenger> {
  const { fitAttributes } = await import('@throughline/genesys-cloud');
  return {
    settings,
    start: async ({ customer }, asked) => {
      const { tier } = customer.claims;
      const known = tier === null ? [] : [['customerTier', tier] as const];
      const said = Object.entries(asked).filter(([name]) => name !== 'customerTier');
      const live = await core.conversations.findLive(customer.id);
      return {
        customer: createHash('sha256').update(`messenger ${customer.id}`).digest('base64url').slice(0, 22),
        attributes: fitAttributes([...known, ...said], (text) => core.mask(text).text).attributes,
        isHere: live !== null,
      };
    },
    code: async (session) => {
      const issued = await sessionCode(signIn, identity, session);
      if (!issued) return null;
      const { code: authCode, issuer: iss, ...rest } = issued;
      return { authCode, iss, ...rest };
    },
  };
}
