import { IdentityError } from '@throughline/identity';
import { CUSTOMER_PATHS } from '@throughline/protocol';
import type { FastifyInstance } from 'fastify';
import { toWireError, WireError } from '../../errors.js';
import type { Services } from '../../realtime/services.js';
import { readForms } from '../forms.js';
import { toErrorBody } from '../http-errors.js';
import type { Admission } from './admission.js';
import type { IdentityProvider } from './oidc-routes.js';

/**
 * Where the identity provider says that somebody has signed out (OpenID Connect Back-Channel Logout 1.0 §2.5). It
 * comes from a server, not from a browser: the signed token alone counts, cookies and origin do not.
 */
export function addBackchannelLogout(
  app: FastifyInstance,
  { sessions }: IdentityProvider,
  admission: Admission,
  { logger, metrics }: Services,
): void {
  readForms(app);
  app.post(CUSTOMER_PATHS.backchannelLogout, async (request, reply) => {
    try {
      const ended = await sessions.logOut(tokenOf(request.body));
      admission.announceEnd(ended);
      return reply.code(200).send();
    } catch (error) {
      const refusal = toWireError(error);
      const reason = error instanceof IdentityError ? error.reason : refusal.code;
      logger.warn({ code: refusal.code, reason }, 'a back-channel logout was not carried out');
      metrics.refusals.inc({ code: refusal.code });
      // §2.8: 400 whatever the reason.
      return reply.code(400).send(toErrorBody(refusal));
    }
  });
}

function tokenOf(body: unknown): string {
  const tokens = body instanceof URLSearchParams ? body.getAll('logout_token') : [];
  const [token] = tokens;
  if (token !== undefined && tokens.length === 1) return token;
  throw new WireError('bad_request', 'Send logout_token=… once, as application/x-www-form-urlencoded.');
}
