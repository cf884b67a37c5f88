import { type AgentRole, REQUESTED_BY_HEADER } from '@throughline/protocol';

export interface Agent {
  readonly id: string;
  readonly displayName: string;
  readonly role: AgentRole;
}

export interface DemoAgent extends Agent {
  readonly queues: readonly string[];
}

/** The server answered with something other than what was asked for. */
class AgentApiError extends Error {
  override readonly name = 'AgentApiError';
  readonly status: number;

  constructor(status: number) {
    super(`The server answered ${status}.`);
    this.status = status;
  }
}

/**
 * Who is signed in; null when nobody is.
 * @throws AgentApiError on any other answer, TypeError when the server is out of reach.
 */
export async function fetchAgent(): Promise<Agent | null> {
  const response = await request('GET', '/api/v1/agent');
  if (response.status === 401) return null;
  return ((await success(response).json()) as { agent: Agent }).agent;
}

/** The agents of the demo; null when this server has no demo sign-in. Throws like {@link fetchAgent}. */
export async function fetchDemoAgents(): Promise<readonly DemoAgent[] | null> {
  const response = await request('GET', '/api/v1/demo-agents');
  if (response.status === 404) return null;
  return ((await success(response).json()) as { agents: DemoAgent[] }).agents;
}

/** Signs in as a demo agent; the session is in a cookie that scripts cannot read. Throws like {@link fetchAgent}. */
export async function demoSignIn(agentId: string): Promise<void> {
  success(await request('POST', '/api/v1/demo-sign-in', { agentId }));
}

/** Throws like {@link fetchAgent}. */
export async function signOut(): Promise<void> {
  success(await request('POST', '/api/v1/sign-out'));
}

const REQUEST_LIMIT_MS = 10_000;

function request(method: 'GET' | 'POST', path: string, body?: object): Promise<Response> {
  const headers: Record<string, string> = { [REQUESTED_BY_HEADER]: 'throughline' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  return fetch(path, {
    method,
    headers,
    signal: AbortSignal.timeout(REQUEST_LIMIT_MS),
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

function success(response: Response): Response {
  if (!response.ok) throw new AgentApiError(response.status);
  return response;
}
