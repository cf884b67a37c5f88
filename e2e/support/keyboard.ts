import type { Page } from 'playwright-core';

declare global {
  interface Window {
    /** Rows that came into the log while a screen reader would have spoken them. */
    heardRows: string[];
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

/** Listens to the log of the chat as a screen reader does. */
export async function hearLog(page: Page): Promise<void> {
  await page.evaluate(() => {
    const log = document.querySelector('throughline-chat')?.shadowRoot?.querySelector('[role=log]');
    if (!log) throw new Error('There is no log on this page.');
    window.heardRows = [];
    new MutationObserver((records) => {
      const isSpoken = log.getAttribute('aria-live') === 'polite' && !log.hasAttribute('aria-busy');
      for (const row of records.flatMap(({ addedNodes }) => [...addedNodes])) {
        const isLive = row instanceof Element && row.getAttribute('aria-live') !== 'off';
        if (isSpoken && isLive && log.getClientRects().length > 0)
          window.heardRows.push(row.textContent ?? '');
      }
    }).observe(log, { childList: true });
  });
}

export async function heard(page: Page): Promise<readonly string[]> {
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
