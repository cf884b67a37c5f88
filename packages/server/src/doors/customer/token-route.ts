import { type ClientCredentials, ClientError, type ServerTokens } from '@throughline/identity';
import { CUSTOMER_PATHS } from '@throughline/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Services } from '../../realtime/services.js';
import { readForms } from '../forms.js';
import type { ReadCertificate } from './client-certificate.js';

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

export interface TokenRouteOptions {
  readonly tokens: ServerTokens;
  readonly certificateOf: ReadCertificate;
  /** Address of this endpoint, which assertions of clients are made for. */
  readonly addressOf: (request: FastifyRequest) => string;
  readonly services: Services;
}

/** `POST …/token`: access tokens for servers (RFC 6749 §4.4, RFC 7523 §2.2, RFC 8705 §2). */
export function addTokenRoute(app: FastifyInstance, options: TokenRouteOptions): void {
  const { tokens, certificateOf, addressOf, services } = options;
  readForms(app);
  app.post(CUSTOMER_PATHS.serverToken, async (request, reply) => {
    try {
      const form = formOf(request);
      if (form.get('grant_type') !== 'client_credentials') {
        throw new ClientError('unsupported_grant_type', 'Ask with grant_type=client_credentials.');
      }
      const credentials = { ...credentialsOf(request, form), certificate: certificateOf(request.raw) };
      const scopes = (form.get('scope') ?? '').split(' ').filter(Boolean);
      const token = await tokens.issue(credentials, scopes, addressOf(request));
      return reply.send({
        access_token: token.value,
        token_type: 'Bearer',
        expires_in: token.expiresInSeconds,
        scope: token.scopes.join(' '),
      });
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      services.logger.warn({ code: error.code, reason: error.reason }, 'a server got no token');
      services.metrics.refusals.inc({ code: error.code });
      return refuse(reply, error);
    }
  });
}

/** RFC 6749 §5.2. */
function refuse(reply: FastifyReply, { code, message }: ClientError): FastifyReply {
  if (code === 'invalid_client') reply.header('www-authenticate', 'Basic realm="throughline"');
  return reply.code(code === 'invalid_client' ? 401 : 400).send({ error: code, error_description: message });
}

/** A parameter that comes twice is an error (RFC 6749 §3.2). */
function formOf({ body }: FastifyRequest): URLSearchParams {
  const form = body instanceof URLSearchParams ? body : new URLSearchParams();
  const names = [...form.keys()];
  if (names.length === new Set(names).size) return form;
  throw new ClientError('invalid_request', 'Send every parameter once.');
}

function credentialsOf(
  { headers: { authorization } }: FastifyRequest,
  form: URLSearchParams,
): Omit<ClientCredentials, 'certificate'> {
  const isAssertion = form.get('client_assertion_type') === ASSERTION_TYPE;
  const assertion = isAssertion ? form.get('client_assertion') : null;
  const secret = form.get('client_secret');
  if (authorization === undefined) return { clientId: form.get('client_id'), secret, assertion };
  const [, basic] = /^basic ([A-Za-z0-9+/=]+)$/i.exec(authorization) ?? [];
  const [, id, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(basic ?? '', 'base64').toString()) ?? [];
  if (id === undefined || password === undefined || secret !== null) {
    throw new ClientError(
      'invalid_request',
      'Send id and secret once: in "Authorization: Basic …" or in the form.',
    );
  }
  return { clientId: decode(id), secret: decode(password), assertion };
}

/** Id and secret are form-encoded inside of the Basic header (RFC 6749 §2.3.1). */
function decode(text: string): string {
  return new URLSearchParams(`x=${text}`).get('x') ?? '';
}
