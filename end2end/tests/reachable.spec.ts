// Whether a request would be noticed, and what the desktop does about it.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { customer, hydrated, live, person, someNumber } from '../people.ts';
import { expect, test } from '../server.ts';

/** The page goes to the background, or comes back. Browsers under test show every page. */
async function hide(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
    window.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}

test('sound is chosen once and follows the person', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  await anna.getByRole('button', { name: /^Sound/ }).last().click();
  await anna.getByRole('menuitem', { name: 'Sound and notifications' }).click();
  const dialog = anna.getByRole('dialog', { name: 'Sound and notifications' });
  const kept = anna.waitForResponse('**/api/alerts.set');
  await dialog.getByLabel('Marimba').check();
  await kept;
  const again = anna.waitForResponse('**/api/alerts.set');
  await dialog.getByLabel('Volume').press('ArrowLeft');
  await again;
  const { violations } = await new AxeBuilder({ page: anna }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  await dialog.getByRole('button', { name: 'Test the sound' }).click();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await anna.context().close();
  const elsewhere = await person(browser, server.url, 'anna');
  await live(elsewhere);
  await elsewhere.keyboard.press('Control+k');
  await elsewhere.keyboard.type('sound and not');
  await elsewhere.keyboard.press('Enter');
  await expect(elsewhere.getByLabel('Marimba')).toBeChecked();
  await expect(elsewhere.getByLabel('Volume')).toHaveAttribute('aria-valuetext', '65 %');
  await elsewhere.context().close();
});

test('who can not hear requests is taken out of routing until a click', async ({ browser, server }) => {
  test.setTimeout(150_000);
  const admin = await person(browser, server.url, 'admin');
  await admin.goto('/admin/settings');
  await hydrated(admin);
  await admin.getByLabel('Can’t hear requests').fill('1');
  await admin.getByRole('button', { name: 'Save' }).click();
  await expect(admin.getByText('Saved', { exact: true })).toBeVisible();
  await admin.context().close();

  const ben = await person(browser, server.url, 'ben');
  await live(ben);
  // Muted, no notifications, in the background.
  await ben.getByRole('button', { name: /^Sound/ }).last().click();
  await ben.getByRole('menuitem', { name: 'Mute' }).click();
  const told = ben.waitForRequest((request) => request.url().endsWith('/api/hearing'));
  await hide(ben, true);
  expect((await told).postDataJSON()).toMatchObject({ hears: false });
  await expect(ben).toHaveTitle(/^⚠ Can’t hear requests/);
  const banner = ben.getByText('Requests are not offered to you now.');
  await expect(banner).toBeVisible({ timeout: 75_000 });
  await expect(ben.getByRole('button', { name: 'Your presence: Can’t hear requests' })).toBeVisible();
  // Nobody else is there: the customer waits.
  const number = someNumber();
  await customer(ben, number, 'Anybody?');
  await hide(ben, false);
  await expect(ben.getByRole('article', { name: number })).not.toBeAttached();
  await ben.getByRole('button', { name: 'I’m back' }).click();
  await expect(banner).not.toBeAttached();
  await expect(ben.getByRole('article', { name: number })).toBeVisible();
  await ben.context().close();
});

test('nobody answers on stale data unasked, and nothing is lost or sent twice', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  // Her own session goes on where the phone is; the network is cut for her desktop alone.
  const other = await person(browser, server.url, 'admin');
  const number = someNumber();
  await customer(other, number, 'First');
  await anna.getByRole('button', { name: `Accept ${number}` }).click();
  const log = anna.getByRole('log');
  await expect(log).toContainText('First');
  await anna.context().setOffline(true);
  await expect(anna.getByText('No connection')).toBeVisible();
  await customer(other, number, 'Never mind!');
  const composer = anna.getByRole('textbox', { name: `Reply to ${number}` });
  await composer.fill('On its way');
  await composer.press('Enter');
  const question = anna.getByRole('dialog', { name: 'Send without the newest texts?' });
  await expect(question).toContainText('You may not see the customer’s newest texts. Send anyway?');
  await expect(question.getByRole('button', { name: 'Wait' })).toBeFocused();
  await anna.keyboard.press('Enter');
  await expect(question).toBeHidden();
  await expect(composer).toHaveValue('On its way');
  // Back again: what was missed is there before he answers.
  await anna.context().setOffline(false);
  await live(anna);
  await expect(log).toContainText('Never mind!');
  await composer.press('Enter');
  await expect(question).toBeHidden();
  await expect(log.locator('.message.ours', { hasText: 'On its way' })).toHaveCount(1);
  // And once agreed, it waits for the line and is sent once.
  await anna.context().setOffline(true);
  await expect(anna.getByText('No connection')).toBeVisible();
  await composer.fill('Whatever happens');
  await composer.press('Enter');
  await question.getByRole('button', { name: 'Send anyway' }).click();
  await anna.context().setOffline(false);
  const answer = log.locator('.message.ours', { hasText: 'Whatever happens' });
  await expect(answer.locator('[data-tick=double]')).toBeVisible();
  await expect(answer).toHaveCount(1);
  await anna.reload();
  await hydrated(anna);
  await expect(answer).toHaveCount(1);
  for (const page of [anna, other]) await page.context().close();
});
