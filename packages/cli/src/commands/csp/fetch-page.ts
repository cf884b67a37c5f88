import type { CheckedPage, DeliveredPolicy } from '@throughline/content-policy';
import { Parser } from 'htmlparser2';

const TIME_LIMIT_MS = 10_000;
/** A policy in a page stands in its head. */
const MAX_BYTES = 2_000_000;

/** The page cannot be read. The message says why and what to do. */
export class PageError extends Error {
  override readonly name = 'PageError';
}

/**
 * Reads a page's policies and script tags as a browser without a session gets them.
 * @throws PageError
 */
export async function fetchPage(address: URL): Promise<CheckedPage> {
  let response: Response;
  let html: string;
  try {
    response = await fetch(address, {
      headers: { accept: 'text/html' },
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
    });
    html = (await response.text()).slice(0, MAX_BYTES);
  } catch (error) {
    throw new PageError(
      `${address.href} cannot be read: ${reasonOf(error)}. Check the address and the network.`,
    );
  }
  const type = response.headers.get('content-type') ?? '';
  if (!/html/i.test(type)) {
    throw new PageError(
      `${response.url} is not a page (${type === '' ? 'no content type' : type}). Name a page that shows the chat.`,
    );
  }
  const url = new URL(response.url);
  const { metas, scripts } = readTags(html, url);
  return { url, policies: [...fromHeaders(response.headers), ...metas], scripts };
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError')
    return `no answer within ${TIME_LIMIT_MS / 1000} s`;
  const cause = error instanceof Error ? error.cause : null;
  return cause instanceof Error ? cause.message : String(error);
}

/** `fetch` joins headers that come twice by a comma, which is what separates policies. */
function fromHeaders(headers: Headers): DeliveredPolicy[] {
  return [
    { name: 'content-security-policy', reportOnly: false },
    { name: 'content-security-policy-report-only', reportOnly: true },
  ].flatMap(({ name, reportOnly }) => {
    const text = headers.get(name);
    return text === null ? [] : [{ text, from: 'header' as const, reportOnly }];
  });
}

function readTags(html: string, page: URL): { metas: DeliveredPolicy[]; scripts: CheckedPage['scripts'] } {
  const metas: DeliveredPolicy[] = [];
  const scripts: CheckedPage['scripts'][number][] = [];
  const parser = new Parser({
    onopentag(name, { 'http-equiv': equiv, content, src, nonce = '' }) {
      if (name === 'meta' && equiv?.toLowerCase() === 'content-security-policy' && content !== undefined) {
        metas.push({ text: content, from: 'meta', reportOnly: false });
      }
      if (name === 'script' && src !== undefined && URL.canParse(src, page.href)) {
        scripts.push({ src: new URL(src, page), nonce });
      }
    },
  });
  parser.end(html);
  return { metas, scripts };
}
