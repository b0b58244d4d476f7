// Everything without a mouse: the sheet of keys, the palette, sessions by number, from the request to the close.

import { accessible } from '../axe.ts';
import type { Page } from '@playwright/test';
import { customer, live, person, someNumber } from '../people.ts';
import { expect, test } from '../server.ts';

/** Types into the palette and goes with what comes first. */
async function palette(page: Page, words: string, expected: string | RegExp): Promise<void> {
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: 'Find or do' })).toBeFocused();
  await page.keyboard.type(words);
  const results = page.getByRole('listbox', { name: 'Results' });
  await expect(results.getByRole('option', { selected: true })).toContainText(expected);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: 'Find or do' })).not.toBeAttached();
}

test('the sheet shows every key, and gives the focus back', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  await anna.keyboard.press('?');
  const sheet = anna.getByRole('dialog', { name: 'Keys' });
  await expect(sheet).toContainText('Find people, numbers, interactions, commands');
  await expect(sheet).toContainText('Go to the requests');
  await expect(sheet).toContainText('Look for a canned answer');
  await expect(sheet).toContainText('In a form of the administration');
  await accessible(anna);
  await anna.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  // Longer than the window it begins at its top.
  await anna.setViewportSize({ width: 640, height: 360 });
  await anna.keyboard.press('?');
  const heading = sheet.getByRole('heading', { name: 'Keys', exact: true });
  await expect(heading).toBeFocused();
  await expect(heading).toBeInViewport({ ratio: 1 });
  await anna.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await anna.context().close();
});

test('presence, theme and pages by a word; what was chosen comes first next time', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  await palette(anna, 'pau lunch', 'Pause: Lunch');
  await expect(anna.getByRole('button', { name: 'Your presence: Paused: Lunch' })).toBeVisible();
  await anna.keyboard.press('/');
  const options = anna.getByRole('option');
  await expect(options.first()).toContainText('Pause: Lunch');
  await accessible(anna);
  await anna.keyboard.press('Escape');
  await palette(anna, 'go onl', 'Go online');
  await expect(anna.getByRole('button', { name: 'Your presence: Online' })).toBeVisible();
  await palette(anna, 'theme dark', 'Theme: Dark');
  await expect(anna.locator('html')).toHaveAttribute('data-theme', 'dark');
  await accessible(anna);
  await palette(anna, 'theme system', 'Theme: As the system');
  await palette(anna, 'new sms', 'Write a new SMS');
  await expect(anna.getByRole('dialog', { name: 'New SMS' })).toBeVisible();
  await anna.keyboard.press('Escape');
  await expect(anna.getByRole('dialog', { name: 'New SMS' })).toBeHidden();
  // Nothing is in hand, so there is nothing to close.
  await anna.keyboard.press('Control+k');
  await anna.keyboard.type('close the session');
  await expect(anna.getByText('Nothing found for “close the session”.')).toBeVisible();
  await anna.keyboard.press('Escape');
  await palette(anna, 'canned', 'My canned answers');
  await anna.waitForURL('**/answers');
  await palette(anna, 'phone sim', 'Phone simulator');
  await anna.waitForURL('**/simulator');
  // An agent is not led to the administration; an administrator is, to every page.
  await anna.keyboard.press('Control+k');
  await anna.keyboard.type('queues');
  await expect(anna.getByText('Nothing found for “queues”.')).toBeVisible();
  await anna.context().close();
  const admin = await person(browser, server.url, 'admin');
  await live(admin);
  await palette(admin, 'queues', 'Queues');
  await admin.waitForURL('**/admin/queues');
  await palette(admin, 'sign out', 'Sign out');
  await admin.waitForURL('**/sign-in');
  await admin.context().close();
});

test('from the request to the close, and found again by a part of the number', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  const numbers = [someNumber(), someNumber()];
  for (const number of numbers) {
    await customer(anna, number, `By keyboard, ${number}?`);
  }
  for (const number of numbers) {
    await expect(anna.getByRole('article', { name: number })).toBeVisible();
    await anna.keyboard.press('Alt+o');
    await anna.keyboard.press('a');
    await expect(anna.getByRole('log')).toContainText(`By keyboard, ${number}?`);
  }
  const log = anna.getByRole('log');
  await anna.keyboard.press('Alt+1');
  await expect(log).toContainText(numbers[0]!);
  await anna.keyboard.press('Alt+ArrowDown');
  await expect(log).toContainText(numbers[1]!);
  await anna.keyboard.press('Alt+ArrowDown');
  await expect(log).toContainText(numbers[0]!);
  await anna.keyboard.press('Alt+ArrowUp');
  await expect(log).toContainText(numbers[1]!);
  await anna.keyboard.press('Alt+i');
  const note = anna.getByRole('textbox', { name: 'Internal note' });
  await expect(note).toBeFocused();
  await anna.keyboard.type('Seen and/or known?');
  await expect(note).toHaveValue('Seen and/or known?');
  await anna.keyboard.press('Enter');
  await expect(log).toContainText('Seen and/or known?');
  // Some digits from the middle are enough.
  await palette(anna, numbers[0]!.slice(5, 11), numbers[0]!);
  await expect(log).toContainText(`By keyboard, ${numbers[0]}?`);
  await anna.keyboard.press('Alt+w');
  await expect(anna.getByRole('dialog', { name: 'Close the session?' })).toBeVisible();
  await anna.keyboard.press('Enter');
  await expect(anna.getByRole('list', { name: 'Open sessions' }).getByRole('link')).toHaveCount(1);
  await anna.context().close();
});

test('answered, noted, handed over and closed with the keyboard alone', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  const ben = await person(browser, server.url, 'ben');
  await live(anna);
  await live(ben);
  const number = someNumber();
  await customer(anna, number, 'All by keyboard');
  await expect(anna.getByRole('article', { name: number })).toBeVisible();
  await anna.keyboard.press('Alt+o');
  await anna.keyboard.press('a');
  const log = anna.getByRole('log');
  await expect(log).toContainText('All by keyboard');
  await anna.keyboard.type('/moment');
  await expect(anna.getByRole('listbox', { name: 'Canned answers' }).getByRole('option')).toHaveCount(1);
  await anna.keyboard.press('Enter');
  await anna.keyboard.press('Enter');
  await expect(log).toContainText('One moment please');

  // To whom comes first, then what to tell them.
  await anna.keyboard.press('Alt+t');
  const dialog = anna.getByRole('dialog');
  await expect(dialog.getByRole('searchbox')).toBeFocused();
  await anna.keyboard.type('ben');
  await anna.keyboard.press('Tab');
  await anna.keyboard.press('Space');
  await expect(dialog.getByRole('radio', { name: /Ben/ })).toBeChecked();
  await anna.keyboard.press('Tab');
  await anna.keyboard.type('Can you?');
  await anna.keyboard.press('Tab');
  await anna.keyboard.press('Tab');
  await anna.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(anna.getByText('Being transferred to Ben.')).toBeVisible();
  await expect(anna.getByRole('textbox', { name: `Reply to ${number}` })).toBeFocused();
  await expect(ben.getByRole('button', { name: `Reject ${number}` })).toBeVisible();
  // The card that Anna took may go at this very moment, and nothing is heard for another one.
  await expect(async () => {
    await ben.keyboard.press('Alt+o');
    await ben.keyboard.press('r');
    await expect(log).toContainText('Not transferred: Ben rejected', { timeout: 1_000 });
  }).toPass();

  await palette(anna, 'close the', 'Close the session');
  await expect(dialog.getByRole('button', { name: 'Close', exact: true })).toBeFocused();
  await anna.keyboard.press('Shift+Tab');
  await anna.keyboard.press('Enter');
  await expect(dialog.getByRole('combobox')).toBeFocused();
  await anna.keyboard.type('sold');
  await anna.keyboard.press('Enter');
  await anna.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await anna.keyboard.press('n');
  await expect(anna.getByRole('dialog', { name: 'New SMS' }).getByRole('combobox', { name: 'To' })).toBeFocused();
  for (const page of [anna, ben]) await page.context().close();
});

test('who was writing goes on writing when a dialog closes', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  const number = someNumber();
  await customer(anna, number, 'Hello?');
  await anna.getByRole('button', { name: `Accept ${number}` }).click();
  const box = anna.getByRole('textbox', { name: `Reply to ${number}` });
  const dialog = anna.getByRole('dialog');
  let written = 'ab';
  await box.fill(written);
  // Where the caret was.
  await box.press('ArrowLeft');
  for (const [open, close, letter] of [
    ['Alt+w', 'Cancel', '1'],
    ['Alt+t', 'Cancel', '2'],
    ['Control+k', 'Escape', '3'],
    ['Alt+w', 'Escape', '4'],
  ] as const) {
    await expect(box).toBeFocused();
    await anna.keyboard.press(open);
    await expect(dialog).toBeVisible();
    if (close === 'Escape') await anna.keyboard.press(close);
    else await dialog.getByRole('button', { name: close }).click();
    await expect(dialog).toBeHidden();
    await expect(box).toBeFocused();
    await anna.keyboard.type(letter);
    written = `${written.slice(0, -1)}${letter}b`;
    await expect(box).toHaveValue(written);
  }
  await anna.context().close();
});

test('requests rejected by keyboard hand the focus on, and at last back to the composer', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  // What she rejects stays with him.
  const ben = await person(browser, server.url, 'ben');
  await live(anna);
  await live(ben);
  const [own, first, second, third] = [someNumber(), someNumber(), someNumber(), someNumber()];
  await customer(anna, own, 'Mine');
  await anna.getByRole('button', { name: `Accept ${own}` }).click();
  const box = anna.getByRole('textbox', { name: `Reply to ${own}` });
  await expect(box).toBeFocused();
  const card = (number: string) => anna.getByRole('article', { name: number });
  for (const number of [first, second, third]) {
    await customer(anna, number, `It is ${number}`);
    await expect(card(number)).toBeVisible();
  }
  await anna.keyboard.press('Alt+o');
  await expect(card(first)).toBeFocused();
  await anna.keyboard.press('r');
  await expect(card(first)).not.toBeAttached();
  await expect(card(second)).toBeFocused();
  await card(second).getByRole('button', { name: `Reject ${second}` }).focus();
  await anna.keyboard.press('Enter');
  await expect(card(second)).not.toBeAttached();
  await expect(card(third)).toBeFocused();

  // Who writes meanwhile keeps the focus.
  await box.focus();
  // A click is not heard for a moment after cards moved, as they do when one that was taken goes.
  await expect(async () => {
    await ben.getByRole('button', { name: `Accept ${third}` }).click({ timeout: 1_000 });
    await expect(ben).toHaveURL(/\/s\/\d+$/, { timeout: 1_000 });
  }).toPass();
  await expect(card(third)).not.toBeAttached();
  await expect(box).toBeFocused();
  const fourth = someNumber();
  await customer(anna, fourth, 'The last one');
  await expect(card(fourth)).toBeVisible();
  await expect(box).toBeFocused();
  await anna.keyboard.press('Alt+o');
  await anna.keyboard.press('r');
  await expect(card(fourth)).not.toBeAttached();
  await expect(box).toBeFocused();
  for (const page of [anna, ben]) await page.context().close();
});
