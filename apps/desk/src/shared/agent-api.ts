import { type AgentRole, REQUESTED_BY_HEADER } from '@throughline/protocol';
import type { CarriedOver } from '@throughline/protocol/carry-over';

/** What somebody may do here; `agent` and `supervisor` serve customers. */
export type StaffRole = AgentRole | 'auditor' | 'admin';

export interface SignedInAgent {
  readonly id: string;
  readonly displayName: string;
  readonly roles: readonly StaffRole[];
  /** Whether this desk may take the new conversations of another contact center. */
  readonly standIn: boolean;
}

export interface DemoAgent {
  readonly id: string;
  readonly displayName: string;
  readonly role: AgentRole;
  readonly queues: readonly string[];
}

/** How agents sign in: at the company's identity provider, by one click in the demo, or not at all. */
export interface SignInOptions {
  readonly provider: boolean;
  /** null: no demo sign-in. */
  readonly demoAgents: readonly DemoAgent[] | null;
}

/** Where the browser goes to sign in at the identity provider; `again` makes it ask for credentials anew. */
export const SIGN_IN_PATH = { usual: '/api/v1/sign-in', again: '/api/v1/sign-in?again' } as const;

/** The server answered with something other than what was asked for. */
class AgentApiError extends Error {
  override readonly name = 'AgentApiError';
  readonly status: number;

  constructor(status: number) {
    super(`The server answered ${status}.`);
    this.status = status;
  }
}

/** Whether that is why a request failed. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof AgentApiError && error.status === 401;
}

/**
 * Who is signed in; null when nobody is.
 * @throws AgentApiError on any other answer, TypeError when the server is out of reach.
 */
export async function fetchAgent(): Promise<SignedInAgent | null> {
  const response = await request('GET', '/api/v1/agent');
  if (response.status === 401) return null;
  const answer = (await success(response).json()) as {
    agent: Omit<SignedInAgent, 'standIn'>;
    standIn: boolean;
  };
  return { ...answer.agent, standIn: answer.standIn };
}

/** Throws like {@link fetchAgent}. */
export async function fetchSignInOptions(): Promise<SignInOptions> {
  const options = success(await request('GET', '/api/v1/sign-in/options'));
  const { provider } = (await options.json()) as { provider: boolean };
  return { provider, demoAgents: provider ? null : await fetchDemoAgents() };
}

async function fetchDemoAgents(): Promise<readonly DemoAgent[] | null> {
  const response = await request('GET', '/api/v1/demo-agents');
  if (response.status === 404) return null;
  return ((await success(response).json()) as { agents: DemoAgent[] }).agents;
}

/** Signs in as a demo agent; the session is in a cookie that scripts cannot read. Throws like {@link fetchAgent}. */
export async function demoSignIn(agentId: string): Promise<void> {
  success(await request('POST', '/api/v1/demo-sign-in', { agentId }));
}

/** Where the browser goes on to sign out at the identity provider; null for nowhere. Throws like {@link fetchAgent}. */
export async function signOut(): Promise<string | null> {
  const response = success(await request('POST', '/api/v1/sign-out'));
  return ((await response.json()) as { continueAt: string | null }).continueAt;
}

/** What the server answers. Throws like {@link fetchAgent}. */
export async function get(path: string): Promise<Response> {
  return success(await request('GET', path));
}

/** The server's own words for why it refused, where it answered; they are safe to show. Throws like {@link fetchAgent}. */
export async function postOrRefusal(path: string, body: object): Promise<Response | string> {
  const response = await request('POST', path, body);
  if (response.ok || response.status === 401 || response.status >= 500) return success(response);
  return ((await response.json()) as { error: { message: string } }).error.message;
}

/** Asks for something; the answer is one of success. Throws like {@link fetchAgent}. */
export async function post(path: string, body: object): Promise<Response> {
  return success(await request('POST', path, body));
}

/**
 * Whom the agent has on the phone, by the code that the customer says: once. The status of the refusal when there is
 * nobody. Throws TypeError when the server is out of reach.
 */
export async function useCarryOver(code: string): Promise<CarriedOver | number> {
  const response = await request('POST', '/api/v1/carry-over', { code });
  return response.ok ? ((await response.json()) as CarriedOver) : response.status;
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
