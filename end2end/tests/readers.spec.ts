// Who reads a session without having it: what happens reaches the screen, and what may not be changed says so.

import { accessible } from '../axe.ts';
import type { Page } from '@playwright/test';
import { customer, live, person, someNumber } from '../people.ts';
import { expect, test } from '../server.ts';

const side = (page: Page) => page.getByRole('complementary', { name: 'Contact and interaction' });
const idOf = (page: Page) => Number(new URL(page.url()).pathname.split('/').pop());

async function assign(sara: Page, interaction: number, agent: number): Promise<void> {
  const answer = await sara.request.post('/api/assign', { data: { interaction, to: { agent } } });
  expect(answer.ok(), await answer.text()).toBe(true);
}

async function id(page: Page): Promise<number> {
  const answer = await page.request.get('/api/desktop');
  return (await answer.json()).me.id;
}

test('a session that was given away is followed live, in hand and beside another one', async ({ browser, server }) => {
  const [anna, ben, sara] = [
    await person(browser, server.url, 'anna'),
    await person(browser, server.url, 'ben'),
    await person(browser, server.url, 'sara'),
  ];
  await live(anna);
  await live(ben);
  const number = someNumber();
  await customer(anna, number, 'Where is my order?');
  await anna.getByRole('button', { name: `Accept ${number}` }).click();
  await expect(anna.getByRole('log')).toContainText('Where is my order?');
  const given = idOf(anna);
  await assign(sara, given, await id(ben));
  await expect(anna.getByText('Ben has this session.')).toBeVisible();
  await customer(anna, number, 'Hello?');
  await expect(anna.getByRole('log')).toContainText('Hello?');

  // After a reload, as a mere reader, too; and what Ben writes, with its ticks.
  await anna.reload();
  await live(anna);
  await ben.goto(`/s/${given}`);
  await live(ben);
  await ben.getByRole('textbox', { name: /^Reply to/ }).fill('It is on its way.');
  await ben.keyboard.press('Enter');
  await expect(anna.getByRole('log')).toContainText('It is on its way.');
  await expect(anna.locator('.message', { hasText: 'It is on its way.' }).getByRole('button', { name: /^Delivered/ })).toBeVisible();

  // Closed, and the customer writes again: that one is Anna's, and the other is read beside it.
  const closed = await ben.request.post('/api/close', { data: { interaction: given } });
  expect(closed.ok()).toBe(true);
  await customer(anna, number, 'One more thing');
  await anna.getByRole('button', { name: `Accept ${number}` }).click();
  await expect(anna.getByRole('log')).toContainText('One more thing');
  await side(anna).getByRole('tab', { name: 'Journey' }).click();
  await side(anna).locator(`#journey-${given}`).click();
  const pane = anna.getByRole('dialog', { name: /to read$/ });
  await expect(pane).toContainText('It is on its way.');
  const note = { interaction: given, text: 'Written down afterwards', compose_key: 'afterwards' };
  expect((await ben.request.post('/api/note', { data: note })).ok()).toBe(true);
  await expect(pane).toContainText('Written down afterwards');
  for (const page of [anna, ben, sara]) await page.context().close();
});

test('who was named in a note sees all three tabs and is told that nothing is his to change', async ({ browser, server }) => {
  const [anna, ben] = [await person(browser, server.url, 'anna'), await person(browser, server.url, 'ben')];
  await live(anna);
  const number = someNumber();
  await customer(anna, number, 'The first time');
  await anna.getByRole('button', { name: `Accept ${number}` }).click();
  await expect(anna.getByRole('log')).toContainText('The first time');
  const first = idOf(anna);
  expect((await anna.request.post('/api/close', { data: { interaction: first } })).ok()).toBe(true);
  await customer(anna, number, 'The second time');
  await anna.getByRole('button', { name: `Accept ${number}` }).click();
  await expect(anna.getByRole('log')).toContainText('The second time');
  const second = idOf(anna);
  const note = { interaction: second, text: '@ben do you know?', compose_key: 'named' };
  expect((await anna.request.post('/api/note', { data: note })).ok()).toBe(true);

  await ben.goto(`/s/${second}`);
  await live(ben);
  await expect(side(ben).getByText('You can read this.')).toBeVisible();
  const name = side(ben).getByRole('button', { name: 'Name: not known' });
  await expect(name).toBeDisabled();
  await expect(side(ben).getByRole('button', { name: 'Add a number' })).toBeDisabled();
  await expect(side(ben).getByRole('combobox', { name: 'Add a tag to the contact' })).toBeDisabled();
  await expect(side(ben).getByRole('button', { name: 'Note an opt-out' })).toBeDisabled();
  await expect(side(ben).getByRole('button', { name: number, exact: true })).toBeEnabled();
  await accessible(ben);

  // What Anna writes down he sees, as it comes.
  await side(anna).getByRole('button', { name: /^Name: / }).click();
  await side(anna).getByRole('textbox', { name: 'Name', exact: true }).fill('Corner shop');
  await anna.keyboard.press('Enter');
  await expect(side(ben).getByRole('button', { name: 'Name: Corner shop', exact: true })).toBeDisabled();

  await side(ben).getByRole('tab', { name: 'Interaction' }).click();
  await expect(side(ben).getByRole('combobox', { name: 'Add a tag to the interaction' })).toBeDisabled();
  await expect(side(ben).getByText('Who answers this customer changes these tags')).toBeVisible();
  await side(ben).getByRole('tab', { name: 'Journey' }).click();
  await expect(side(ben).getByText('A note named you in one of these')).toBeVisible();
  await expect(side(ben).locator(`#journey-${first}`)).toBeDisabled();
  await expect(side(ben).locator(`#journey-${first}`)).toContainText('Not open to you');
  await expect(side(ben).locator(`#journey-${second}`)).toContainText('The second time');
  await accessible(ben);
  for (const page of [anna, ben]) await page.context().close();
});

test('a day is named once over all sessions of a customer', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  const number = someNumber();
  for (const words of ['In the morning', 'At noon']) {
    await customer(anna, number, words);
    await anna.getByRole('button', { name: `Accept ${number}` }).click();
    await expect(anna.getByRole('log')).toContainText(words);
    if (words === 'At noon') break;
    expect((await anna.request.post('/api/close', { data: { interaction: idOf(anna) } })).ok()).toBe(true);
    await anna.goto('/');
    await live(anna);
  }
  const log = anna.getByRole('log');
  await expect(log.locator('.session-head')).toHaveCount(2);
  await expect(log).toContainText('In the morning');
  await expect(log.locator('.day:not(.floating)')).toHaveText(['Today']);
  await anna.context().close();
});
