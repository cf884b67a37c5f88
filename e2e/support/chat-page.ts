import type { BrowserContext, Page } from 'playwright-core';

declare global {
  interface Window {
    /** What has changed on screen since {@link ChatPage.watch}. */
    changes: string[];
    /** How far this page's clock is off, in milliseconds. */
    skewMs: number;
  }
}

/** The chat on a portal's page, as a customer uses it. */
export class ChatPage {
  /** WebSockets that the page has opened. */
  sockets = 0;
  /** Every frame that the page has sent or received. */
  readonly frames: string[] = [];

  constructor(readonly page: Page) {
    page.on('websocket', (socket) => {
      this.sockets += 1;
      socket.on('framesent', ({ payload }) => this.frames.push(String(payload)));
      socket.on('framereceived', ({ payload }) => this.frames.push(String(payload)));
    });
  }

  get box() {
    return this.page.getByRole('textbox', { name: 'Message' });
  }

  get log() {
    return this.page.getByRole('log', { name: 'Conversation' });
  }

  get signInCard() {
    return this.page.getByRole('heading', { name: 'Please sign in again to continue' });
  }

  async open(): Promise<void> {
    await this.page.getByRole('button', { name: /^Chat with us/ }).click();
    await this.page
      .getByText(/Hello|Chatting with|next in line/)
      .first()
      .waitFor();
  }

  async say(text: string): Promise<void> {
    await this.box.fill(text);
    await this.page.getByRole('button', { name: 'Send', exact: true }).click();
  }

  /** The customer's own messages on screen. */
  async ownTexts(): Promise<string[]> {
    return this.log.locator('.own .bubble').allInnerTexts();
  }

  /** All that the chat holds in the page. */
  async html(): Promise<string> {
    return this.page.evaluate(() => document.querySelector('throughline-chat')?.shadowRoot?.innerHTML ?? '');
  }

  /** As when the customer comes back to the tab. */
  async look(): Promise<void> {
    await this.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  }

  /** Notes every state of the chat from here on that differs from the one before, however short it is. */
  async watch(): Promise<void> {
    // All that came with the connection is on screen.
    await this.page.locator('[role=log]:not([aria-busy])').waitFor({ state: 'attached' });
    await this.page.evaluate(() => {
      const root = document.querySelector('throughline-chat')?.shadowRoot;
      if (!root) throw new Error('There is no chat on this page.');
      window.changes = [];
      let before = root.innerHTML;
      new MutationObserver(() => {
        if (root.innerHTML === before) return;
        before = root.innerHTML;
        window.changes.push(before);
      }).observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
    });
  }

  /** The device's clock jumps, as over a sleep; see {@link withClock}. */
  async jump(ms: number): Promise<void> {
    await this.page.evaluate((by) => {
      window.skewMs += by;
    }, ms);
  }

  changes(): Promise<string[]> {
    return this.page.evaluate(() => window.changes);
  }
}

/** Gives the pages of a browser a clock that can be set wrongly. */
export async function withClock(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const real = Date.now.bind(Date);
    window.skewMs = 0;
    Date.now = () => real() + window.skewMs;
  });
}
