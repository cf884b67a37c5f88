import { openSocket, SignInError } from '@throughline/chat-client';
import { createDeskClient, type DeskClient } from '@throughline/chat-client/desk';
import { fetchAgent } from './shared/agent-api.js';

/** The desk's client over this page's own origin. */
export function createBrowserClient(): DeskClient {
  return createDeskClient({
    connect: () => openSocket(new URL('/api/v1/socket', location.href)),
    signIn: requireAgent,
  });
}

async function requireAgent(): Promise<void> {
  const agent = await fetchAgent().catch(() => {
    throw new SignInError('unreachable');
  });
  if (agent === null) throw new SignInError('sign-in-needed');
}
