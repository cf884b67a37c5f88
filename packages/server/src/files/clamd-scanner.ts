import { connect, type NetConnectOpts } from 'node:net';
import type { FileScanner } from '@throughline/core';

/** clamd's answer is one short line. */
const MAX_ANSWER_BYTES = 4_096;
const CHUNK_BYTES = 64 * 1024;

export interface ClamdAddress {
  /** Host and port, or the path of a Unix socket. */
  readonly connect: NetConnectOpts;
  /** Longest that one file may take, in milliseconds. */
  readonly timeoutMs: number;
}

/**
 * ClamAV over clamd's INSTREAM command (clamd(8)): `zINSTREAM\0`, then chunks with their length before them (32 bits,
 * network order), then a length of zero; it answers `stream: OK\0` or `stream: <name> FOUND\0`.
 */
export class ClamdScanner implements FileScanner {
  readonly #address: ClamdAddress;

  constructor(address: ClamdAddress) {
    this.#address = address;
  }

  async scan(content: Uint8Array): Promise<'clean' | 'infected'> {
    const answer = await this.#ask(content);
    if (/^stream: OK\0?$/.test(answer)) return 'clean';
    if (/ FOUND\0?$/.test(answer)) return 'infected';
    // For example that the file is above clamd's own limit (StreamMaxLength).
    throw new Error(`clamd gave no verdict: ${answer.slice(0, 200)}`);
  }

  #ask(content: Uint8Array): Promise<string> {
    const { connect: where, timeoutMs } = this.#address;
    return new Promise((resolve, reject) => {
      const socket = connect(where);
      const alarm = setTimeout(() => socket.destroy(new Error('clamd took too long')), timeoutMs);
      let answer = '';
      socket.setEncoding('latin1');
      socket.on('connect', () => {
        socket.write('zINSTREAM\0');
        for (let at = 0; at < content.length; at += CHUNK_BYTES) {
          const chunk = content.subarray(at, at + CHUNK_BYTES);
          socket.write(lengthOf(chunk));
          socket.write(chunk);
        }
        socket.write(lengthOf(new Uint8Array()));
      });
      socket.on('data', (text) => {
        answer += text;
        if (answer.length > MAX_ANSWER_BYTES) socket.destroy(new Error('clamd answered too much'));
      });
      socket.on('end', () => resolve(answer));
      socket.on('error', reject);
      socket.on('close', () => {
        clearTimeout(alarm);
        // Settled already, unless the connection broke without a word.
        reject(new Error('clamd closed the connection'));
      });
    });
  }
}

function lengthOf(chunk: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(chunk.length);
  return length;
}
