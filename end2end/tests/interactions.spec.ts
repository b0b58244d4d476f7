// The list of interactions: a supervisor reads it live, and closes or reassigns several at once.

import { accessible } from '../axe.ts';
import type { Browser, Locator, Page } from '@playwright/test';
import { PASSWORD, customer, hydrated, live, person, someNumber } from '../people.ts';
import { expect, test } from '../server.ts';

/** Two texts on the demo line, accepted. */
async function accepted(page: Page, count: number): Promise<string[]> {
  const numbers: string[] = [];
  for (let n = 0; n < count; n++) {
    const number = someNumber();
    await customer(page, number, `Order ${n + 1}, please`);
    await page.getByRole('button', { name: `Accept ${number}` }).click();
    await expect(page.getByRole('log')).toContainText(`Order ${n + 1}, please`);
    numbers.push(number);
  }
  return numbers;
}

async function list(browser: Browser, url: string, query = ''): Promise<Page> {
  const sara = await person(browser, url, 'sara');
  await sara.goto(`/interactions${query}`);
  await hydrated(sara);
  await live(sara);
  return sara;
}

function row(page: Page, number: string): Locator {
  return page.getByRole('grid').getByRole('row').filter({ has: page.getByRole('link', { name: number }) });
}

function sessions(page: Page): Locator {
  return page.getByRole('list', { name: 'Open sessions' }).getByRole('link');
}

function bar(page: Page): Locator {
  return page.getByRole('region', { name: 'Selection' });
}

test('a supervisor closes several with a disposition, and they leave the agent’s desktop at once', async ({
  browser,
  server,
}) => {
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  const [first, second, third] = await accepted(anna, 3);
  const sara = await person(browser, server.url, 'sara');
  await sara.getByRole('link', { name: 'Interactions' }).click();
  await expect(row(sara, first!)).toContainText('With Anna');
  await accessible(sara);
  // With Shift everything between two.
  await row(sara, third!).getByRole('checkbox').click();
  await row(sara, first!).getByRole('checkbox').click({ modifiers: ['Shift'] });
  await expect(bar(sara)).toContainText('3 selected');
  await row(sara, second!).getByRole('checkbox').click();
  await expect(bar(sara)).toContainText('2 selected');
  await bar(sara).getByRole('button', { name: 'Close…' }).click();
  const dialog = sara.getByRole('dialog', { name: 'Close 2 interactions' });
  await dialog.getByRole('combobox').fill('sold');
  await dialog.getByRole('option', { name: 'Sales › Sold' }).click();
  await accessible(sara);
  await expect(sessions(anna)).toHaveCount(3);
  await dialog.getByRole('button', { name: 'Close 2 interactions' }).click();
  await expect(sessions(anna)).toHaveCount(1);
  await expect(sara.getByText('2 closed.')).toBeVisible();
  await expect(row(sara, first!)).not.toBeAttached();
  await expect(row(sara, second!)).toBeVisible();
  await expect(bar(sara)).not.toBeAttached();

  // Among the closed ones they stand with their disposition, and can't be selected.
  await sara.getByRole('link', { name: 'Closed', exact: true }).click();
  await expect(sara).toHaveURL(/\?status=closed$/);
  await expect(row(sara, first!)).toContainText('Sales › Sold');
  await expect(row(sara, first!).getByRole('checkbox')).toBeDisabled();
  await sara.getByLabel('Account', { exact: true }).selectOption({ label: 'HELP · Help line' });
  await expect(row(sara, first!)).not.toBeAttached();
  await expect(sara.getByText('No interaction fits')).toBeVisible();
  await accessible(sara);
  await sara.goBack();
  await expect(row(sara, first!)).toBeVisible();
  for (const page of [anna, sara]) await page.context().close();
});

test('what fails is told with its reason and stays selected', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  const numbers = await accepted(anna, 2);
  const admin = await person(browser, server.url, 'admin');
  const users = await (await admin.request.get('/api/users')).json();
  const ben = users.find((user: { login: string }) => user.login === 'ben');
  const capacity = async (capacity: number | null) => {
    const draft = { ...ben, capacity, password: '' };
    const answer = await admin.request.post('/api/user.save', { data: { id: ben.id, draft } });
    expect(answer.ok(), await answer.text()).toBe(true);
  };
  const open = (await (await admin.request.get('/api/history.targets')).json()).agents.find(
    (agent: { id: number }) => agent.id === ben.id,
  )?.open ?? 0;
  await capacity(open + 1);
  const sara = await list(browser, server.url, `?with=${users.find((user: { login: string }) => user.login === 'anna').id}`);
  for (const number of numbers) await row(sara, number).getByRole('checkbox').click();
  await bar(sara).getByRole('button', { name: 'Reassign…' }).click();
  const dialog = sara.getByRole('dialog', { name: 'Reassign 2 interactions' });
  await dialog.getByRole('radio', { name: /^Ben/ }).check();
  await accessible(sara);
  await dialog.getByRole('button', { name: 'Reassign 2 to Ben' }).click();
  await expect(dialog).toContainText('1 reassigned, 1 not:');
  await expect(dialog).toContainText(/Ben has \d+ open sessions, as many as they may/);
  await accessible(sara);
  await dialog.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(bar(sara)).toContainText('1 selected');
  await capacity(null);
  for (const page of [anna, admin, sara]) await page.context().close();
});

test('rows change where they stand, and what is new is announced before it moves anything', async ({
  browser,
  server,
}) => {
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  const [older, newer] = await accepted(anna, 2);
  const sara = await list(browser, server.url);
  const order = async () => {
    const texts = await sara.getByRole('grid').getByRole('link').allTextContents();
    return texts.filter((name) => name === older || name === newer);
  };
  expect(await order()).toEqual([newer, older]);
  // Anna looks at the newer one; her own list would not say so.
  await expect(row(sara, newer!)).toContainText('Anna is looking');
  await customer(anna, older!, 'One more thing');
  await expect(row(sara, older!)).toContainText('1 unread');
  await expect(row(sara, older!)).toContainText('received');
  expect(await order()).toEqual([newer, older]);
  const number = someNumber();
  await customer(anna, number, 'Hello?');
  await expect(sara.getByRole('button', { name: '1 new' })).toBeVisible();
  await expect(row(sara, number)).not.toBeAttached();
  await accessible(sara);
  await sara.getByRole('button', { name: '1 new' }).click();
  await expect(row(sara, number)).toContainText('Waiting');
  await expect(sara.getByRole('button', { name: /new$/ })).not.toBeAttached();
  expect(await order()).toEqual([older, newer]);
  for (const page of [anna, sara]) await page.context().close();
});

test('everything goes by keyboard alone', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  const [first, second] = await accepted(anna, 2);
  const sara = await person(browser, server.url, 'sara');
  await live(sara);
  await sara.keyboard.press('Control+k');
  await sara.keyboard.type('interactions');
  await sara.getByRole('option', { name: 'Interactions' }).first().waitFor();
  await sara.keyboard.press('Enter');
  await expect(sara).toHaveURL(/\/interactions$/);
  await expect(row(sara, second!)).toBeVisible();
  await row(sara, second!).focus();
  await sara.keyboard.press('Space');
  await expect(row(sara, second!)).toHaveAttribute('aria-selected', 'true');
  const names = await sara.getByRole('grid').getByRole('link').allTextContents();
  for (let n = names.indexOf(second!); n < names.indexOf(first!); n++) await sara.keyboard.press('ArrowDown');
  await expect(row(sara, first!)).toBeFocused();
  await sara.keyboard.press('Space');
  await expect(bar(sara)).toContainText('2 selected');
  await sara.keyboard.press('Escape');
  await expect(bar(sara)).not.toBeAttached();
  await sara.keyboard.press('Space');
  await sara.keyboard.press('ArrowUp');
  await sara.keyboard.press('Shift+Space');
  await expect(row(sara, first!)).toHaveAttribute('aria-selected', 'true');
  await sara.keyboard.press('Escape');
  await row(sara, first!).focus();
  await sara.keyboard.press('Space');
  await sara.keyboard.press('Tab');
  while (!(await bar(sara).getByRole('button', { name: 'Close…' }).evaluate((it) => it === document.activeElement))) {
    await sara.keyboard.press('Tab');
  }
  await sara.keyboard.press('Enter');
  const dialog = sara.getByRole('dialog', { name: 'Close 1 interaction' });
  await expect(dialog.getByRole('combobox')).toBeFocused();
  await sara.keyboard.type('sold');
  await sara.keyboard.press('Enter');
  await sara.keyboard.press('Enter');
  await expect(dialog).not.toBeVisible();
  await expect(row(sara, first!)).not.toBeAttached();
  // The keyboard goes on in the list.
  await expect(sara.getByRole('grid').locator(':focus')).toHaveCount(1);
  await row(sara, second!).focus();
  await sara.keyboard.press('Enter');
  await expect(sara).toHaveURL(/\/s\/\d+$/);
  await expect(sara.getByText('Anna has this session. You can read it and write notes.')).toBeVisible();
  for (const page of [anna, sara]) await page.context().close();
});

test('an agent has neither the page nor the way to it', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  await expect(anna.getByRole('link', { name: 'Interactions' })).not.toBeAttached();
  await anna.goto('/interactions');
  await hydrated(anna);
  await expect(anna.getByText('This page is for supervisors')).toBeVisible();
  await accessible(anna);
  expect((await anna.request.get('/api/history')).status()).toBe(403);
  await anna.context().close();
});

test('the page closes the moment its reader is a supervisor no more', async ({ browser, server }) => {
  const admin = await person(browser, server.url, 'admin');
  const draft = {
    login: 'vera', name: 'Vera', alias: '', role: 'supervisor', active: true, capacity: null, teams: [], password: PASSWORD,
  };
  const made = await admin.request.post('/api/user.save', { data: { id: null, draft } });
  expect(made.ok()).toBe(true);
  const vera = await person(browser, server.url, 'vera');
  await live(vera);
  await vera.getByRole('link', { name: 'Interactions' }).click();
  await expect(vera.locator('main.history')).toBeVisible();
  const demoted = { ...draft, role: 'agent', password: '' };
  await admin.request.post('/api/user.save', { data: { id: await made.json(), draft: demoted } });
  await expect(vera.getByText('This page is for supervisors')).toBeVisible();
  await expect(vera.locator('main.history')).not.toBeAttached();
  for (const page of [admin, vera]) await page.context().close();
});

test('at phone width a row is a card of two lines, and a failure says so', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  const [number] = await accepted(anna, 1);
  const sara = await list(browser, server.url);
  await sara.setViewportSize({ width: 390, height: 844 });
  await expect(row(sara, number!)).toContainText('With Anna');
  expect(await sara.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  const height = (await row(sara, number!).boundingBox())!.height;
  expect(height).toBeGreaterThan(50);
  expect(height).toBeLessThan(80);
  await row(sara, number!).getByRole('checkbox').click();
  await expect(bar(sara)).toBeInViewport();
  await accessible(sara);
  await expect(row(sara, number!).locator('.of-last')).toBeInViewport();
  await expect(row(sara, number!).locator('.of-number')).toBeInViewport();
  await sara.route('**/api/history?*', (route) => route.abort());
  await sara.getByRole('link', { name: 'Waiting' }).click();
  await expect(sara.getByText('The interactions could not be loaded.')).toBeVisible();
  await accessible(sara);
  await sara.unroute('**/api/history?*');
  await sara.getByRole('button', { name: 'Try again' }).click();
  await expect(sara.getByText('The interactions could not be loaded.')).not.toBeAttached();
  for (const page of [anna, sara]) await page.context().close();
});
