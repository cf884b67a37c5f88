import type { StructuredMessage } from '@throughline/guest-api';
import { ConnectionLost } from './errors.js';
import type { GuestSocket } from './guest-socket.js';
import { readHistory } from './history.js';
import type { RelayServices } from './options.js';
import { Pace } from './pace.js';
import type { SessionRecord } from './record.js';

/** How far back the history is read beyond what is known, in milliseconds: clocks of servers differ. */
const OVERLAP_MS = 60_000;
/** How long a JWT is used: it lives for a minute, and a long history takes several at the pace that is allowed. */
const JWT_MS = 40_000;

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
    const from = since && new Date(since.getTime() - OVERLAP_MS);
    let jwt: string | null = null;
    let endsAt = 0;
    const access = async () => {
      if (jwt === null || performance.now() >= endsAt) {
        endsAt = performance.now() + JWT_MS;
        jwt = await this.#jwt(socket);
      }
      return jwt;
    };
    return readHistory(this.#options.endpoint, access, from, this.#pace, signal);
  }

  async #jwt(socket: GuestSocket): Promise<string> {
    const { token } = this.#record.state;
    const answer = await socket.request({ action: 'getJwt', token, tracingId: this.#options.newId() });
    if (answer.kind !== 'answered' || answer.frame.class !== 'JwtResponse') {
      throw new ConnectionLost('There is no access to the history.');
    }
    return answer.frame.body.jwt;
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
