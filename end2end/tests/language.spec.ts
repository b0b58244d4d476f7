// English and Italian: chosen by the browser or by the person, switched at once, with nothing lost.

import { accessible } from '../axe.ts';
import type { Browser, Page } from '@playwright/test';
import { PASSWORD, customer, hydrated, live, person, someNumber } from '../people.ts';
import { expect, test } from '../server.ts';

test.describe.configure({ mode: 'serial' });

/**
 * Everything a page says beside the top bar, where sound and connection come and go: what is read on it, and what is said
 * aloud. Times and numbers count as one.
 */
async function said(page: Page): Promise<string[]> {
  const words = await page.evaluate(() => {
    const found: string[] = [document.title];
    for (const part of document.querySelectorAll('.rail, #content')) {
      const walker = document.createTreeWalker(part, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node instanceof Element) {
          for (const name of ['aria-label', 'title', 'placeholder', 'alt']) found.push(node.getAttribute(name) ?? '');
        } else {
          found.push(node.textContent ?? '');
        }
      }
    }
    return found;
  });
  // Where one text node ends and the next begins is nobody's business.
  return words.map((text) => text.replace(/[\d:.,]+/g, '#').trim()).filter((text) => text !== '' && text !== '#');
}

/** The same when nothing is on its way any more. */
async function saidAtLast(page: Page): Promise<string[]> {
  let before: string[] = [];
  const rests = async () => {
    const now = await said(page);
    const same = now.join('\n') === before.join('\n');
    before = now;
    return same && !now.includes('Loading…') && !now.includes('Caricamento…');
  };
  await expect.poll(rests, { intervals: [400] }).toBe(true);
  return before;
}

async function speak(page: Page, language: 'English' | 'Italiano'): Promise<void> {
  const code = language === 'English' ? 'en' : 'it';
  const kept = page.waitForResponse('**/api/language.set');
  await page.keyboard.press('Control+k');
  await page.keyboard.type(language);
  await page.keyboard.press('Enter');
  expect((await kept).ok()).toBe(true);
  await expect(page.locator('html')).toHaveAttribute('lang', code);
}

/** What a browser complains about from now on. */
function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return complaints;
}

async function italian(browser: Browser, url: string, extra = {}): Promise<Page> {
  const context = await browser.newContext({ baseURL: url, locale: 'it-IT', ...extra });
  return await context.newPage();
}

test('the sign-in page speaks what the browser asks for, and another language at a click', async ({ browser, server }) => {
  const page = await italian(browser, server.url);
  const complaints = complaintsOf(page);
  await page.goto('/sign-in');
  await hydrated(page);
  await expect(page.locator('html')).toHaveAttribute('lang', 'it');
  await expect(page).toHaveTitle(/Accesso/);
  await accessible(page);
  await page.getByLabel('Nome utente').fill('anna');

  const kept = page.waitForResponse('**/api/language.set');
  await page.getByRole('button', { name: 'English' }).click();
  await kept;
  await expect(page.getByLabel('Login')).toHaveValue('anna');
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');

  // The browser keeps it.
  await page.reload();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('without script the sign-in page changes its language too', async ({ browser, server }) => {
  const page = await italian(browser, server.url, { javaScriptEnabled: false });
  await page.goto('/sign-in');
  await expect(page.getByRole('button', { name: 'Accedi' })).toBeVisible();
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await expect(page).toHaveURL(/sign-in/);
  await page.context().close();
});

test('an address that leads nowhere says so in Italian', async ({ browser, server }) => {
  const page = await italian(browser, server.url);
  await page.goto('/nowhere');
  await expect(page.getByText("Qui non c'è nulla")).toBeVisible();
  await page.context().close();
});

test('switching changes every word at once and loses nothing; the choice follows to another browser', async ({
  browser,
  server,
}) => {
  const anna = await person(browser, server.url, 'anna');
  const complaints = complaintsOf(anna);
  await live(anna);
  const number = someNumber();
  await customer(anna, number, 'Parlate italiano?');
  await anna.getByRole('button', { name: `Accept ${number}` }).click();
  const reply = anna.getByRole('textbox', { name: `Reply to ${number}` });
  await reply.fill('Certo, un mom');
  await anna.getByRole('tab', { name: 'Interaction' }).click();

  // By the person's own menu; what is half written and what is open stays.
  const document = await anna.evaluateHandle(() => globalThis.document);
  await anna.getByRole('button', { name: /^Account: / }).click();
  await anna.getByRole('menuitemradio', { name: 'Italiano' }).click();
  await expect(anna.getByRole('textbox', { name: `Rispondi a ${number}` })).toHaveValue('Certo, un mom');
  await expect(anna.getByRole('tab', { name: 'Interazione' })).toHaveAttribute('aria-selected', 'true');
  await expect(anna.getByText('In carico a')).toBeVisible();
  await expect(anna.getByText(/– accettata dopo/)).toBeVisible();
  await expect(anna.getByText('In diretta', { exact: true })).toBeVisible();
  await expect(anna.locator('html')).toHaveAttribute('lang', 'it');
  expect(await anna.evaluate((before) => before === globalThis.document, document)).toBe(true);
  await accessible(anna);
  await anna.getByRole('textbox', { name: `Rispondi a ${number}` }).press('End');
  await anna.keyboard.type('ento.');
  await anna.keyboard.press('Enter');
  await expect(anna.getByRole('log')).toContainText('Certo, un momento.');

  // A server's sentence.
  const refused = await anna.request.post('/api/presence.set', { data: { availability: 'paused', reason: 'no such' } });
  expect(await refused.text()).toContain('Scegliere uno dei motivi previsti.');

  // Elsewhere it is Italian from the first byte, though that browser asks for English.
  const elsewhere = await person(browser, server.url, 'anna');
  const elsewhereComplaints = complaintsOf(elsewhere);
  await expect(elsewhere.getByText('In diretta', { exact: true })).toBeVisible();
  await elsewhere.reload();
  await hydrated(elsewhere);
  await expect(elsewhere.locator('html')).toHaveAttribute('lang', 'it');
  await elsewhere.context().request.get('/');
  expect(elsewhereComplaints).toEqual([]);
  await speak(elsewhere, 'English');
  await expect(elsewhere.getByText('Live', { exact: true })).toBeVisible();
  await elsewhere.context().close();
  expect(complaints).toEqual([]);
  await anna.context().close();
});

/** Lets the Italian words through when told to. */
async function withheld(page: Page): Promise<() => void> {
  let comes = false;
  await page.route(/\/pkg\/split_italian\./, (route) => (comes ? route.continue() : route.abort()));
  return () => {
    comes = true;
  };
}

test('Italian is downloaded by those who read it, before their page is taken over, and by nobody else', async ({
  browser,
  server,
}) => {
  const anna = await person(browser, server.url, 'anna');
  const complaints = complaintsOf(anna);
  const fetched: string[] = [];
  anna.on('request', (request) => {
    if (request.url().includes('/pkg/split_italian')) fetched.push(request.url());
  });
  await anna.goto('/');
  await live(anna);
  expect(fetched).toEqual([]);

  await speak(anna, 'Italiano');
  await expect(anna.getByText('In diretta', { exact: true })).toBeVisible();
  expect(fetched).toHaveLength(1);

  await anna.reload();
  await hydrated(anna);
  await expect(anna.getByText('In diretta', { exact: true })).toBeVisible();
  expect(complaints).toEqual([]);
  await anna.context().close();
});

test('who signs in on an English page and chose Italian before finds everything in Italian', async ({ browser, server }) => {
  const first = await person(browser, server.url, 'anna');
  await live(first);
  await speak(first, 'Italiano');
  await first.context().close();

  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  const complaints = complaintsOf(page);
  await page.goto('/sign-in');
  await hydrated(page);
  await page.getByLabel('Login').fill('anna');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('In diretta', { exact: true })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'it');
  expect(complaints).toEqual([]);
  await context.close();
});

test('a language that does not come is told of, the old one stays, and another try brings it', async ({
  browser,
  server,
}) => {
  const anna = await person(browser, server.url, 'anna');
  const letThrough = await withheld(anna);
  await live(anna);
  await anna.getByRole('button', { name: /^Account: / }).click();
  await anna.getByRole('menuitemradio', { name: 'Italiano' }).click();
  await expect(anna.getByText('This language could not be loaded.')).toBeVisible();
  await expect(anna.locator('html')).toHaveAttribute('lang', 'en');
  await anna.reload();
  await live(anna);

  letThrough();
  await speak(anna, 'Italiano');
  await expect(anna.getByText('In diretta', { exact: true })).toBeVisible();
  await anna.context().close();
});

test('a page whose language does not come is drawn in English, and says so', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  await speak(anna, 'Italiano');
  const letThrough = await withheld(anna);
  await anna.reload();
  await expect(anna.getByText('This language could not be loaded.')).toBeVisible();
  await live(anna);
  await expect(anna.locator('html')).toHaveAttribute('lang', 'en');

  letThrough();
  await anna.getByRole('button', { name: 'Try again' }).click();
  await expect(anna.getByText('In diretta', { exact: true })).toBeVisible();
  await expect(anna.locator('html')).toHaveAttribute('lang', 'it');
  await anna.context().close();
});

test('a form half filled stays as it is', async ({ browser, server }) => {
  const admin = await person(browser, server.url, 'admin');
  await admin.goto('/admin/users/new');
  await hydrated(admin);
  await admin.getByLabel('Name', { exact: true }).fill('Half a na');
  await admin.getByRole('button', { name: 'Save' }).click();
  await expect(admin.getByRole('alert').filter({ hasText: 'Letters, digits, and . - _ @ only.' }).first()).toBeVisible();
  await speak(admin, 'Italiano');
  await expect(admin.getByLabel('Nome', { exact: true })).toHaveValue('Half a na');
  // What the server said is said again.
  await expect(admin.getByRole('alert').filter({ hasText: 'Solo lettere, cifre e . - _ @.' }).first()).toBeVisible();
  await speak(admin, 'English');
  await admin.context().close();
});

test('what stands in open dialogs follows a change of the language in another window', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  const number = someNumber();
  await customer(anna, number, 'Is it ready?');
  await anna.getByRole('button', { name: `Accept ${number}` }).click();
  await expect(anna.getByRole('log')).toContainText('Is it ready?');
  const path = new URL(anna.url()).pathname;
  const window = async () => {
    const page = await anna.context().newPage();
    await page.goto(path);
    await live(page);
    return page;
  };
  const [followUp, transfer, later] = [await window(), await window(), await window()];
  const inMenu = async (page: Page, name: string) => {
    await page.getByRole('button', { name: 'More for this session' }).click();
    await page.getByRole('menuitem', { name }).click();
  };
  await inMenu(followUp, 'Follow up later…');
  await expect(followUp.getByRole('heading', { name: `Follow up with ${number}` })).toBeVisible();
  await followUp.getByRole('radio', { name: /^In three hours/ }).check();
  await inMenu(transfer, 'Transfer…');
  await expect(transfer.locator('.target', { hasText: 'Ben' })).toContainText('open');
  await later.getByRole('textbox', { name: `Reply to ${number}` }).fill('Tomorrow.');
  await later.getByRole('button', { name: 'Send later' }).click();
  await later.getByRole('radio', { name: /^In an hour/ }).check();
  // What the server refused stands in the side bar.
  const bar = anna.locator('.side-bar');
  await bar.getByRole('button', { name: 'Add a number' }).click();
  await bar.getByRole('textbox', { name: 'New number' }).fill('12');
  await bar.getByRole('button', { name: 'Add', exact: true }).click();
  const wrong = bar.locator('#new-number-error .field-error');
  await expect(wrong).toBeVisible();
  const english = await wrong.innerText();
  await anna.keyboard.press('Control+k');
  await anna.keyboard.type('offline');
  const palette = anna.getByRole('dialog', { name: 'Find or do' });
  await expect(palette.getByRole('option', { name: /^Go offline/ })).toBeVisible();

  const elsewhere = await window();
  await speak(elsewhere, 'Italiano');
  await expect(followUp.getByRole('heading', { name: `Riprendi con ${number}` })).toBeVisible();
  await expect(followUp.getByRole('radio', { name: /^Tra tre ore/ })).toBeChecked();
  await expect(transfer.locator('.target', { hasText: 'Ben' })).not.toContainText('open');
  await expect(later.getByRole('radio', { name: /^Tra un'ora/ })).toBeChecked();
  await expect(anna.locator('#palette')).toHaveValue('offline');
  await expect(anna.getByRole('option', { name: /^Vai offline/ })).toBeVisible();
  await expect(wrong).toBeVisible();
  await expect(wrong).not.toHaveText(english);
  for (const page of [followUp, transfer, later, anna]) {
    await expect(page.locator('html')).toHaveAttribute('lang', 'it');
  }
  await speak(elsewhere, 'English');
  await expect(palette.getByRole('option', { name: /^Go offline/ })).toBeVisible();
  await expect(wrong).toHaveText(english);
  await anna.context().close();
});

const PAGES = [
  '/',
  '/admin',
  '/admin/users',
  '/admin/users/new',
  '/admin/teams',
  '/admin/queues',
  '/admin/queues/1',
  '/admin/accounts',
  '/admin/accounts/1',
  '/admin/answers',
  '/admin/answers/new',
  '/admin/dispositions',
  '/admin/tags',
  '/admin/tags/new',
  '/admin/contact-fields',
  '/admin/contact-fields/new',
  '/admin/settings',
  '/answers',
  '/simulator',
];

test('a page that was switched says what a page in that language says', async ({ browser, server }) => {
  test.setTimeout(180_000);
  const admin = await person(browser, server.url, 'admin');
  const complaints = complaintsOf(admin);
  for (const address of PAGES) {
    await admin.goto(address);
    await hydrated(admin);
    const english = await saidAtLast(admin);
    await speak(admin, 'Italiano');
    await expect.poll(async () => (await said(admin)).join('\n') !== english.join('\n')).toBe(true);
    const switched = await saidAtLast(admin);
    await admin.reload();
    await hydrated(admin);
    await expect.poll(() => said(admin), { message: address }).toEqual(switched);
    await accessible(admin);
    await speak(admin, 'English');
    await expect.poll(() => said(admin), { message: `${address} back` }).toEqual(english);
  }
  expect(complaints).toEqual([]);
  await admin.context().close();
});

test('longer words fit a phone', async ({ browser, server }) => {
  test.setTimeout(120_000);
  const page = await italian(browser, server.url, { viewport: { width: 390, height: 844 }, hasTouch: true });
  await page.goto('/sign-in');
  await hydrated(page);
  await page.getByLabel('Nome utente').fill('admin');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Accedi' }).click();
  await page.waitForURL((address) => address.pathname === '/');
  await hydrated(page);
  for (const address of ['/sign-in', ...PAGES]) {
    await page.goto(address);
    await hydrated(page);
    await expect(page.locator('.skeleton')).toHaveCount(0);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide, address).toBe(0);
  }
  await page.context().close();
});
