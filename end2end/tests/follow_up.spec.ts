// A session is put off with a reason, and comes back by itself.

import { accessible } from '../axe.ts';
import { customer, live, person, someNumber } from '../people.ts';
import { expect, test } from '../server.ts';

test('a session is put off by keyboard, seen on its tab and in its facts, and comes back as unread', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  const number = someNumber();
  await customer(anna, number, 'Is it back in stock?');
  await anna.getByRole('button', { name: `Accept ${number}` }).click();
  await anna.getByRole('button', { name: 'More for this session' }).press('Enter');
  await anna.getByRole('menuitem', { name: 'Follow up later…' }).press('Enter');
  const dialog = anna.getByRole('dialog', { name: 'Follow-up' });
  await expect(dialog.getByRole('heading', { name: `Follow up with ${number}` })).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Set follow-up' })).toBeDisabled();
  await dialog.getByRole('radio', { name: /^In three hours/ }).press('Space');
  await accessible(anna);
  const reason = dialog.getByRole('textbox', { name: 'What for' });
  await reason.fill('Ask the warehouse');
  await reason.press('Enter');
  await expect(dialog).toBeHidden();
  const bar = anna.getByRole('status').filter({ hasText: 'Comes back' });
  await expect(bar).toContainText('Ask the warehouse');
  await expect(anna.getByRole('link', { name: new RegExp(`${number.slice(1)}.*Comes back`) })).toBeVisible();

  // A time that is past is refused beside its field, and nothing typed is lost.
  await bar.getByRole('button', { name: 'Change' }).click();
  await expect(reason).toHaveValue('Ask the warehouse');
  await dialog.getByLabel('Date and time').fill('2020-01-31T08:00');
  await dialog.getByRole('button', { name: 'Set follow-up' }).click();
  await expect(dialog.getByRole('alert').filter({ hasText: 'This time is past.' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(bar).toBeVisible();

  // The time comes while she looks elsewhere.
  const interaction = Number(new URL(anna.url()).pathname.split('/').pop());
  await anna.getByRole('link', { name: 'Phone simulator' }).click();
  const follow_up = { at: Date.now() + 1_000, reason: 'Ask the warehouse' };
  const set = await anna.request.post('/api/follow_up', { data: { interaction, follow_up } });
  expect(set.ok()).toBe(true);
  await expect(anna).toHaveTitle(/^\(1\)/);
  await anna.getByRole('link', { name: /^Desktop/ }).click();
  await anna.getByRole('link', { name: new RegExp(`${number.slice(1)}.*1 unread`) }).click();
  await expect(anna.getByRole('log')).toContainText('Follow-up is due: Ask the warehouse');
  await expect(bar).not.toBeAttached();
  await anna.context().close();
});
