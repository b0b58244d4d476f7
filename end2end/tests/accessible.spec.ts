// Every stop of the tour, in both colour schemes: nothing that axe complains of; and nothing wider than a phone.

import { violations } from '../axe.ts';
import type { Page } from '@playwright/test';
import { expect, test } from '../server.ts';
import { tour } from '../tour/tour.ts';

const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

// What axe finds is told in words; a record of every step takes as long as the tour itself.
test.use({ trace: 'off' });

async function inspect(page: Page, name: string, narrow?: () => Promise<unknown>): Promise<void> {
  expect.soft(await violations(page), `${name}, light`).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  expect.soft(await violations(page, { rules: ['color-contrast'] }), `${name}, dark`).toEqual([]);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.setViewportSize(PHONE);
  await narrow?.();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect.soft(wide, `${name}, width`).toBeLessThanOrEqual(PHONE.width);
  await page.setViewportSize(WIDE);
}

for (const chapter of tour.filter((chapter) => !chapter.picturesOnly)) {
  test(`${chapter.name} can be used by everybody`, async ({ browser, server }) => {
    test.setTimeout((chapter.minutes ?? 2) * 60_000);
    await chapter.visit({ browser, url: server.url, stop: inspect });
  });
}
