import { createPortalSignIn } from '@throughline/chat-client';
import {
  type BrowserReport,
  type BrowserSample,
  CUSTOMER_PATHS,
  type MessengerCode,
  type MessengerStart,
  type MessengerStarted,
  REQUESTED_BY_HEADER,
} from '@throughline/protocol';
import type { PageSettings } from './settings.js';

/** The build puts it in. */
declare const RELEASE: string;

/** Longest wait for one answer, in milliseconds. */
const ANSWER_MS = 8_000;

export interface Gateway {
  /** Has the portal vouch for the customer. Rejects with `SignInError`. */
  signIn(): Promise<unknown>;
  start(start: MessengerStart): Promise<MessengerStarted>;
  /** Good once. Signs in again where the session has ended. */
  code(): Promise<MessengerCode>;
  /** False when the gateway says so; no answer is no reason to sign anybody out. */
  isSignedIn(): Promise<boolean>;
  report(sample: BrowserSample): void;
}

/** What the script asks of the customer door. */
export function connectGateway({ basePath, assertionUrl, isTelling }: PageSettings): Gateway {
  const signIn = createPortalSignIn({ basePath, assertionUrl });
  const post = (path: string, body: unknown, more: RequestInit = {}) =>
    fetch(basePath + path, {
      method: 'POST',
      credentials: 'include',
      cache: 'no-store',
      headers: { 'content-type': 'application/json', [REQUESTED_BY_HEADER]: 'throughline' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_MS),
      ...more,
    });
  const read = async <Body>(answer: Response): Promise<Body> => {
    if (!answer.ok) throw new Error(`the gateway answered ${answer.status}`);
    return (await answer.json()) as Body;
  };
  return {
    signIn,
    start: async (start) => read(await post(CUSTOMER_PATHS.messengerStart, start)),
    code: async () => {
      const answer = await post(CUSTOMER_PATHS.messengerCode, {});
      if (answer.status !== 401) return read(answer);
      await signIn();
      return read(await post(CUSTOMER_PATHS.messengerCode, {}));
    },
    isSignedIn: async () => {
      try {
        const answer = await fetch(basePath + CUSTOMER_PATHS.session, {
          credentials: 'include',
          cache: 'no-store',
          signal: AbortSignal.timeout(ANSWER_MS),
        });
        return answer.status !== 401;
      } catch {
        return true;
      }
    },
    report: (sample) => {
      if (!isTelling) return;
      const report: BrowserReport = { v: 1, release: RELEASE, samples: [sample] };
      // It may be lost with the connection: nothing depends on it.
      post(CUSTOMER_PATHS.browserReports, report, { credentials: 'omit', keepalive: true }).catch(
        () => undefined,
      );
    },
  };
}
