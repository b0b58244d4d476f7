// The strip of sessions: what each tab says, in which order they stand, and that the one in hand is in sight.

import { type Browser, type Page } from '@playwright/test';
import { customer, hydrated, live, person, someNumber } from '../people.ts';
import { expect, test } from '../server.ts';

const tabs = (page: Page) => page.getByRole('list', { name: 'Open sessions' }).getByRole('listitem');
const inHand = (page: Page) => page.locator('.tab.active');

/** Anna, who may have as many sessions as she likes. */
async function anna(browser: Browser, url: string): Promise<Page> {
  const admin = await person(browser, url, 'admin');
  const settings = await (await admin.request.get('/api/settings')).json();
  const data = { settings: { ...settings, default_capacity: 40, tab_limit: 40 } };
  expect((await admin.request.post('/api/settings.save', { data })).ok()).toBe(true);
  await admin.context().close();
  const page = await person(browser, url, 'anna');
  await live(page);
  return page;
}

async function accepted(page: Page, number: string): Promise<void> {
  await page.getByRole('button', { name: `Accept ${number}` }).click();
  await expect(inHand(page)).toContainText(number);
}

/** The numbers of so many sessions, in the order of their tabs. */
async function sessions(page: Page, count: number): Promise<string[]> {
  const numbers = Array.from({ length: count }, someNumber);
  for (const number of numbers) {
    await customer(page, number, `Question of ${number}`);
    await accepted(page, number);
  }
  return numbers;
}

test('tabs stand in the order in which they were accepted, after a reload and in a second window too', async ({
  browser,
  server,
}) => {
  const page = await anna(browser, server.url);
  const numbers = [someNumber(), someNumber(), someNumber()];
  for (const number of numbers) {
    await customer(page, number, 'Hello?');
    await expect(page.getByRole('article', { name: number })).toBeVisible();
  }
  // Whoever came last is answered first.
  numbers.reverse();
  for (const number of numbers) await accepted(page, number);
  await expect(tabs(page)).toContainText(numbers);
  await page.reload();
  await live(page);
  await expect(tabs(page)).toContainText(numbers);
  const second = await page.context().newPage();
  await second.goto('/');
  await live(second);
  await expect(tabs(second)).toContainText(numbers);
  await page.context().close();
});

test('every tab says account, customer, age and what is unread, however many there are', async ({ browser, server }) => {
  const page = await anna(browser, server.url);
  await page.setViewportSize({ width: 1440, height: 900 });
  const numbers = await sessions(page, 9);
  await customer(page, numbers[0]!, 'Are you still there?');
  await expect(tabs(page).first()).toContainText('1 unread');
  for (const tab of await tabs(page).all()) {
    await expect(tab.getByText('DEMO', { exact: true })).toBeVisible();
    await expect(tab.locator('.tab-age')).toBeVisible();
    // Of a number that is cut the end is seen: all of one country begin alike.
    const cut = await tab.locator('.tab-name').evaluate((name) => {
      const end = name.querySelector('span')!.getBoundingClientRect().right;
      return end - name.getBoundingClientRect().right;
    });
    expect(cut).toBeLessThanOrEqual(1);
  }
  await page.context().close();
});

test('two sessions of one customer say with which of his numbers they are', async ({ browser, server }) => {
  const page = await anna(browser, server.url);
  const [first, second] = [someNumber(), someNumber()];
  await customer(page, first, 'From my own phone');
  await accepted(page, first);
  const params = { interaction: page.url().split('/').pop()! };
  const { contact } = await (await page.request.get('/api/facts', { params })).json();
  const edit = async (edit: object) => {
    const data = { contact: contact.id, edit };
    expect((await page.request.post('/api/contact.edit', { data })).ok()).toBe(true);
  };
  await edit({ edit: 'add_number', number: second, kind: 'work' });
  await edit({ edit: 'set', part: { part: 'name' }, was: '', value: 'Corner shop' });
  await expect(inHand(page)).toContainText('Corner shop');
  await expect(inHand(page)).not.toContainText('…');
  await customer(page, second, 'From the counter');
  await page.getByRole('button', { name: 'Accept Corner shop' }).click();
  const ends = [first, second].map((number) => `Corner shop…${number.slice(-4)}`);
  await expect(tabs(page)).toContainText(ends);
  const close = page.getByRole('button', { name: `Close the session with Corner shop …${first.slice(-4)}` });
  await expect(close).toBeVisible();
  await page.context().close();
});

test('of many tabs the one in hand is in sight with its X, and those that are cut are counted', async ({
  browser,
  server,
}) => {
  test.setTimeout(150_000);
  const page = await anna(browser, server.url);
  const numbers = await sessions(page, 14);
  const close = inHand(page).getByRole('button', { name: /^Close the session with/ });
  const [before, after] = [/more tabs? before/, /more tabs? after/].map((name) => page.getByRole('button', { name }));
  for (const key of [undefined, 'Alt+9', 'Alt+1', 'Alt+5']) {
    if (key) await page.keyboard.press(key);
    await expect(inHand(page)).toContainText(numbers[key ? Number(key.at(-1)) - 1 : 13]!);
    await expect(close).toBeInViewport({ ratio: 0.95 });
    await page.reload();
    await hydrated(page);
    await expect(close).toBeInViewport({ ratio: 0.95 });
  }
  await page.keyboard.press('Alt+1');
  await expect(before!).toBeDisabled();
  // Every tab that is not wholly there stands behind the arrow.
  const strip = page.getByRole('list', { name: 'Open sessions' });
  const hidden = await strip.evaluate((strip) => {
    const end = strip.getBoundingClientRect().right;
    return [...strip.children].filter((tab) => tab.getBoundingClientRect().right > end + 1).length;
  });
  await expect(after!).toHaveAccessibleName(`${hidden} more tabs after`);
  while (await after!.isEnabled()) {
    const was = await strip.evaluate((strip) => strip.scrollLeft);
    await after!.click();
    await expect.poll(() => strip.evaluate((strip) => strip.scrollLeft)).toBeGreaterThan(was);
  }
  await expect(tabs(page).last()).toBeInViewport({ ratio: 0.95 });
  await page.context().close();
});
