import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { createCheckpointSink } from './checkpoint-sinks.js';

const portOf = (server: { address(): AddressInfo | string | null }) => (server.address() as AddressInfo).port;

describe('checkpoint sinks', () => {
  it('[AUDIT-3] posts to a collector with its token, and fails unless it says yes', async () => {
    const seen: { request: IncomingMessage; body: string }[] = [];
    let status = 202;
    const server = createServer(async (request, response) => {
      seen.push({ request, body: await text(request) });
      response.writeHead(status).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = new URL(`http://127.0.0.1:${portOf(server)}/audit`);
    const sink = createCheckpointSink({ kind: 'http', url, token: 'collector-token' });

    await sink.write('a.b.c');
    expect(seen[0]?.body).toBe('a.b.c');
    expect(seen[0]?.request).toMatchObject({
      method: 'POST',
      url: '/audit',
      headers: { authorization: 'Bearer collector-token', 'content-type': 'application/jose' },
    });
    expect(sink.name).toBe(`http ${url.host}`);
    status = 500;
    await expect(sink.write('a.b.c')).rejects.toThrow('answered with status 500');
    server.close();
    server.closeAllConnections();
    await expect(sink.write('a.b.c')).rejects.toThrow();
  });

  it('[AUDIT-3] sends a syslog message with its length in front', async () => {
    const server = createTcpServer();
    const received = once(server, 'connection').then(([socket]) => text(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const sink = createCheckpointSink({
      kind: 'syslog',
      host: '127.0.0.1',
      port: portOf(server),
      tls: false,
    });
    await sink.write('a.b.c');
    const [, length, message] = /^(\d+) (.*)$/.exec(await received) ?? [];
    expect(message).toMatch(/^<109>1 \d{4}-\d\d-\d\dT[\d:.]+Z \S+ throughline - audit-checkpoint - a\.b\.c$/);
    expect(Number(length)).toBe(Buffer.byteLength(message ?? ''));
    server.close();
    await once(server, 'close');
    await expect(sink.write('a.b.c')).rejects.toThrow();
  });
});
