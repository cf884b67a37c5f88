import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { connect as connectTcp, type Socket } from 'node:net';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { type BucketSettings, putLocked } from './bucket-sink.js';

/** A place outside the database that keeps checkpoints. It must not be writable for whoever can write the database. */
export interface CheckpointSink {
  /** For logs: the kind of place and where it is, without secrets. */
  readonly name: string;
  /** Resolves when the place has the line for good. */
  write(line: string): Promise<void>;
}

export type CheckpointSinkSettings =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'http'; readonly url: URL; readonly token?: string }
  | BucketSettings
  | { readonly kind: 'syslog'; readonly host: string; readonly port: number; readonly tls: boolean };

/** Longest that a place may take, in milliseconds. */
const SINK_TIMEOUT_MS = 5_000;

export function createCheckpointSink(settings: CheckpointSinkSettings): CheckpointSink {
  switch (settings.kind) {
    case 'file':
      return { name: `file ${settings.file}`, write: (line) => appendDurably(settings.file, line) };
    case 'http':
      return { name: `http ${settings.url.host}`, write: (line) => post(settings.url, settings.token, line) };
    case 'bucket':
      return {
        name: `bucket ${settings.url.host}${settings.url.pathname}`,
        write: (line) => putLocked(settings, line, SINK_TIMEOUT_MS),
      };
    case 'syslog':
      return { name: `syslog ${settings.host}:${settings.port}`, write: (line) => log(settings, line) };
  }
}

async function appendDurably(file: string, line: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, 'a', 0o640);
    await handle.appendFile(`${line}\n`);
    await handle.sync();
  } finally {
    await handle?.close();
  }
}

async function post(url: URL, token: string | undefined, line: string): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/jose', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: line,
    redirect: 'error',
    signal: AbortSignal.timeout(SINK_TIMEOUT_MS),
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`answered with status ${response.status}`);
}

type SyslogSettings = Extract<CheckpointSinkSettings, { kind: 'syslog' }>;

/** Facility 13 (log audit), severity 5 (notice), RFC 5424 §6.2.1. */
const PRIORITY = 13 * 8 + 5;

/** One message (RFC 5424) in octet-counting framing over TCP (RFC 6587 §3.4.1) or TLS (RFC 5425 §4.3). */
function log({ host, port, tls }: SyslogSettings, line: string): Promise<void> {
  const message = `<${PRIORITY}>1 ${new Date().toISOString()} ${hostname()} throughline - audit-checkpoint - ${line}`;
  return new Promise((resolve, reject) => {
    const socket: Socket = tls ? connectTls({ host, port, servername: host }) : connectTcp({ host, port });
    socket.setTimeout(SINK_TIMEOUT_MS, () => socket.destroy(new Error('took too long')));
    socket.once('error', reject);
    socket.once('close', () => resolve());
    // Syslog acknowledges nothing: a connection that was taken and closed in order is all there is to go by.
    socket.end(`${Buffer.byteLength(message)} ${message}`);
    socket.resume();
  });
}
