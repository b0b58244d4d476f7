// Contacts: the list finds one, and each has a page of its own that stays fresh like the side bar.

import { accessible } from '../axe.ts';
import type { Browser, Locator, Page } from '@playwright/test';
import { customer, hydrated, live, person, someNumber } from '../people.ts';
import { type Server, expect, test } from '../server.ts';

/** Anna in a conversation with a customer who just wrote. */
async function serving(browser: Browser, server: Server, number: string): Promise<Page> {
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  await accepted(anna, number);
  return anna;
}

async function accepted(page: Page, number: string): Promise<void> {
  await customer(page, number, 'Where is my order?');
  await page.getByRole('button', { name: `Accept ${number}` }).click();
  await expect(page.getByRole('log', { name: `Conversation with ${number}` })).toContainText('Where is my order?');
}

async function list(page: Page, query = ''): Promise<void> {
  await page.goto(`/contacts${query}`);
  await hydrated(page);
  await live(page);
}

const side = (page: Page) => page.getByRole('complementary', { name: 'Contact and interaction' });
const search = (page: Page) => page.getByRole('searchbox', { name: 'Search contacts' });
const rows = (page: Page): Locator => page.getByRole('grid', { name: 'Contacts' }).locator('[role=rowgroup] [role=row]');
const row = (page: Page, name: string) => rows(page).filter({ has: page.getByRole('link', { name, exact: true }) });

async function set(page: Page, label: string, value: string): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`^${label}: `) }).press('Enter');
  const field = page.getByRole('textbox', { name: label, exact: true });
  await expect(field).toBeFocused();
  await field.fill(value);
  await field.press('Enter');
}

test('a contact is found by its digits and edited by keyboard alone, and the side bar of a colleague follows', async ({
  browser,
  server,
}) => {
  const number = someNumber();
  const anna = await serving(browser, server, number);
  await accepted(anna, someNumber());
  await anna.getByRole('list', { name: 'Open sessions' }).getByRole('link', { name: number }).click();
  const sara = await person(browser, server.url, 'sara');
  await live(sara);
  await sara.getByRole('link', { name: 'Contacts', exact: true }).click();
  await expect(rows(sara)).toHaveCount(2);
  await accessible(sara);

  await search(sara).focus();
  await sara.keyboard.type(number.slice(-5));
  await expect(rows(sara)).toHaveCount(1);
  await expect(sara).toHaveURL(`/contacts?q=${number.slice(-5)}`);
  await sara.keyboard.press('ArrowDown');
  await expect(row(sara, number)).toBeFocused();
  await sara.keyboard.press('Enter');
  await expect(sara).toHaveURL(/\/contacts\/\d+$/);
  await expect(sara.getByRole('heading', { level: 1, name: number })).toBeVisible();
  await expect(sara.getByRole('listitem').filter({ hasText: 'Where is my order?' })).toBeVisible();
  await accessible(sara);

  await set(sara, 'Name', 'Corner shop');
  await expect(sara.getByRole('heading', { level: 1, name: 'Corner shop' })).toBeVisible();
  await expect(side(anna).getByRole('button', { name: 'Name: Corner shop. Edit' })).toBeVisible();
  // And the other way round.
  await set(anna, 'E-mail', 'shop@example.com');
  await expect(sara.getByRole('button', { name: 'E-mail: shop@example.com. Edit' })).toBeVisible();

  // The way back is where one was, and the row has the new name.
  await sara.goBack();
  await expect(search(sara)).toHaveValue(number.slice(-5));
  await expect(row(sara, 'Corner shop')).toContainText('shop@example.com');
  await search(sara).fill('shop@');
  await expect(row(sara, 'Corner shop')).toBeVisible();
  await search(sara).fill('nobody like this');
  await expect(sara.getByText('No contact fits')).toBeVisible();
  await sara.getByRole('link', { name: 'Show all' }).click();
  await expect(rows(sara)).toHaveCount(2);
  await expect(search(sara)).toHaveValue('');
  for (const page of [anna, sara]) await page.context().close();
});

test('the side bar leads to the whole contact: its journey opens to read, and a text begins from there', async ({
  browser,
  server,
}) => {
  const number = someNumber();
  const anna = await serving(browser, server, number);
  await set(anna, 'Name', 'Demo customer');
  await side(anna).getByRole('link', { name: 'Full contact' }).click();
  await expect(anna).toHaveURL(/\/contacts\/\d+$/);
  await expect(anna.getByRole('heading', { level: 1, name: 'Demo customer' })).toBeVisible();
  const entry = anna.getByRole('listitem').filter({ hasText: 'Where is my order?' }).getByRole('button');
  await entry.press('Enter');
  const pane = anna.getByRole('dialog', { name: /to read$/ });
  await expect(pane).toContainText('Where is my order?');
  await expect(pane).toBeFocused();
  await accessible(anna);
  await anna.keyboard.press('Escape');
  await expect(pane).not.toBeAttached();
  await expect(entry).toBeFocused();

  await anna.getByRole('button', { name: 'New SMS', exact: true }).last().click();
  const dialog = anna.getByRole('dialog', { name: 'New SMS' });
  await expect(dialog.getByRole('combobox', { name: 'To' })).toHaveValue(number);
  await expect(dialog).toContainText('Demo customer');
  await anna.keyboard.press('Escape');

  // What is typed and not saved is there again after a look at the desktop.
  await anna.getByRole('button', { name: /^Company: / }).press('Enter');
  await anna.getByRole('textbox', { name: 'Company', exact: true }).fill('Shops Ltd');
  const path = new URL(anna.url()).pathname;
  await anna.getByRole('link', { name: 'Desktop', exact: true }).click();
  await anna.getByRole('list', { name: 'Open sessions' }).getByRole('link', { name: 'Demo customer' }).click();
  await side(anna).getByRole('link', { name: 'Full contact' }).click();
  await expect(anna).toHaveURL(path);
  await expect(anna.getByRole('textbox', { name: 'Company', exact: true })).toHaveValue('Shops Ltd');
  await anna.context().close();
});

test('an agent sees the contacts of those he served and is told that he does not see another', async ({
  browser,
  server,
}) => {
  const number = someNumber();
  const anna = await serving(browser, server, number);
  await side(anna).getByRole('link', { name: 'Full contact' }).click();
  await expect(anna).toHaveURL(/\/contacts\/\d+$/);
  const ben = await person(browser, server.url, 'ben');
  await ben.goto(new URL(anna.url()).pathname);
  await hydrated(ben);
  await expect(ben.getByText('This contact is not here')).toBeVisible();
  await accessible(ben);
  await ben.getByRole('main').getByRole('link', { name: 'Contacts' }).click();
  await expect(ben).toHaveURL('/contacts');
  await expect(ben.getByText('You have served nobody yet')).toBeVisible();
  await accessible(ben);
  for (const page of [anna, ben]) await page.context().close();
});

test('the list stands by name or by newest, counts who is new, and says what failed', async ({ browser, server }) => {
  const [first, second] = [someNumber(), someNumber()];
  const anna = await serving(browser, server, first);
  await set(anna, 'Name', 'Zebra');
  await accepted(anna, second);
  await set(anna, 'Name', 'aardvark');
  const sara = await person(browser, server.url, 'sara');
  await list(sara);
  await expect(rows(sara).first()).toContainText('aardvark');
  await sara.getByRole('link', { name: 'By name' }).click();
  await expect(sara).toHaveURL('/contacts?order=name');
  await expect(rows(sara).last()).toContainText('Zebra');
  await sara.getByRole('link', { name: 'Newest first' }).click();
  await expect(rows(sara)).toHaveCount(2);

  // Nothing moves before it is asked for.
  const third = someNumber();
  await accepted(anna, third);
  await sara.getByRole('button', { name: '1 new' }).click();
  await expect(rows(sara)).toHaveCount(3);
  await expect(rows(sara).first()).toContainText(third);

  await sara.route('**/api/contacts?*', (route) => route.abort());
  await search(sara).fill('zeb');
  await expect(sara.getByText('The contacts could not be loaded.')).toBeVisible();
  await sara.unroute('**/api/contacts?*');
  await sara.getByRole('button', { name: 'Try again' }).click();
  await expect(rows(sara)).toHaveCount(1);
  await expect(row(sara, 'Zebra')).toBeVisible();
  for (const page of [anna, sara]) await page.context().close();
});

test('very many contacts come as one goes on', async ({ browser, server }) => {
  const sara = await person(browser, server.url, 'sara');
  for (let n = 0; n < 60; n++) await customer(sara, `+1555020${String(n).padStart(4, '0')}`, 'Hello');
  const page = async (params: Record<string, string>) => (await sara.request.get('/api/contacts', { params })).json();
  await expect
    .poll(async () => {
      const { rows, next } = await page({});
      return rows.length + (next ? (await page({ after: next })).rows.length : 0);
    })
    .toBe(60);
  await list(sara);
  await rows(sara).first().focus();
  await sara.keyboard.press('End');
  await expect(rows(sara)).toHaveCount(60);
  await sara.keyboard.press('End');
  await expect(rows(sara).last()).toBeFocused();
  await expect(sara.getByText('These are all.')).toBeVisible();
  await sara.context().close();
});

test('the palette leads to the contacts and to one of them', async ({ browser, server }) => {
  const number = someNumber();
  const anna = await serving(browser, server, number);
  await set(anna, 'Name', 'Green grocer');
  await anna.keyboard.press('Control+k');
  await anna.keyboard.type('contacts');
  await anna.keyboard.press('Enter');
  await expect(anna).toHaveURL('/contacts');
  await anna.keyboard.press('Control+k');
  await anna.keyboard.type('gree');
  await anna.getByRole('option', { name: /Green grocer.*Full contact/ }).click();
  await expect(anna.getByRole('heading', { level: 1, name: 'Green grocer' })).toBeVisible();
  await anna.context().close();
});

test('without script the list is there, finds, and leads to a contact', async ({ browser, server }) => {
  const number = someNumber();
  const anna = await serving(browser, server, number);
  const storageState = await anna.context().storageState();
  const plain = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false, storageState });
  const page = await plain.newPage();
  await page.goto('/contacts');
  await search(page).fill(number.slice(-4));
  await search(page).press('Enter');
  await expect(page).toHaveURL(`/contacts?q=${number.slice(-4)}`);
  await row(page, number).getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1, name: number })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('Where is my order?');
  await plain.close();
  await anna.context().close();
});
