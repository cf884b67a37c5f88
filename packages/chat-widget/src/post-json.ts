import { REQUESTED_BY_HEADER } from '@throughline/protocol';

/**
 * Sends JSON to the gateway as its customer.
 * @param url path at the customer door, or a whole URL
 * @param limitMs how long the gateway may take, in milliseconds
 * @returns null when no answer came
 */
export async function postJson(url: string, body: object, limitMs: number): Promise<Response | null> {
  try {
    return await fetch(new URL(url, location.href), {
      method: 'POST',
      credentials: 'include',
      headers: { 'content-type': 'application/json', [REQUESTED_BY_HEADER]: 'chat' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(limitMs),
    });
  } catch {
    return null;
  }
}
