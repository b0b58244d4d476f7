// Two servers on one PostgreSQL database: whose browser talks to which makes no difference, and one may die.

import { customer, hydrated, live, onPhone, person, someNumber } from '../people.ts';
import { expect, test } from '../server.ts';

test.use({ database: 'postgres' });

test('agents on two servers share the work, and the owner goes on at the other one when hers dies', async ({
  browser,
  server,
  secondServer,
}) => {
  const anna = await person(browser, server.url, 'anna');
  const ben = await person(browser, secondServer.url, 'ben');
  await live(anna);
  await live(ben);
  const number = someNumber();
  await customer(anna, number, 'Where is my parcel?');
  const card = ben.getByRole('article', { name: number });
  await expect(card).toContainText('Where is my parcel?');
  await anna.getByRole('button', { name: `Accept ${number}` }).click();
  await expect(ben.getByText('Taken by Anna')).toBeVisible();
  await expect(card).not.toBeAttached();

  const conversation = anna.getByRole('log');
  const box = anna.getByRole('textbox', { name: `Reply to ${number}` });
  const answer = (words: string) => conversation.locator('.message.ours', { hasText: words });
  await box.fill('It left today.');
  await box.press('Enter');
  await expect(answer('It left today.').locator('[data-tick=double]')).toBeVisible();
  const kept = anna.waitForResponse('**/api/draft.save');
  await box.fill('You get it tomorrow.');
  expect((await kept).ok()).toBe(true);

  await server.kill();
  await customer(ben, number, 'When do I get it?');
  // A cookie is of a host, whatever the port: she is signed in there too.
  await anna.goto(secondServer.url + new URL(anna.url()).pathname);
  await hydrated(anna);
  await live(anna);
  await expect(conversation).toContainText('When do I get it?');
  await expect(answer('It left today.').locator('[data-tick=double]')).toBeVisible();
  await expect(box).toHaveValue('You get it tomorrow.');
  await box.press('Enter');
  await expect(answer('You get it tomorrow.').locator('[data-tick=double]')).toBeVisible();
  const phone = await onPhone(ben, number);
  for (const words of ['It left today.', 'You get it tomorrow.']) expect(phone.split(words)).toHaveLength(2);
  // Hers it stayed: nobody else is asked.
  await expect(card).not.toBeAttached();
  for (const page of [anna, ben]) await page.context().close();
});
