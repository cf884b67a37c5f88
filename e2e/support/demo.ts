import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { launchChromium, Person } from './chromium.js';
import { Product } from './product.js';

/** The product as its demo runs it, and a browser: there for all tests of a file. */
export class Demo {
  #running: readonly [Product, Browser] | null = null;

  /** Call it once, at the top of the file. */
  static forThisFile(environment: Record<string, string> = {}): Demo {
    const demo = new Demo();
    beforeAll(async () => {
      demo.#running = await Promise.all([Product.start(environment), launchChromium()]);
    });
    afterAll(async () => {
      await demo.browser.close();
      await demo.product[Symbol.asyncDispose]();
    });
    return demo;
  }

  get product(): Product {
    return this.#parts[0];
  }

  get browser(): Browser {
    return this.#parts[1];
  }

  get urls(): Product['urls'] {
    return this.product.urls;
  }

  /** Somebody with a browser of their own. */
  arrive(options?: Parameters<typeof Person.arrive>[1]): Promise<Person> {
    return Person.arrive(this.browser, options);
  }

  get #parts(): readonly [Product, Browser] {
    if (!this.#running) throw new Error('The demo runs from the beginning of the first test on.');
    return this.#running;
  }
}
