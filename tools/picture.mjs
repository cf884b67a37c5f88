/** Makes `docs/images/portal-and-desk.png` from what the tests of the whole product photographed last. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { ROOT } from './lib/repository.mjs';

const FOLDER = 'docs/images';
const PARTS = ['portal-active', 'desk-active'];

const images = PARTS.map((name) => {
  const bytes = readFileSync(join(ROOT, `e2e/artifacts/${name}.png`));
  return `<img alt="" src="data:image/png;base64,${bytes.toString('base64')}">`;
});
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: 1640, height: 540 } });
await page.setContent(`<!doctype html><style>
  body { display: flex; gap: 20px; margin: 0; padding: 20px; background: #dfe5ea; }
  img { width: 790px; border-radius: 8px; box-shadow: 0 2px 12px #0003; }
</style>${images.join('')}`);
mkdirSync(join(ROOT, FOLDER), { recursive: true });
await page.screenshot({ path: join(ROOT, FOLDER, 'portal-and-desk.png') });
await browser.close();
