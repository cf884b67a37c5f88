import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { AwsClient } from 'aws4fetch';
import { describe, expect, it } from 'vitest';
import { BUCKET_KEY, LockedBucket, REGION } from '../../test-support/locked-bucket.js';
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

  it('[AUDIT-21] writes objects to a bucket that nobody can overwrite or delete before their time', async () => {
    const bucket = await LockedBucket.open();
    const settings = {
      kind: 'bucket',
      url: bucket.url,
      region: REGION,
      ...BUCKET_KEY,
      retainDays: 30,
    } as const;
    const sink = createCheckpointSink(settings);
    await sink.write('a.b.c');
    await sink.write('d.e.f');
    const objects = [...bucket.objects];
    expect(objects.map(([path]) => path).toSorted()).toEqual(objects.map(([path]) => path));
    expect(objects.map(([, { body, mode }]) => [body, mode])).toEqual([
      ['a.b.c\n', 'COMPLIANCE'],
      ['d.e.f\n', 'COMPLIANCE'],
    ]);
    const [[path, { retainUntil }] = ['', { retainUntil: new Date(0) }]] = objects;
    expect(path).toMatch(/^\/audit\/\d{8}T\d{9}Z-[\da-f-]+\.jws$/);
    expect(retainUntil.getTime()).toBeGreaterThan(Date.now() + 29 * 24 * 3_600_000);
    const client = new AwsClient({ ...BUCKET_KEY, region: REGION, service: 's3', retries: 0 });
    const address = new URL(path, bucket.url).href;
    const hash = createHash('sha256').update('').digest('hex');
    const headers = { 'x-amz-content-sha256': hash };
    expect((await client.fetch(address, { method: 'DELETE', headers })).status).toBe(403);
    expect(sink.name).toBe(`bucket ${bucket.url.host}/audit`);

    const stranger = createCheckpointSink({ ...settings, secretAccessKey: 'another' });
    await expect(stranger.write('a.b.c')).rejects.toThrow('answered with status 403');
    expect(bucket.objects.size).toBe(2);
    await bucket.close();
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
