// What holds the desktop together: addresses, menus beside each other, room for names.

import { customer, hydrated, live, person, someNumber } from '../people.ts';
import { expect, test } from '../server.ts';

test('the address follows the session, and the way back leads out of it', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  const broken: string[] = [];
  anna.on('pageerror', (error) => broken.push(error.message));
  await live(anna);
  const number = someNumber();
  await customer(anna, number, 'Where am I?');
  await anna.getByRole('button', { name: `Accept ${number}` }).click();
  const address = /\/s\/\d+$/;
  await expect(anna).toHaveURL(address);
  await anna.goto('/');
  await hydrated(anna);
  await anna.getByRole('list', { name: 'Open sessions' }).getByRole('link').click();
  await expect(anna.getByRole('log')).toContainText('Where am I?');
  await expect(anna).toHaveURL(address);
  // From within the composer: it leaves the page with the focus in it.
  await expect(anna.getByRole('textbox', { name: `Reply to ${number}` })).toBeFocused();
  await anna.goBack();
  await expect(anna.getByText('Choose a session')).toBeVisible();
  await anna.goForward();
  await expect(anna.getByRole('log')).toContainText('Where am I?');
  // The bar leads out as well, and is alive.
  await anna.getByRole('link', { name: 'Desktop' }).click();
  await expect(anna.getByText('Choose a session')).toBeVisible();
  await expect(anna).toHaveURL((url) => url.pathname === '/');
  expect(broken).toEqual([]);
  await anna.context().close();
});

test('what is chosen in a menu closes this menu and gives the focus back', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  const presence = anna.getByRole('button', { name: /^Your presence/ });
  await presence.click();
  await anna.getByRole('menuitemradio', { name: 'Lunch' }).click();
  await expect(anna.getByRole('menu')).toHaveCount(0);
  await expect(presence).toBeFocused();
  await anna.keyboard.press('Enter');
  await anna.keyboard.press('Enter');
  await expect(anna.getByRole('menu')).toHaveCount(0);
  await expect(anna.getByRole('button', { name: 'Your presence: Online' })).toBeFocused();
  const theme = anna.getByRole('button', { name: 'Theme' });
  await theme.click();
  await anna.getByRole('menuitemradio', { name: 'Dark' }).click();
  await expect(anna.getByRole('menu')).toHaveCount(0);
  await expect(theme).toBeFocused();
  // Newcomers find the keys where they find themselves.
  await anna.getByRole('button', { name: 'Account: Anna' }).click();
  await anna.getByRole('menuitem', { name: 'Show all keys' }).click();
  await expect(anna.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await anna.context().close();
});

test('agents are not shown the way to pages they may not use', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  await anna.goto('/admin/users');
  await hydrated(anna);
  await expect(anna.getByText('Only administrators may set the house up')).toBeVisible();
  await expect(anna.getByRole('link', { name: 'Queues' })).toHaveCount(0);
  await anna.getByRole('link', { name: 'To the desktop' }).click();
  await live(anna);
  await anna.context().close();
});

test('on a phone a long presence leaves room for the rest of the bar', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  await anna.setViewportSize({ width: 390, height: 844 });
  await anna.getByRole('button', { name: /^Your presence/ }).click();
  await anna.getByRole('menuitemradio', { name: 'Back office' }).click();
  await expect(anna.getByRole('button', { name: 'Your presence: Paused: Back office' })).toBeVisible();
  expect(await anna.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expect(anna.getByRole('button', { name: 'New SMS' })).toBeInViewport({ ratio: 1 });
  await anna.context().close();
});

test('with the sound blocked and somebody waiting the bar still says how one stands', async ({ browser, server }) => {
  const before = await person(browser, server.url, 'anna');
  await live(before);
  await customer(before, someNumber(), 'Anybody?');
  await expect(before.getByRole('button', { name: 'Take the oldest waiting' }).first()).toBeVisible();
  // Her browser comes back signed in: nobody has clicked in it, which a page of it may remember, and it stays silent.
  const context = await browser.newContext({ baseURL: server.url, storageState: await before.context().storageState() });
  await before.context().close();
  const anna = await context.newPage();
  await anna.setViewportSize({ width: 1440, height: 900 });
  await anna.goto('/');
  await hydrated(anna);
  await live(anna);
  await expect(anna.getByRole('button', { name: /^Sound is blocked by the browser/ })).toBeVisible();
  await expect(anna.locator('.top-bar').getByRole('button', { name: 'Take the oldest waiting' })).toBeVisible();
  const cut = await anna
    .locator('.presence .clip, .queues .clip')
    .evaluateAll((words) => words.filter((it) => it.scrollWidth > it.clientWidth).map((it) => it.textContent));
  expect(cut).toEqual([]);
  await anna.context().close();
});

test('several requests are counted, and all are reached from the oldest on', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  const numbers = Array.from({ length: 5 }, someNumber);
  for (const number of numbers) {
    await customer(anna, number, `It is me, ${number}.\nAre you there?`);
    await expect(anna.getByRole('article', { name: number })).toBeAttached();
  }
  await expect(anna.getByRole('heading', { name: '5 requests' })).toBeInViewport({ ratio: 1 });
  const stack = await anna.getByRole('region', { name: 'Requests' }).boundingBox();
  expect(stack!.y + stack!.height).toBeLessThanOrEqual(anna.viewportSize()!.height);
  await anna.keyboard.press('Alt+o');
  for (const [at, number] of numbers.entries()) {
    if (at > 0) await anna.keyboard.press('ArrowDown');
    const card = anna.getByRole('article', { name: number });
    await expect(card).toBeFocused();
    await expect(card.getByRole('button', { name: `Accept ${number}` })).toBeInViewport({ ratio: 0.95 });
  }
  await expect(anna.getByRole('heading', { name: '5 requests' })).toBeInViewport({ ratio: 0.95 });
  await anna.context().close();
});

test('addresses without a scheme lead somewhere too', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  const number = someNumber();
  await customer(anna, number, 'It is on www.example.org, or write to me@example.org.');
  await anna.getByRole('button', { name: `Accept ${number}` }).click();
  const link = (name: string) => anna.getByRole('log').getByRole('link', { name, exact: true });
  await expect(link('www.example.org')).toHaveAttribute('href', 'https://www.example.org');
  await expect(link('me@example.org')).toHaveAttribute('href', 'mailto:me@example.org');
  await anna.context().close();
});

test('a session that does not exist leaves the side bar empty', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  await anna.goto('/s/99999');
  await live(anna);
  await expect(anna.getByText('There is nothing here')).toBeVisible();
  const side = anna.locator('.side-bar');
  await expect(side.getByRole('tab')).toHaveCount(0);
  await expect(side.getByRole('alert')).toHaveCount(0);
  await expect(side.getByRole('button', { name: 'Try again' })).toHaveCount(0);
  await expect(side).toHaveText('');
  await anna.context().close();
});

test('who replaces dear signs by plain ones goes on writing', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  const number = someNumber();
  await customer(anna, number, 'Is it ready?');
  await anna.getByRole('button', { name: `Accept ${number}` }).click();
  const box = anna.getByRole('textbox', { name: `Reply to ${number}` });
  await box.fill('It’s ready');
  await anna.getByRole('button', { name: 'Replace by plain signs' }).click();
  await expect(box).toHaveValue("It's ready");
  await expect(box).toBeFocused();
  await anna.keyboard.press('End');
  await anna.keyboard.type('!');
  await expect(box).toHaveValue("It's ready!");
  await anna.context().close();
});
