// Takes docs/screens: every stop of the tour at two widths, light and dark. `make screens` runs it.
//
// With STYLE=sheets the style sheets are taken as they stand in ../style, without a build in between; with LANGUAGE=it all
// is in Italian.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from '@playwright/test';
import { test } from '../server.ts';
import { tour } from '../tour/tour.ts';
import { speak } from './language.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const folder = process.env.SCREENS ?? here('../../docs/screens');
/** As small as it can be without a reader seeing it; `png` for editors that know nothing else. */
const format = process.env.FORMAT === 'png' ? 'png' : 'webp';
const language = process.env.LANGUAGE ?? 'en';

const WIDTHS = [
  { width: 1440, height: 900, touch: false },
  { width: 390, height: 844, touch: true },
];

async function take(page: Page, name: string, narrow?: () => Promise<unknown>): Promise<void> {
  await speak(page, language);
  const devtools = await page.context().newCDPSession(page);
  for (const { width, height, touch } of WIDTHS) {
    await devtools.send('Emulation.setTouchEmulationEnabled', { enabled: touch });
    await page.setViewportSize({ width, height });
    if (touch && narrow) {
      await speak(page, 'en');
      await narrow();
      await speak(page, language);
    }
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      const { data } = await devtools.send('Page.captureScreenshot', { format, quality: format === 'webp' ? 50 : undefined });
      writeFileSync(join(folder, `${name}-${width}-${colorScheme}.${format}`), Buffer.from(data, 'base64'));
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > width) console.log(`${name}: ${wide - width} pixels wider than the screen of ${width}`);
  }
  const { width, height } = WIDTHS[0]!;
  await devtools.send('Emulation.setTouchEmulationEnabled', { enabled: false });
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await devtools.detach();
  await speak(page, 'en');
}

/** The sheets in the order of `main.css`. */
function sheets(): string {
  const main = readFileSync(here('../../style/main.css'), 'utf8');
  const names = [...main.matchAll(/@import "([^"]+)"/g)].map(([, name]) => name!);
  return names.map((name) => readFileSync(here(`../../style/${name}`), 'utf8')).join('\n');
}

async function styled(context: BrowserContext): Promise<void> {
  if (process.env.STYLE !== 'sheets') return;
  await context.route('**/*.css', (route) => route.fulfill({ contentType: 'text/css', body: sheets() }));
}

for (const chapter of tour) {
  test(chapter.name, async ({ browser, server }) => {
    test.setTimeout((chapter.minutes ?? 2) * 60_000 + 60_000);
    mkdirSync(folder, { recursive: true });
    const newContext = browser.newContext.bind(browser);
    browser.newContext = async (options) => {
      const context = await newContext({ viewport: { width: 1440, height: 900 }, ...options });
      await styled(context);
      return context;
    };
    try {
      await chapter.visit({ browser, url: server.url, stop: take });
    } finally {
      browser.newContext = newContext;
    }
  });
}
