import { request } from 'node:http';
import type { HttpBrowser } from './http-browser.js';

/**
 * What is answered to so many bytes before any of them is sent: who goes on writing to a server that has refused may
 * find the connection closed before the answer is read.
 */
export function answerToBody(
  browser: HttpBrowser,
  path: string,
  bytes: number,
  type: string,
): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const headers = {
      origin: browser.origin,
      'x-requested-by': 'throughline',
      'x-file-name': 'a.txt',
      cookie: browser.cookieHeader,
      'content-type': type,
      'content-length': bytes,
    };
    const asking = request(new URL(path, browser.origin), { method: 'POST', headers }, async (response) => {
      let text = '';
      for await (const chunk of response) text += String(chunk);
      resolve({ status: response.statusCode ?? 0, text });
      asking.destroy();
    });
    asking.once('error', reject);
    asking.flushHeaders();
  });
}
