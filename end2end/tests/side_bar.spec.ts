// Beside a conversation: the contact is edited where it stands, two become one, and what there was is read again.

import { accessible } from '../axe.ts';
import type { Browser, Page } from '@playwright/test';
import { hydrated, live, person, someNumber, takePhone, text } from '../people.ts';
import { type Server, apply, expect, test } from '../server.ts';

/** Anna in a conversation with a customer who just wrote. */
async function inConversation(browser: Browser, server: Server, number: string, words: string): Promise<Page> {
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  const phone = await anna.context().newPage();
  await takePhone(phone, number);
  await text(phone, number, words);
  await anna.getByRole('button', { name: `Accept ${number}` }).click();
  await expect(anna.getByRole('log').first()).toContainText(words);
  return anna;
}

async function close(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `Close the session with ${name}` }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).click();
  await expect(page.getByRole('dialog')).not.toBeVisible();
}

const tabs = (page: Page) => page.getByRole('list', { name: 'Open sessions' });
const side = (page: Page) => page.getByRole('complementary', { name: 'Contact and interaction' });

async function set(page: Page, label: string, value: string): Promise<void> {
  await side(page).getByRole('button', { name: new RegExp(`^${label}: `) }).press('Enter');
  const field = side(page).getByRole('textbox', { name: label, exact: true });
  await expect(field).toBeFocused();
  await field.fill(value);
  await field.press('Enter');
}

test('a contact is named in place, by keyboard; the tab and a colleague see it at once', async ({ browser, server }) => {
  const number = someNumber();
  const anna = await inConversation(browser, server, number, 'Where is my order?');
  const sara = await person(browser, server.url, 'sara');
  await sara.goto(new URL(anna.url()).pathname);
  await hydrated(sara);

  await set(anna, 'Name', 'Corner shop');
  const name = side(anna).getByRole('button', { name: 'Name: Corner shop. Edit' });
  await expect(name).toBeFocused();
  await expect(tabs(anna)).toContainText('Corner shop');
  await expect(side(sara).getByRole('button', { name: 'Name: Corner shop. Edit' })).toBeVisible();

  // Escape leaves it as it was, and what is wrong is told beside the field.
  await name.press('Enter');
  await side(anna).getByRole('textbox', { name: 'Name', exact: true }).fill('Nobody');
  await side(anna).getByRole('textbox', { name: 'Name', exact: true }).press('Escape');
  await expect(name).toBeFocused();
  await set(anna, 'E-mail', 'nobody');
  await expect(side(anna).getByRole('alert').filter({ hasText: 'name@example.com' })).toBeVisible();

  // What is typed and not saved survives looking at something else.
  await side(anna).getByRole('tab', { name: 'Interaction' }).click();
  await side(anna).getByRole('tab', { name: 'Contact' }).click();
  await expect(side(anna).getByRole('textbox', { name: 'E-mail', exact: true })).toHaveValue('nobody');
  await side(anna).getByRole('textbox', { name: 'E-mail', exact: true }).press('Escape');

  // Both at one field: the second is told and loses nothing.
  await side(sara).getByRole('button', { name: /^Company: / }).click();
  await side(sara).getByRole('textbox', { name: 'Company', exact: true }).fill('Shops Ltd');
  await set(anna, 'Company', 'Corner Ltd');
  await expect(side(sara).getByText('changed this to “Corner Ltd” while you were typing')).toBeVisible();
  await side(sara).getByRole('textbox', { name: 'Company', exact: true }).press('Enter');
  await expect(side(sara).getByText('Not saved: a colleague changed this')).toBeVisible();
  await side(sara).getByRole('textbox', { name: 'Company', exact: true }).press('Enter');
  await expect(side(anna).getByRole('button', { name: 'Company: Shops Ltd. Edit' })).toBeVisible();

  await accessible(anna);
  await close(anna, 'Corner shop');
  for (const page of [anna, sara]) await page.context().close();
});

test('a number that is known elsewhere proposes to merge; the journey then holds both', async ({ browser, server }) => {
  const [first, second] = [someNumber(), someNumber()];
  const before = await inConversation(browser, server, first, 'Is my parcel lost?');
  await set(before, 'Name', 'Demo customer');
  await close(before, 'Demo customer');
  await before.context().close();

  const anna = await inConversation(browser, server, second, 'It is me again');
  await side(anna).getByRole('button', { name: 'Add a number' }).click();
  await side(anna).getByRole('textbox', { name: 'New number' }).fill(first);
  await side(anna).getByRole('textbox', { name: 'New number' }).press('Enter');
  const dialog = anna.getByRole('dialog', { name: 'Merge two contacts' });
  await expect(dialog).toContainText(`Merge Demo customer into ${second}`);
  await accessible(anna);
  await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
  await expect(side(anna).getByRole('button', { name: first, exact: true })).toBeVisible();
  await expect(tabs(anna)).toContainText('Demo customer');

  await side(anna).getByRole('tab', { name: 'Journey' }).click();
  const rows = side(anna).getByRole('listitem');
  await expect(rows).toHaveCount(2);
  const old = rows.filter({ hasText: 'Is my parcel lost?' }).getByRole('button');
  await old.press('Enter');
  const pane = anna.getByRole('dialog', { name: /to read$/ });
  await expect(pane).toContainText('Is my parcel lost?');
  await expect(pane).toBeFocused();
  await expect(anna.getByRole('textbox', { name: /^Reply to/ })).toBeVisible();
  await accessible(anna);
  await anna.keyboard.press('Escape');
  await expect(pane).not.toBeAttached();
  await expect(old).toBeFocused();
  await close(anna, 'Demo customer');
  await anna.context().close();
});

test('of many who were passed over for the same reason it tells how many, and unfolds who', async ({
  browser,
  server,
  house,
}) => {
  const logins = [1, 2, 3, 4].map((agent) => `agent${agent}`);
  const users = logins.map((login) => `{ login: ${login}, name: ${login} of Sales, password: { env: NEW } }`);
  const description = `users: [${users}]\nqueues: [{ name: Sales, agents: [anna, ben, ${logins}] }]`;
  apply(house, description, { NEW: 'as long as it has to be' });
  const anna = await inConversation(browser, server, someNumber(), 'The bill is wrong');
  await side(anna).getByRole('tab', { name: 'Contact' }).press('ArrowRight');

  const many = side(anna).locator('summary', { hasText: '5 agents – no connection' });
  const who = side(anna).getByText(/agent1 of Sales, agent2 of Sales/);
  await expect(many).toBeVisible();
  await expect(who).not.toBeVisible();
  await many.press('Enter');
  await expect(who).toBeVisible();
  await accessible(anna);
  await anna.context().close();
});

test('the interaction tells how it was routed, and takes tags by keyboard', async ({ browser, server }) => {
  const number = someNumber();
  const anna = await inConversation(browser, server, number, 'The bill is wrong');
  await side(anna).getByRole('tab', { name: 'Contact' }).press('ArrowRight');
  await expect(side(anna).getByText('Sales · Everybody at once')).toBeVisible();
  await expect(side(anna).getByText(/Anna – accepted after/)).toBeVisible();

  const input = side(anna).getByRole('combobox', { name: 'Add a tag to the interaction' });
  await input.fill('bill');
  await input.press('Enter');
  await expect(side(anna).getByRole('button', { name: 'Remove the tag Billing' })).toBeVisible();
  await anna.reload();
  await hydrated(anna);
  await side(anna).getByRole('tab', { name: 'Interaction' }).click();
  await side(anna).getByRole('button', { name: 'Remove the tag Billing' }).click();
  await expect(side(anna).getByRole('button', { name: 'Remove the tag Billing' })).not.toBeAttached();
  await accessible(anna);
  await close(anna, number);
  await anna.context().close();
});

test('at phone width an earlier conversation covers the side bar and gives it back', async ({ browser, server }) => {
  const number = someNumber();
  const first = await inConversation(browser, server, number, 'First time');
  await close(first, number);
  await first.context().close();
  const anna = await inConversation(browser, server, number, 'Second time');
  await anna.setViewportSize({ width: 390, height: 844 });
  await anna.getByRole('button', { name: 'Show contact and interaction' }).click();
  await side(anna).getByRole('tab', { name: 'Journey' }).click();
  await side(anna).getByRole('listitem').filter({ hasText: 'First time' }).getByRole('button').click();
  const pane = anna.getByRole('dialog', { name: /to read$/ });
  await expect(pane).toContainText('First time');
  await pane.getByRole('button', { name: 'Close and go back' }).click();
  await expect(side(anna)).toBeVisible();
  const wide = await anna.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(390);
  await accessible(anna);
  await anna.context().close();
});

test('an administrator makes a tag and a field; agents find them', async ({ browser, server }) => {
  const admin = await person(browser, server.url, 'admin');
  await admin.goto('/admin/tags/new');
  await hydrated(admin);
  await admin.getByLabel('Name', { exact: true }).fill('Returns');
  await admin.getByRole('radio', { name: 'Purple' }).check();
  await admin.getByRole('button', { name: 'Save' }).click();
  await expect(admin.getByRole('link', { name: 'Returns' })).toBeVisible();
  await accessible(admin);
  await admin.goto('/admin/contact-fields/new');
  await hydrated(admin);
  await admin.getByLabel('Name', { exact: true }).fill('Shop');
  await admin.getByRole('radio', { name: 'Select' }).check();
  await admin.getByRole('button', { name: 'Save' }).click();
  await expect(admin.getByText('Give at least one option').first()).toBeVisible();
  await admin.getByLabel('Options').fill('North\nSouth');
  await admin.getByRole('button', { name: 'Save' }).click();
  await expect(admin.getByRole('link', { name: 'Shop' })).toBeVisible();
  await accessible(admin);
  await admin.context().close();
});

test('a long name of the other direction loses its end, not its beginning', async ({ browser, server }) => {
  const anna = await inConversation(browser, server, someNumber(), 'Shalom');
  const words = Array.from({ length: 14 }, (_, at) => (at === 0 ? 'אברהם' : 'בן־יעקב'));
  await set(anna, 'Name', words.join(' '));
  await expect(tabs(anna)).toContainText('אברהם');
  await anna.setViewportSize({ width: 720, height: 700 });
  // Without an inner element, as in the head; and with one.
  for (const name of [anna.locator('.conversation-head h2'), anna.locator('.tab-name')]) {
    const [first, last] = await name.evaluate((element) => {
      const text = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode()!;
      const box = element.getBoundingClientRect();
      const isInside = (from: number, to: number) => {
        const range = document.createRange();
        range.setStart(text, from);
        range.setEnd(text, to);
        const { left, right } = range.getBoundingClientRect();
        return left >= box.left - 1 && right <= box.right + 1;
      };
      const { length } = text.textContent!;
      return [isInside(0, 5), isInside(length - 5, length)];
    });
    expect([first, last]).toEqual([true, false]);
  }
  await anna.context().close();
});
