import type { GuestRequest, StructuredMessage } from '@throughline/guest-api';
import { ConnectionLost } from './errors.js';
import type { GuestSocket } from './guest-socket.js';
import { readHistory } from './history.js';
import type { RelayServices } from './options.js';
import { Pace } from './pace.js';
import type { SessionRecord } from './record.js';

/** How far back the history is read beyond what is known, in milliseconds: clocks of servers differ. */
const OVERLAP_MS = 60_000;

/** Reads what the other side keeps of a session. */
export class SessionReading {
  readonly #options: Pick<RelayServices, 'endpoint' | 'newId'>;
  readonly #record: SessionRecord;
  readonly #pace: Pace;

  constructor(
    options: Pick<RelayServices, 'endpoint' | 'newId'>,
    record: SessionRecord,
    historyPerMinute: number,
  ) {
    this.#options = options;
    this.#record = record;
    this.#pace = new Pace(historyPerMinute, 60_000);
  }

  /** Messages since then, as far as they are kept. @throws ConnectionLost and what {@link readHistory} throws */
  async history(
    socket: GuestSocket,
    since: Date | null,
    signal: AbortSignal,
  ): Promise<readonly StructuredMessage[]> {
    const request: GuestRequest & { tracingId: string } = {
      action: 'getJwt',
      token: this.#record.state.token,
      tracingId: this.#options.newId(),
    };
    const answer = await socket.request(request);
    if (answer.kind !== 'answered' || answer.frame.class !== 'JwtResponse') {
      throw new ConnectionLost('There is no access to the history.');
    }
    const from = since && new Date(since.getTime() - OVERLAP_MS);
    return readHistory(this.#options.endpoint, answer.frame.body.jwt, from, this.#pace, signal);
  }

  /** Where a file can be fetched for the next minutes. */
  async fileAddress(socket: GuestSocket, attachmentId: string): Promise<string | null> {
    const answer = await socket.request({
      action: 'getAttachment',
      token: this.#record.state.token,
      tracingId: this.#options.newId(),
      attachmentId,
    });
    const frame = answer.kind === 'answered' ? answer.frame : null;
    return frame?.class === 'PresignedUrlResponse' ? frame.body.url : null;
  }
}
