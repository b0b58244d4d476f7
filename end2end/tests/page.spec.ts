// The shell around every screen: it hydrates under the content security policy, in both colour schemes, and reads
// without JavaScript.

import { accessible } from '../axe.ts';
import { expect, test } from '../server.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test('the page hydrates without a complaint', async ({ page, complaints }) => {
      await page.goto('/');
      await expect(page.locator('html[data-hydrated]')).toBeAttached();
      expect(complaints).toEqual([]);
    });

    test('the page is accessible', async ({ page }) => {
      await page.goto('/');
      await accessible(page);
    });

    test('the colours follow the colour scheme', async ({ page }) => {
      await page.goto('/');
      const ink = await page.evaluate(() => getComputedStyle(document.body).color);
      const lightness = Math.max(...ink.match(/\d+/g)!.slice(0, 3).map(Number));
      expect(lightness < 127, ink).toBe(colorScheme === 'light');
    });
  });
}

test('an injected inline script does not run', async ({ page }) => {
  await page.goto('/');
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'document.documentElement.dataset.injected = ""';
    document.body.append(script);
  });
  await expect(page.locator('html[data-injected]')).not.toBeAttached();
});

test('an address that leads nowhere says so', async ({ page, complaints }) => {
  const response = await page.goto('/no/such/page');
  expect(response?.status()).toBe(404);
  await expect(page.locator('html[data-hydrated]')).toBeAttached();
  await expect(page.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
  // The browser reports the 404 itself; nothing else may be wrong.
  expect(complaints.filter((complaint) => !complaint.includes('404'))).toEqual([]);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the page is readable', async ({ page }) => {
    await page.goto('/');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  });
});
