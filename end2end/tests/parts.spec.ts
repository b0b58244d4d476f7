// The program comes in parts: the desktop first, the rest when it is needed, and in words when it does not come.

import { customer, hydrated, live, person, someNumber } from '../people.ts';
import { expect, test } from '../server.ts';

test('a part that does not come says so, and comes when it is tried again', async ({ browser, server }) => {
  const admin = await person(browser, server.url, 'admin');
  let comes = false;
  await admin.route(/\/pkg\/split_pages\./, (route) => (comes ? route.continue() : route.abort()));
  await admin.goto('/');
  await hydrated(admin);
  await admin.getByRole('link', { name: 'Administration' }).click();
  await expect(admin.getByRole('alert').filter({ hasText: 'could not be loaded' })).toBeVisible();

  comes = true;
  await admin.getByRole('button', { name: 'Try again' }).click();
  await expect(admin.getByRole('heading', { level: 1, name: 'First steps' })).toBeVisible();
});

test('a part whose styles do not come is not drawn without them, and comes when it is tried again', async ({
  browser,
  server,
}) => {
  const admin = await person(browser, server.url, 'admin');
  await admin.route('**/pages.*.css', (route) => route.abort());
  await admin.goto('/');
  await hydrated(admin);
  await admin.getByRole('link', { name: 'Contacts' }).click();
  const again = admin.getByRole('button', { name: 'Try again' });
  await expect(again).toBeVisible();
  await admin.unroute('**/pages.*.css');
  await again.click();
  await expect(admin.getByPlaceholder('Name, number or e-mail')).toBeVisible();
  expect(await admin.evaluate(() => document.styleSheets.length)).toBe(2);
  await admin.context().close();
});

test('a page of a part that does not come is drawn all the same, and says so', async ({ browser, server }) => {
  const admin = await person(browser, server.url, 'admin');
  let comes = false;
  await admin.route(/\/pkg\/split_pages\./, (route) => (comes ? route.continue() : route.abort()));
  await admin.goto('/admin/users');
  await hydrated(admin);
  await expect(admin.getByRole('alert').filter({ hasText: 'could not be loaded' })).toBeVisible();
  await expect(admin.getByRole('link', { name: 'Desktop' })).toBeVisible();

  comes = true;
  await admin.getByRole('button', { name: 'Try again' }).click();
  await expect(admin.getByRole('heading', { level: 1, name: 'People' })).toBeVisible();
});

test('a dialog asked for before its part is here opens and says that it comes', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  let arrive = () => {};
  const arriving = new Promise<void>((resolve) => (arrive = resolve));
  await anna.route(/\/pkg\/split_extras\./, async (route) => {
    await arriving;
    await route.continue();
  });
  await anna.goto('/');
  await hydrated(anna);
  await anna.getByRole('button', { name: 'New SMS' }).click();
  await expect(anna.getByRole('dialog').getByRole('status', { name: 'Loading…' })).toBeVisible();

  arrive();
  await expect(anna.getByRole('dialog').getByLabel('To')).toBeFocused();
});

test('canned answers looked for before their part is here come with it', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  let arrive = () => {};
  const arriving = new Promise<void>((resolve) => (arrive = resolve));
  await anna.route(/\/pkg\/split_extras\./, async (route) => {
    await arriving;
    await route.continue();
  });
  await anna.goto('/');
  await live(anna);
  const number = someNumber();
  await customer(anna, number, 'When are you open?');
  await anna.getByRole('button', { name: `Accept ${number}` }).click();
  const reply = anna.getByRole('textbox', { name: `Reply to ${number}` });
  await reply.pressSequentially('/');
  await expect(anna.locator('.canned-picker').getByRole('status', { name: 'Loading…' })).toBeVisible();

  arrive();
  await expect(anna.getByRole('listbox', { name: 'Canned answers' }).getByRole('option').first()).toBeVisible();
  await expect(reply).toHaveValue('/');
  await expect(reply).toBeFocused();
});

test('every page of a part is taken over without a complaint', async ({ browser, server }) => {
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto('/sign-in');
  await page.getByLabel('Login').fill('admin');
  await page.getByLabel('Password', { exact: true }).fill('smsdesk-demo');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((address) => address.pathname === '/');
  for (const path of [
    '/admin',
    '/admin/users',
    '/admin/users/new',
    '/admin/teams',
    '/admin/queues',
    '/admin/queues/new',
    '/admin/accounts',
    '/admin/accounts/new',
    '/admin/answers',
    '/admin/dispositions',
    '/admin/tags',
    '/admin/contact-fields',
    '/admin/settings',
    '/answers',
    '/contacts',
    '/contacts/4711',
    '/interactions',
    '/simulator',
  ]) {
    await page.goto(path);
    await hydrated(page);
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeAttached();
    expect(complaints, path).toEqual([]);
  }
});
