/**
 * - `unreachable`: no answer, or one that only a broken service gives (5xx)
 * - `login_refused`: the OAuth client is not accepted
 * - `forbidden`: the OAuth client lacks a permission, a scope or a division
 * - `not_found`, `conflict`: what the request names is not there, or is in another state
 * - `limited`: a limit of Genesys, or our budget below it, is used up
 * - `bad_request`: Genesys does not take the request
 * - `bad_answer`: the answer has not the shape that is promised
 */
export type GenesysErrorCode =
  | 'unreachable'
  | 'login_refused'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'limited'
  | 'bad_request'
  | 'bad_answer';

/** What Genesys said of a failure. Codes and ids, never its text, which may quote what was sent. */
export interface GenesysErrorFacts {
  /** The operation, such as `GET /api/v2/conversations/{id}`; never with values. */
  readonly operation: string;
  readonly status?: number;
  /** Genesys's own code, such as `missing.any.permissions`. */
  readonly reason?: string;
  /** What Genesys's support asks for. */
  readonly contextId?: string;
  /** When it may be tried again, in milliseconds from now. */
  readonly retryAfterMs?: number;
}

/** A request to Genesys Cloud failed. The message says where, what, and what to do; it never carries content. */
export class GenesysError extends Error {
  override readonly name = 'GenesysError';

  constructor(
    readonly code: GenesysErrorCode,
    readonly facts: GenesysErrorFacts,
    options?: ErrorOptions,
  ) {
    super(sentenceOf(code, facts), options);
  }
}

const REMEDIES: Readonly<Record<GenesysErrorCode, string>> = {
  unreachable:
    'Genesys Cloud did not answer. Check the region, the network and status.mypurecloud.com; it is tried again.',
  login_refused:
    'The login was refused. Check the id, secret and grant type of the OAuth client in Genesys Cloud.',
  forbidden: 'The OAuth client may not do this. Give its role the permission, in the division of the queue.',
  not_found: 'Genesys Cloud does not know what the request names. Check the ids in the configuration.',
  conflict: 'What the request names is in another state. Read it again.',
  limited: 'A request limit is used up. It is tried again; ask Genesys to raise the limit if this goes on.',
  bad_request: 'Genesys Cloud does not take the request. Report it with the context id.',
  bad_answer:
    'The answer has another shape than documented. Check that the address is that of the Platform API.',
};

function sentenceOf(
  code: GenesysErrorCode,
  { operation, status, reason, contextId }: GenesysErrorFacts,
): string {
  const said = [
    ...(status === undefined ? [] : [`status ${status}`]),
    ...(reason === undefined ? [] : [`code ${reason}`]),
    ...(contextId === undefined ? [] : [`context ${contextId}`]),
  ];
  return `${operation}: ${REMEDIES[code]}${said.length > 0 ? ` (${said.join(', ')})` : ''}`;
}
