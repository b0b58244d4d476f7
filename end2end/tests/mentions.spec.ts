// Colleagues in one conversation: who looks, who is named, who writes.

import { accessible } from '../axe.ts';
import { customer, live, onPhone, person, someNumber } from '../people.ts';
import { expect, test } from '../server.ts';

test('a note names a colleague, who is told, reads, and answers among colleagues', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  const number = someNumber();
  await customer(anna, number, 'Is this still under warranty?');
  await anna.getByRole('button', { name: `Accept ${number}` }).click();
  await expect(anna.getByRole('log')).toContainText('under warranty');

  const ben = await person(browser, server.url, 'ben');
  await live(ben);
  await expect(ben.getByRole('button', { name: 'Mentions', exact: true })).toBeVisible();

  // An @ opens the list; arrows and Enter take somebody, Escape leaves what was typed.
  await anna.keyboard.press('Alt+i');
  const note = anna.getByRole('textbox', { name: 'Internal note' });
  await note.pressSequentially('Ask @');
  const list = anna.getByRole('listbox', { name: 'Colleagues' });
  await expect(list.getByRole('option')).toHaveCount(3);
  await anna.keyboard.press('Escape');
  await expect(list).not.toBeAttached();
  await expect(note).toHaveValue('Ask @');
  await anna.keyboard.type('b');
  await expect(list.getByRole('option', { name: 'Ben' })).toHaveAttribute('aria-selected', 'true');
  await anna.keyboard.press('Enter');
  await expect(note).toHaveValue('Ask @ben ');
  await anna.keyboard.type('please: it is from 2019');
  await anna.keyboard.press('Enter');
  await expect(anna.locator('.message.note .mentioned')).toHaveText('@ben');

  // Ben is told, and goes there by the bell.
  const bell = ben.getByRole('button', { name: 'Mentions: 1 unread' });
  await expect(bell).toBeVisible();
  await expect(ben).toHaveTitle(/^\(1\)/);
  await ben.keyboard.press('Alt+m');
  const entry = ben.getByRole('menuitem', { name: /Anna mentioned you/ });
  await expect(entry).toContainText('it is from 2019');
  await accessible(ben);
  await ben.keyboard.press('Enter');
  await expect(ben.getByRole('log')).toContainText('under warranty');
  await expect(ben.locator('.message.note .mentioned.me')).toHaveText('@ben');
  await expect(ben.getByRole('button', { name: 'Mentions', exact: true })).toBeVisible();

  // Each sees that the other looks.
  await expect(anna.locator('.lookers')).toHaveText('Ben is looking');
  await expect(ben.locator('.lookers')).toHaveText('Anna is looking');

  // Only Anna answers the customer; notes are for both, and what the customer texts reaches both.
  await expect(ben.getByText('Anna has this session.')).toBeVisible();
  await ben.keyboard.press('Alt+i');
  await ben.getByRole('textbox', { name: 'Internal note' }).fill('Two years: it has run out.');
  await ben.keyboard.press('Enter');
  await expect(anna.getByRole('log')).toContainText('Two years: it has run out.');
  await customer(anna, number, 'Hello?');
  await expect(ben.getByRole('log')).toContainText('Hello?');
  expect(await onPhone(anna, number)).not.toContain('run out');

  // Ben goes away; the eye goes too, when nothing was heard of him for a while.
  test.slow();
  await ben.goto('/');
  await expect(anna.locator('.lookers')).toHaveText('', { timeout: 45_000 });
  for (const page of [anna, ben]) await page.context().close();
});
