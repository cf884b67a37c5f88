import type { BrowserContext, Page } from 'playwright-core';

/** Everything that a script in the pages of a browser could read. */
export class Reach {
  readonly #answers: Promise<string>[] = [];

  constructor(context: BrowserContext) {
    context.on('response', (response) => {
      // Its one-time answer is the one place where an assertion passes through the page.
      if (new URL(response.url()).pathname === '/throughline/assertion') return;
      // What a script can read of an answer: never its Set-Cookie headers.
      this.#answers.push(response.text().catch(() => ''));
    });
  }

  /** Bodies of all answers so far. */
  answers(): Promise<string[]> {
    return Promise.all(this.#answers);
  }

  /** What the page has stored or can read of cookies, as one text. */
  stored(page: Page): Promise<string> {
    return page.evaluate(async () => {
      const databases = await indexedDB.databases();
      return JSON.stringify({
        local: { ...localStorage },
        session: { ...sessionStorage },
        databases: databases.map(({ name }) => name),
        caches: await caches.keys(),
        cookie: document.cookie,
        window: Object.keys(window),
      });
    });
  }
}
