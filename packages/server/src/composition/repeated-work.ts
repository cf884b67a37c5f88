import type { Core, TranscriptMails } from '@throughline/core';
import type { HubOptions } from '../realtime/hub.js';
import { noteLapsedSwitch } from '../stand-in/stand-in-actions.js';
import type { Foundation } from './foundation.js';
import type { Relay } from './relay.js';
import { measureMails } from './transcripts.js';

/** What every node does again and again for contact centers elsewhere and for mails. */
export function repeatedWork(
  foundation: Foundation,
  core: Core,
  relay: Relay | null,
  transcripts: TranscriptMails | null,
): HubOptions['repeated'] {
  const { store, clock } = foundation;
  const calls = relay?.callbacks;
  return [
    ...(relay
      ? [
          { everyMs: 10_000, run: () => noteLapsedSwitch(store.standIn, clock.now()) },
          { everyMs: 30_000, run: () => relay.lookForWrapUps(core) },
        ]
      : []),
    ...(calls ? [{ everyMs: 5_000, run: () => calls.look() }] : []),
    ...(transcripts
      ? [
          { everyMs: 2_000, run: () => transcripts.sendDue() },
          { everyMs: 2_000, run: () => measureMails(transcripts, foundation) },
        ]
      : []),
  ];
}
