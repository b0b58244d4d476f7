// The main job: a customer texts, agents are asked, one has it, the answer goes out and the ticks tell the truth.

import { accessible } from '../axe.ts';
import { live, person, someNumber, takePhone, text } from '../people.ts';
import { expect, test } from '../server.ts';

for (const database of ['sqlite', 'postgres'] as const) {
  test.describe(`on ${database}`, () => {
    test.use({ database });

    test('a text is offered to both agents; one accepts, the other reads who has it; the answer arrives', async ({
      browser,
      server,
    }) => {
      const anna = await person(browser, server.url, 'anna');
      const ben = await person(browser, server.url, 'ben');
      await live(anna);
      await live(ben);
      const phone = await anna.context().newPage();
      const number = someNumber();
      await takePhone(phone, number);
      await expect(phone.getByLabel('Account', { exact: true }).locator('option:checked')).toHaveText('DEMO · +15550100100');
      await text(phone, number, 'Where is my parcel?');

      const annasOffer = anna.getByRole('article', { name: number });
      const bensOffer = ben.getByRole('article', { name: number });
      await expect(annasOffer).toContainText('Where is my parcel?');
      await expect(bensOffer).toContainText('Where is my parcel?');
      await expect(anna).toHaveTitle(/^\(1\)/);

      await anna.getByRole('button', { name: `Accept ${number}` }).click();
      await expect(ben.getByText('Taken by Anna')).toBeVisible();
      await expect(bensOffer).not.toBeAttached();

      const conversation = anna.getByRole('log');
      await expect(conversation).toContainText('Where is my parcel?');
      const composer = anna.getByRole('textbox', { name: `Reply to ${number}` });
      await composer.fill('It leaves today.');
      await composer.press('Enter');
      const answer = conversation.locator('.message.ours', { hasText: 'It leaves today.' });
      await expect(answer).toHaveCount(1);
      await expect(answer.locator('[data-tick=double]')).toBeVisible();
      await expect(phone.getByRole('region', { name: `Phone ${number}` })).toContainText('It leaves today.');

      // A reload loses nothing.
      await anna.reload();
      await expect(anna.getByRole('log')).toContainText('It leaves today.');
      await expect(anna.getByRole('link', { name: new RegExp(number.slice(1)) })).toBeVisible();

      // The next text joins the session.
      await text(phone, number, 'Thank you!');
      await expect(anna.getByRole('log')).toContainText('Thank you!');

      await accessible(anna);

      // Closed after a question.
      await anna.getByRole('button', { name: `Close the session with ${number}` }).click();
      await anna.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).click();
      await expect(anna.getByRole('link', { name: new RegExp(number.slice(1)) })).not.toBeAttached();
      for (const page of [anna, ben]) await page.context().close();
    });
  });
}

test('a rejected offer goes on, and a failed message says why and can be sent again', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  const phone = await anna.context().newPage();
  const number = someNumber();
  await takePhone(phone, number);
  await phone.getByLabel('Texts we send').selectOption('permanently');
  await text(phone, number, 'Hello?');
  await anna.getByRole('button', { name: `Accept ${number}` }).click();

  const composer = anna.getByRole('textbox', { name: `Reply to ${number}` });
  await composer.fill('Good morning');
  await composer.press('Enter');
  const answer = anna.getByRole('log').locator('.message.ours', { hasText: 'Good morning' });
  await expect(answer.locator('[data-tick=single]')).toBeVisible();
  await expect(answer).toContainText('refuses this message');

  // To who wants no texts nothing can be sent again either.
  const keys = phone.getByRole('region', { name: `Phone ${number}` }).getByRole('textbox');
  await keys.fill('STOP');
  await keys.press('Enter');
  await expect(anna.getByText('This contact has opted out of texts, so nothing can be sent.')).toBeVisible();
  await expect(answer.getByRole('button', { name: 'Resend' })).toHaveCount(0);
  await keys.fill('START');
  await keys.press('Enter');
  await phone.getByLabel('Texts we send').selectOption('nothing');
  await answer.getByRole('button', { name: 'Resend' }).click();
  await expect(answer.locator('[data-tick=double]')).toBeVisible();
  await answer.locator('.ticks').click();
  await expect(answer).toContainText('Attempt 2');
  await anna.context().close();
});

test('the whole job by keyboard alone', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  const phone = await anna.context().newPage();
  const number = someNumber();
  await takePhone(phone, number);
  await text(phone, number, 'By keyboard?');
  await expect(anna.getByRole('article', { name: number })).toBeVisible();

  await anna.bringToFront();
  await anna.keyboard.press('Alt+o');
  await anna.keyboard.press('a');
  await expect(anna.getByRole('log')).toContainText('By keyboard?');
  await expect(anna.getByRole('textbox', { name: `Reply to ${number}` })).toBeFocused();
  await anna.keyboard.type('Yes.');
  await anna.keyboard.press('Enter');
  const answer = anna.getByRole('log').locator('.message.ours', { hasText: 'Yes.' });
  await expect(answer.locator('[data-tick=double]')).toBeVisible();
  await anna.context().close();
});
