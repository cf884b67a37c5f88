import type { ChatClient } from '@throughline/chat-client';
import type { LoadPhase } from '@throughline/protocol';
import { callBack } from './attention.js';
import { startTelemetry } from './telemetry.js';

export interface Accompanied {
  readonly client: ChatClient;
  readonly host: HTMLElement;
  /** Customer door. */
  readonly basePath: string;
  /** The customer has the newest message before their eyes. */
  isLookedAt(): boolean;
}

export interface Company {
  /** A chat is there; `openedAt` is when the customer clicked, 0 when nobody did. */
  ready(openedAt: number, now: number): void;
  /** The customer is shown other ways instead of a chat that they asked for at `openedAt`. */
  failed(openedAt: number, now: number): void;
  leave(): void;
}

/** What goes on beside a chat: telling the gateway how it went, and calling the customer back. */
export function accompany({ client, host, basePath, isLookedAt }: Accompanied): Company {
  const telemetry = startTelemetry({ client, basePath, share: shareOf(host) });
  const stopCalling = callBack(client, isLookedAt);
  let isReady = false;
  let toldOf = 0;
  return {
    ready(openedAt, now) {
      if (!isReady) telemetry.ready(openedAt, now);
      isReady = true;
    },
    failed(openedAt, now) {
      if (toldOf === openedAt) return;
      toldOf = openedAt;
      telemetry.fallback(phaseOf(client), now - openedAt);
    },
    leave() {
      stopCalling();
      telemetry.stop();
    },
  };
}

/** `data-telemetry`: the share of pages that tell times; all of them by default. */
function shareOf({ dataset }: HTMLElement): number {
  const share = Number(dataset.telemetry ?? '1');
  return share >= 0 && share <= 1 ? share : 1;
}

/** What the customer is waiting for. */
function phaseOf({ snapshot }: ChatClient): LoadPhase {
  return snapshot.connection.kind === 'signing-in' ? 'session' : 'socket';
}
