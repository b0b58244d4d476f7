// Another language for a picture, with all that is open on the page; the tour itself goes on in English.

import { type Page, expect } from '@playwright/test';

/**
 * Chooses as a person would, while nothing notices: neither the focus, which what is open hangs on, nor the server. Where
 * there is nothing to choose from, as long as a part is missing, all stays as it is.
 */
export async function speak(page: Page, language: string): Promise<void> {
  const spoken = async () => (await page.locator('html').getAttribute('lang')) === language;
  if (await spoken()) return;
  await page.route('**/api/language.set', (route) => route.fulfill({ contentType: 'application/json', body: 'null' }));
  const chosen = await page.evaluate(async (language) => {
    const { focus } = HTMLElement.prototype;
    HTMLElement.prototype.focus = () => {};
    const pause = () => new Promise((done) => setTimeout(done, 10));
    const find = () => document.querySelector<HTMLElement>(`button[lang=${language}], button:has(> [lang=${language}])`);
    const menu = document.querySelector<HTMLElement>('.rail-foot > :last-child > button');
    const opens = !find();
    if (opens) menu?.click();
    for (let n = 0; n < 100 && !find(); n += 1) await pause();
    const choice = find();
    choice?.click();
    await pause();
    // Choosing closes the menu.
    if (opens === !choice) menu?.click();
    HTMLElement.prototype.focus = focus;
    return !!choice;
  }, language);
  if (chosen) await expect.poll(spoken).toBe(true);
  await page.unroute('**/api/language.set');
}
