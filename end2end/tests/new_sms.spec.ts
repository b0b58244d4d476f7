// Writing first: a number in any form, one conversation, later and not to those who want none.

import { accessible } from '../axe.ts';
import type { Locator, Page } from '@playwright/test';
import { customer, hydrated, live, person } from '../people.ts';
import { expect, test } from '../server.ts';

/** Numbers in Washington that belong to nobody. */
let last = 100;
function american(): { national: string; e164: string; shown: string } {
  last += 1;
  return { national: `(202) 555-0${last}`, e164: `+12025550${last}`, shown: `+1 202-555-0${last}` };
}

async function open(page: Page) {
  await page.getByRole('button', { name: 'New SMS' }).click();
  const dialog = page.getByRole('dialog', { name: 'New SMS' });
  await expect(dialog).toBeVisible();
  return dialog;
}

async function begin(page: Page, to: string, text: string) {
  const dialog = await open(page);
  await dialog.getByLabel('To').fill(to);
  await dialog.getByLabel('Text').fill(text);
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(dialog).not.toBeVisible();
}

test('a number in the national form is shown in full, and the text begins a session', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  const number = american();
  const dialog = await open(anna);
  await expect(dialog.getByLabel('To')).toBeFocused();
  await dialog.getByLabel('To').fill('(202) 555-01');
  await expect(dialog.getByText('This is too short for United States.')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Send', exact: true })).toBeDisabled();
  await dialog.getByLabel('To').fill(number.national);
  await expect(dialog.getByText(`${number.shown} · United States · mobile or landline`)).toBeVisible();

  // Closed by mistake: nothing typed is lost.
  await dialog.getByLabel('Text').fill('Your parcel leaves today.');
  await anna.keyboard.press('Escape');
  await expect(dialog).not.toBeVisible();
  await open(anna);
  await expect(dialog.getByLabel('Text')).toHaveValue('Your parcel leaves today.');
  await accessible(anna);

  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(anna.getByRole('log')).toContainText('Anna wrote first');
  const sent = anna.getByRole('log').locator('.message.ours', { hasText: 'Your parcel leaves today.' });
  await expect(sent.locator('[data-tick=double]')).toBeVisible();
  await expect(anna.getByRole('link', { name: new RegExp(number.e164.slice(1)) })).toBeVisible();
  await anna.context().close();
});

test('a second conversation is not begun beside an open one', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  const ben = await person(browser, server.url, 'ben');
  await live(anna);
  await live(ben);
  const number = american();
  await begin(anna, number.national, 'Hello');
  await expect(anna.getByRole('log')).toContainText('Hello');

  const his = await open(ben);
  await his.getByLabel('To').fill(number.e164);
  await expect(his.getByText('Anna answers this customer now.')).toContainText('Ask Anna to pass your text on');
  await his.getByLabel('Text').fill('Me too');
  await expect(his.getByRole('button', { name: 'Send', exact: true })).toBeDisabled();

  await anna.goto('/');
  await hydrated(anna);
  const hers = await open(anna);
  await hers.getByLabel('To').fill(number.e164);
  await hers.getByLabel('Text').fill('One more thing');
  await hers.getByRole('button', { name: 'Go to the conversation' }).click();
  await expect(anna.getByRole('textbox', { name: `Reply to ${number.e164}` })).toHaveValue('One more thing');
  for (const page of [anna, ben]) await page.context().close();
});

test('a contact whose number is typed in full is no choice any more: nothing covers what is said of it', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  const number = american();
  await begin(anna, number.national, 'Hello');
  await anna.goto('/');
  await hydrated(anna);
  for (const viewport of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
    await anna.setViewportSize(viewport);
    await anna.goto('/');
    await hydrated(anna);
    const dialog = await open(anna);
    await dialog.getByLabel('To').fill('');
    await dialog.getByLabel('To').pressSequentially(number.e164.slice(-6));
    await expect(dialog.getByRole('listbox').getByRole('option')).toHaveCount(1);
    const found = anna.waitForResponse('**/api/new_sms.search');
    await dialog.getByLabel('To').fill(number.e164);
    await (await found).finished();
    await expect(dialog.getByText(`${number.shown} · United States`)).toBeVisible();
    await expect(dialog.getByRole('listbox')).toHaveCount(0);
    await expect(dialog.getByLabel('To')).toHaveAttribute('aria-expanded', 'false');
    await dialog.getByLabel('To').fill('');
  }
  await anna.context().close();
});

test('whoever has no account reads why nothing can be sent, and whom to ask', async ({ browser, server }) => {
  const sara = await person(browser, server.url, 'sara');
  await live(sara);
  const dialog = await open(sara);
  const why = 'no account is open to you. Ask an administrator';
  await expect(dialog.getByText(why)).toBeVisible();
  for (const name of ['Send', 'Send later']) {
    const button = dialog.getByRole('button', { name, exact: true });
    await expect(button).toBeDisabled();
    await expect(button).toHaveAccessibleDescription(new RegExp(why));
  }
  await accessible(sara);
  await sara.context().close();
});

test('by keyboard: N opens it, a contact is found by its digits, Enter sends', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  const number = american();
  await begin(anna, number.national, 'First');
  await anna.getByRole('button', { name: `Close the session with ${number.e164}` }).click();
  await anna.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).click();
  await expect(anna.getByRole('link', { name: new RegExp(number.e164.slice(1)) })).not.toBeAttached();

  // Where nobody is typing.
  await anna.goto('/');
  await live(anna);
  await anna.keyboard.press('n');
  const dialog = anna.getByRole('dialog', { name: 'New SMS' });
  await expect(dialog.getByRole('combobox', { name: 'To' })).toBeFocused();
  await anna.keyboard.type(number.e164.slice(-6));
  await expect(dialog.getByRole('listbox').getByRole('option')).toHaveCount(1);
  await anna.keyboard.press('ArrowDown');
  await expect(dialog.getByRole('listbox').getByRole('option')).toHaveAttribute('aria-selected', 'true');
  await anna.keyboard.press('Enter');
  await expect(dialog.getByLabel('To')).toHaveValue(number.shown);
  await expect(dialog.getByLabel('Text')).toBeFocused();
  await expect(dialog.getByText(`${number.shown} · United States`)).toBeVisible();
  await anna.keyboard.type('Again');
  await anna.keyboard.press('Enter');
  await expect(anna.getByRole('log')).toContainText('Again');
  await anna.context().close();
});

test('a text for later waits in the conversation, can be changed, and is asked about at the close', async ({
  browser,
  server,
}) => {
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  const number = american();
  await begin(anna, number.national, 'Now');
  const composer = anna.getByRole('textbox', { name: `Reply to ${number.e164}` });
  await composer.fill('In an hour');
  await anna.getByRole('button', { name: 'Send later' }).click();
  const later = anna.getByRole('dialog', { name: 'Send later' });
  await later.getByRole('radio', { name: /In an hour/ }).check();
  await expect(later.getByText(/^Leaves/)).toBeVisible();
  await later.getByRole('button', { name: 'Schedule' }).click();
  await expect(later).not.toBeVisible();
  await expect(composer).toHaveValue('');
  const waiting = anna.getByRole('log').locator('.message.ours', { has: anna.locator('.scheduled') });
  await expect(waiting).toContainText('In an hour');
  await expect(waiting).toContainText('unless the customer writes first');
  await expect(waiting.locator('[data-delivery=scheduled]')).toBeVisible();

  await waiting.getByRole('button', { name: 'Edit' }).click();
  const edit = anna.getByRole('dialog', { name: 'Change what is scheduled' });
  await edit.getByLabel('Text').fill('In two days');
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(edit).not.toBeVisible();
  await expect(waiting).toContainText('In two days');

  await anna.reload();
  await expect(waiting).toContainText(/Leaves \S/);
  await expect(waiting).toContainText('In two days');
  await anna.getByRole('button', { name: `Close the session with ${number.e164}` }).click();
  const close = anna.getByRole('dialog', { name: 'Close the session?' });
  await expect(close.getByText('One text is scheduled.')).toBeVisible();
  await close.getByRole('radio', { name: 'Cancel it' }).check();
  await close.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(anna.getByRole('link', { name: new RegExp(number.e164.slice(1)) })).not.toBeAttached();
  await anna.context().close();
});

/** Chooses a date and time of the customer's clock. */
async function choose(later: Locator, time: string): Promise<void> {
  await later.getByRole('radio', { name: 'Another time' }).check();
  await later.getByLabel('Date and time', { exact: true }).fill(time);
}

test('a time that can not be is refused beside it before anything is sent', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  const number = american();
  await begin(anna, number.national, 'Now');
  const composer = anna.getByRole('textbox', { name: `Reply to ${number.e164}` });
  const later = anna.getByRole('dialog', { name: 'Send later' });
  const schedule = later.getByRole('button', { name: 'Schedule' });
  const time = later.getByLabel('Date and time', { exact: true });
  const next = new Date().getFullYear() + 1;
  const refuses = async () => {
    for (const [wrong, why] of [
      ['2020-01-01T10:00', 'This time is past.'],
      [`${next + 2}-01-01T10:00`, 'At most a year ahead.'],
    ] as const) {
      await choose(later, wrong);
      await expect(later.getByText(why)).toBeVisible();
      await expect(time).toHaveAttribute('aria-invalid', 'true');
      await expect(later.getByText(/^Leaves/)).toHaveCount(0);
      await expect(schedule).toBeDisabled();
    }
    await choose(later, `${next}-01-01T10:00`);
    await expect(later.getByText(/^Leaves/)).toContainText(String(next));
    await expect(schedule).toBeEnabled();
  };
  await composer.fill('Some other day');
  await anna.getByRole('button', { name: 'Send later' }).click();
  await refuses();

  // The server's own clock decides: its refusal stands beside the field too, and the focus stays in the dialog.
  await anna.route('**/api/reply.as', (route) =>
    route.fulfill({
      status: 422,
      contentType: 'application/json',
      body: JSON.stringify({
        error: 'invalid',
        detail: [{ field: 'later', words: { en: 'This time is past.', it: 'Questo orario è già passato.' } }],
      }),
    }),
  );
  await schedule.click();
  await expect(later.getByText('This time is past.')).toBeVisible();
  await expect(later.getByText('Please check the marked fields')).toHaveCount(0);
  await expect(time).toBeFocused();
  await anna.unroute('**/api/reply.as');
  await time.fill(`${next}-01-01T11:00`);
  await expect(later.getByText('This time is past.')).toHaveCount(0);
  await schedule.click();
  await expect(later).not.toBeVisible();
  await expect(composer).toBeFocused();
  const waiting = anna.getByRole('log').locator('.message.ours', { has: anna.locator('.scheduled') });
  await expect(waiting).toContainText(String(next));

  // The customer is faster, and that is why it is not sent.
  await customer(anna, number.e164, 'I am here');
  await expect(waiting).toContainText('Cancelled because the customer wrote first.');

  const dialog = await open(anna);
  await dialog.getByLabel('To').fill(american().national);
  await dialog.getByLabel('Text').fill('Hello');
  await dialog.getByRole('button', { name: 'Send later' }).click();
  await refuses();
  await anna.context().close();
});
