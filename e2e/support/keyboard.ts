import type { Page } from 'playwright-core';

interface HeardRows {
  readonly spoken: string[];
  readonly silent: string[];
}

declare global {
  interface Window {
    heardRows: HeardRows;
  }
}

interface AccessibleNode {
  readonly role: string;
  readonly name: string;
  /** How changes in it are spoken; empty where they are not. */
  readonly live: string;
}

/** Presses Tab, or another key, until what has the focus has this name. Fails after once around the page. */
export async function tabTo(page: Page, name: string | RegExp, key = 'Tab'): Promise<void> {
  const passed: string[] = [];
  const isThere = (focused: string) => (typeof name === 'string' ? focused === name : name.test(focused));
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press(key);
    const focused = await focusedName(page);
    if (isThere(focused)) return;
    passed.push(focused);
  }
  throw new Error(`${key} never reaches ${name}; it passes ${passed.join(', ')}.`);
}

/** Of what has the focus, also inside of shadow trees; empty for the page. */
export async function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    let focused = document.activeElement;
    while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
    if (!focused || focused === document.body) return '';
    const label =
      focused instanceof HTMLInputElement || focused instanceof HTMLTextAreaElement
        ? focused.labels?.[0]
        : null;
    return (focused.getAttribute('aria-label') ?? label?.textContent ?? focused.textContent ?? '').trim();
  });
}

/** From the next page on, listens to the log of the chat as a screen reader does, from its first row. */
export async function hearLog(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.heardRows = { spoken: [], silent: [] };
    const isLive = (node: Element) => node.getAttribute('aria-live') === 'polite' && !node.ariaBusy;
    const hear = ({ target, addedNodes }: MutationRecord): void => {
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue;
        const log = node.closest('[role=log]');
        if (!log && node.querySelector('[role=log] > *')) throw new Error('The log came with rows in it.');
        if (!log || target !== log) continue;
        const isShown = log.getClientRects().length > 0;
        const isSpoken = isShown && isLive(log) && node.getAttribute('aria-live') !== 'off';
        window.heardRows[isSpoken ? 'spoken' : 'silent'].push(node.textContent ?? '');
      }
    };
    const attach = Element.prototype.attachShadow;
    Element.prototype.attachShadow = function (init) {
      const root = attach.call(this, init);
      new MutationObserver((records) => records.forEach(hear)).observe(root, {
        childList: true,
        subtree: true,
      });
      return root;
    };
  });
}

/** Rows that came while a screen reader would have spoken them, and those that came while it would not. */
export async function heard(page: Page): Promise<HeardRows> {
  return page.evaluate(() => window.heardRows);
}

/** The page as the browser describes it to assistive technology. */
export async function nodesOf(page: Page): Promise<readonly AccessibleNode[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  return nodes
    .filter(({ ignored }) => !ignored)
    .map(({ role, name, properties }) => ({
      role: String(role?.value ?? ''),
      name: String(name?.value ?? ''),
      live: String(properties?.find((property) => property.name === 'live')?.value.value ?? ''),
    }));
}

/** Controls of the chat that are lower or narrower than this, in CSS pixels; links in running text may be (WCAG 2.5.8). */
export async function tooSmall(page: Page, pixels: number): Promise<readonly string[]> {
  return page.evaluate((least) => {
    const root = document.querySelector('throughline-chat')?.shadowRoot;
    return [...(root?.querySelectorAll('button, a[href], input:not([type=file]), textarea, summary') ?? [])]
      .filter((control) => control.getClientRects().length > 0 && !control.closest('.bubble'))
      .filter((control) => {
        const { width, height } = control.getBoundingClientRect();
        return width < least || height < least;
      })
      .map((control) => `${control.className} ${control.textContent}`);
  }, pixels);
}
