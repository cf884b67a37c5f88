import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { ClamdScanner } from './clamd-scanner.js';

let server: Server | undefined;
afterEach(() => {
  server?.close();
  server = undefined;
});

/** Reads one INSTREAM as clamd does, and answers; without an answer it says nothing. */
async function clamd(answer: (content: Buffer) => string | null) {
  const sockets: Socket[] = [];
  server = createServer((socket) => {
    sockets.push(socket);
    let received = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('data', (data: Buffer) => {
      received = Buffer.concat([received, data]);
      const content = readStream(received);
      const words = content && answer(content);
      if (words) socket.end(words);
      else if (content) socket.pause();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { connect: { host: '127.0.0.1', port }, sockets };
}

/** The content of a complete stream; null while it is under way. */
function readStream(received: Buffer): Buffer | null {
  const command = 'zINSTREAM\0';
  if (received.toString('latin1', 0, command.length) !== command) return null;
  const chunks: Buffer[] = [];
  for (let at = command.length; at + 4 <= received.length; ) {
    const length = received.readUInt32BE(at);
    if (length === 0) return Buffer.concat(chunks);
    if (at + 4 + length > received.length) return null;
    chunks.push(received.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return null;
}

it('[FILE-5] sends the whole file, and believes the verdict', async () => {
  const seen: Buffer[] = [];
  const { connect } = await clamd((content) => {
    seen.push(content);
    return content.includes('bad') ? 'stream: Eicar-Test-Signature FOUND\0' : 'stream: OK\0';
  });
  const scanner = new ClamdScanner({ connect, timeoutMs: 5_000 });
  const content = Buffer.alloc(200_000, 'good ');
  expect(await scanner.scan(content)).toBe('clean');
  expect(seen[0]?.equals(content)).toBe(true);
  expect(await scanner.scan(Buffer.from('bad'))).toBe('infected');
});

it.each([
  ['an error', 'INSTREAM size limit exceeded. ERROR\0'],
  ['words of its own', 'hello\0'],
  ['words around the verdict', 'stream: OK but not\0'],
])('[FILE-5] gives no verdict on %s', async (_, words) => {
  const { connect } = await clamd(() => words);
  await expect(new ClamdScanner({ connect, timeoutMs: 5_000 }).scan(Buffer.from('x'))).rejects.toThrow();
});

it('[FILE-5] gives no verdict without an answer, and none without a scanner', async () => {
  const { connect } = await clamd(() => null);
  await expect(new ClamdScanner({ connect, timeoutMs: 50 }).scan(Buffer.from('x'))).rejects.toThrow(
    'too long',
  );
  server?.close();
  const nobody = { host: '127.0.0.1', port: 1 };
  await expect(
    new ClamdScanner({ connect: nobody, timeoutMs: 5_000 }).scan(Buffer.from('x')),
  ).rejects.toThrow();
});
