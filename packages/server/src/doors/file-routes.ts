import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { BlobHead, Files, Party } from '@throughline/core';
import { type Attachment, FILE_NAME_HEADER } from '@throughline/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { RateLimitedError, WireError } from '../errors.js';

export interface FileRoutesOptions {
  readonly path: string;
  readonly files: Files;
  /** Other origins of the site show what is here. */
  readonly shared: boolean;
  /**
   * Checked before the body is read.
   * @throws WireError when this request may bring no file
   */
  uploaderOf(request: FastifyRequest): Promise<Uploader>;
  /** @throws WireError `unauthenticated`, `not_found` (T10) */
  requireReader(request: IncomingMessage, head: BlobHead): Promise<void>;
}

export interface Uploader {
  readonly customerId: string;
  readonly uploader: Party;
}

/** Uploads that one door of a node holds in memory at once. */
const MAX_UPLOADS = 8;
const RETRY_MS = 2_000;
const MAX_NAME_HEADER = 1_024;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Uploads and downloads: what is sent is bytes, and what is answered can never run or be framed. */
export async function addFileRoutes(app: FastifyInstance, options: FileRoutesOptions): Promise<void> {
  await app.register(async (scope) => addUpload(scope, options));
  app.get<{ Params: { id: string } }>(`${options.path}/:id`, async (request, reply) => {
    const file = UUID.test(request.params.id) ? await options.files.open(request.params.id) : null;
    if (!file) throw noSuchFile();
    await options.requireReader(request.raw, file.head);
    answerWith(reply, file.name, file.mediaType, options.shared);
    return reply.header('content-length', file.head.bytes).send(Readable.from(file.pieces()));
  });
}

function addUpload(app: FastifyInstance, { path, files, uploaderOf }: FileRoutesOptions): void {
  const uploaders = new WeakMap<FastifyRequest, Uploader>();
  let uploads = 0;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    '*',
    { parseAs: 'buffer', bodyLimit: files.rules.maxBytes },
    async (_: unknown, body: unknown) => body,
  );
  app.addHook('onRequest', async (request, reply) => {
    uploaders.set(request, await uploaderOf(request));
    if (uploads >= MAX_UPLOADS) throw new RateLimitedError(RETRY_MS);
    uploads += 1;
    reply.raw.once('close', () => {
      uploads -= 1;
    });
  });
  app.post<{ Querystring: { previewOf?: unknown } }>(path, async (request, reply): Promise<Attachment> => {
    const { previewOf } = request.query;
    const uploader = uploaders.get(request);
    const isPreview = typeof previewOf === 'string' && UUID.test(previewOf);
    if (!uploader || !Buffer.isBuffer(request.body) || (previewOf !== undefined && !isPreview)) {
      throw new WireError('bad_request', 'Send the file itself as the body, with its type and its name.');
    }
    reply.code(201);
    return files.keep({
      ...uploader,
      name: nameOf(request.headers[FILE_NAME_HEADER]),
      mediaType: (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '',
      content: request.body,
      ...(isPreview ? { previewOf } : {}),
    });
  });
}

/** @throws WireError `bad_request` */
function nameOf(header: string | string[] | undefined): string {
  try {
    if (typeof header === 'string' && header.length <= MAX_NAME_HEADER) return decodeURIComponent(header);
  } catch {
    // Falls through to the refusal.
  }
  throw new WireError('bad_request', `Send the file's name in ${FILE_NAME_HEADER}, percent-encoded UTF-8.`);
}

function answerWith(reply: FastifyReply, name: string, mediaType: string, shared: boolean): void {
  reply.headers({
    'content-type': mediaType.startsWith('text/') ? `${mediaType}; charset=utf-8` : mediaType,
    // RFC 6266 and RFC 8187.
    'content-disposition': `attachment; filename*=UTF-8''${encodeName(name)}`,
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': shared ? 'same-site' : 'same-origin',
  });
}

function encodeName(name: string): string {
  return encodeURIComponent(name).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The same words whether it is somebody else's or not there. */
export function noSuchFile(): WireError {
  return new WireError('not_found', 'There is no such file for you.');
}
