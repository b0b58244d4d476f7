// Another language for a picture, with all that is open on the page; the tour itself goes on in English.

import { type Page, expect } from '@playwright/test';

/** Chooses as a person would, while nothing notices: neither the focus, which what is open hangs on, nor the server. */
export async function speak(page: Page, language: string): Promise<void> {
  const spoken = async () => (await page.locator('html').getAttribute('lang')) === language;
  if (await spoken()) return;
  await page.route('**/api/language.set', (route) => route.fulfill({ contentType: 'application/json', body: 'null' }));
  await page.evaluate(async (language) => {
    const { focus } = HTMLElement.prototype;
    HTMLElement.prototype.focus = () => {};
    const choice = () => document.querySelector(`button[lang=${language}], button:has(> [lang=${language}])`);
    const menu = document.querySelector<HTMLElement>('.rail-foot > :last-child > button');
    const opens = !choice();
    if (opens) menu!.click();
    while (!choice()) await new Promise((done) => setTimeout(done, 10));
    (choice() as HTMLElement).click();
    await new Promise((done) => setTimeout(done, 10));
    if (!opens && menu) menu.click();
    HTMLElement.prototype.focus = focus;
  }, language);
  await expect.poll(spoken).toBe(true);
  await page.unroute('**/api/language.set');
}
