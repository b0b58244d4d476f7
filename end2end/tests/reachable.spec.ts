// Whether a request would be noticed, and what the desktop does about it.

import { accessible } from '../axe.ts';
import type { Page } from '@playwright/test';
import { customer, hydrated, live, onPhone, person, someNumber } from '../people.ts';
import { expect, test } from '../server.ts';

/** The page goes to the background, or comes back. Browsers under test show every page. */
async function hide(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
    window.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}

test('sound is chosen once and follows the person', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  await anna.getByRole('button', { name: /^Sound/ }).last().click();
  await anna.getByRole('menuitem', { name: 'Sound and notifications' }).click();
  const dialog = anna.getByRole('dialog', { name: 'Sound and notifications' });
  const kept = anna.waitForResponse('**/api/alerts.set');
  await dialog.getByLabel('Marimba').check();
  await kept;
  const again = anna.waitForResponse('**/api/alerts.set');
  await dialog.getByLabel('Volume').press('ArrowLeft');
  await again;
  await accessible(anna);
  await dialog.getByRole('button', { name: 'Test the sound' }).click();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await anna.context().close();
  const elsewhere = await person(browser, server.url, 'anna');
  await live(elsewhere);
  await elsewhere.keyboard.press('Control+k');
  await elsewhere.keyboard.type('sound and not');
  await elsewhere.keyboard.press('Enter');
  await expect(elsewhere.getByLabel('Marimba')).toBeChecked();
  await expect(elsewhere.getByLabel('Volume')).toHaveAttribute('aria-valuetext', '65 %');
  await elsewhere.context().close();
});

test('who can not hear requests is taken out of routing until a click', async ({ browser, server }) => {
  test.setTimeout(150_000);
  const admin = await person(browser, server.url, 'admin');
  await admin.goto('/admin/settings');
  await hydrated(admin);
  await admin.getByLabel('Can’t hear requests').fill('1');
  await admin.getByRole('button', { name: 'Save' }).click();
  await expect(admin.getByText('Saved', { exact: true })).toBeVisible();
  await admin.context().close();

  const ben = await person(browser, server.url, 'ben');
  await live(ben);
  // Muted, no notifications, in the background.
  await ben.getByRole('button', { name: /^Sound/ }).last().click();
  await ben.getByRole('menuitem', { name: 'Mute' }).click();
  const told = ben.waitForRequest((request) => request.url().endsWith('/api/hearing'));
  await hide(ben, true);
  expect((await told).postDataJSON()).toMatchObject({ hears: false });
  await expect(ben).toHaveTitle(/^⚠ Can’t hear requests/);
  const banner = ben.getByText('Requests are not offered to you now.');
  await expect(banner).toBeVisible({ timeout: 75_000 });
  await expect(ben.getByRole('button', { name: 'Your presence: Can’t hear requests' })).toBeVisible();
  // Nobody else is there: the customer waits.
  const number = someNumber();
  await customer(ben, number, 'Anybody?');
  await hide(ben, false);
  await expect(ben.getByRole('article', { name: number })).not.toBeAttached();
  await ben.getByRole('button', { name: 'I’m back' }).click();
  await expect(banner).not.toBeAttached();
  await expect(ben.getByRole('article', { name: number })).toBeVisible();
  await ben.context().close();
});

test('nobody answers on stale data unasked, and nothing is lost or sent twice', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  // Her own session goes on where the phone is; the network is cut for her desktop alone.
  const other = await person(browser, server.url, 'admin');
  const number = someNumber();
  await customer(other, number, 'First');
  await anna.getByRole('button', { name: `Accept ${number}` }).click();
  const log = anna.getByRole('log');
  await expect(log).toContainText('First');
  await anna.context().setOffline(true);
  await expect(anna.getByText('No connection')).toBeVisible();
  await customer(other, number, 'Never mind!');
  const composer = anna.getByRole('textbox', { name: `Reply to ${number}` });
  await composer.fill('On its way');
  await composer.press('Enter');
  const question = anna.getByRole('dialog', { name: 'Send without the newest texts?' });
  await expect(question).toContainText('You may not see the customer’s newest texts. Send anyway?');
  await expect(question.getByRole('button', { name: 'Wait' })).toBeFocused();
  await anna.keyboard.press('Enter');
  await expect(question).toBeHidden();
  await expect(composer).toHaveValue('On its way');
  // Back again: what was missed is there before he answers.
  await anna.context().setOffline(false);
  await live(anna);
  await expect(log).toContainText('Never mind!');
  await composer.press('Enter');
  await expect(question).toBeHidden();
  await expect(log.locator('.message.ours', { hasText: 'On its way' })).toHaveCount(1);
  // And once agreed, it waits for the line and is sent once.
  await anna.context().setOffline(true);
  await expect(anna.getByText('No connection')).toBeVisible();
  await composer.fill('Whatever happens');
  await composer.press('Enter');
  await question.getByRole('button', { name: 'Send anyway' }).click();
  await anna.context().setOffline(false);
  const answer = log.locator('.message.ours', { hasText: 'Whatever happens' });
  await expect(answer.locator('[data-tick=double]')).toBeVisible();
  await expect(answer).toHaveCount(1);
  await anna.reload();
  await hydrated(anna);
  await expect(answer).toHaveCount(1);
  for (const page of [anna, other]) await page.context().close();
});

test('what could not be read without a line is read by itself before it says Live', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  const other = await person(browser, server.url, 'admin');
  const numbers = [someNumber(), someNumber()];
  for (const number of numbers) {
    await customer(other, number, `Hello from ${number}`);
    await anna.getByRole('button', { name: `Accept ${number}` }).click();
    await expect(anna.getByRole('log')).toContainText(`Hello from ${number}`);
  }
  // Nothing is loaded yet after this.
  await anna.goto('/');
  await live(anna);
  const tab = (number: string) =>
    anna.getByRole('list', { name: 'Open sessions' }).getByRole('link', { name: new RegExp(number.slice(1)) });
  const failed = anna.getByText('The conversation could not be loaded.');
  const log = anna.getByRole('log');
  await anna.context().setOffline(true);
  await expect(anna.getByText('No connection')).toBeVisible();
  for (const number of numbers) {
    await tab(number).click();
    await expect(anna).toHaveURL(/\/s\/\d+$/);
    await expect(failed).toBeVisible();
    // One cause, one word of it.
    await expect(anna.locator('.error-note').filter({ visible: true })).toHaveCount(1);
  }
  await customer(other, numbers[1]!, 'Still there?');
  await anna.context().setOffline(false);
  await live(anna);
  // Without waiting: whoever reads Live reads the newest texts too.
  expect(await failed.count()).toBe(0);
  expect(await log.textContent()).toContain('Still there?');
  await expect(anna.locator('.side-bar').getByRole('button', { name: 'Try again' })).toHaveCount(0);
  await tab(numbers[0]!).click();
  await expect(log).toContainText(`Hello from ${numbers[0]}`);
  await expect(failed).toHaveCount(0);
  for (const page of [anna, other]) await page.context().close();
});

test('a note without a line speaks of saving, and stands as it will stand when it is saved', async ({
  browser,
  server,
}) => {
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  const number = someNumber();
  await customer(anna, number, 'Just a question');
  await anna.getByRole('button', { name: `Accept ${number}` }).click();
  await expect(anna.getByRole('log')).toContainText('Just a question');
  await anna.keyboard.press('Alt+i');
  await expect(anna.getByText('Enter saves the note, Shift Enter breaks the line')).toBeVisible();
  await anna.context().setOffline(true);
  await expect(anna.getByText('No connection')).toBeVisible();
  await anna.getByRole('textbox', { name: 'Internal note' }).fill('Knows the price');
  await anna.keyboard.press('Enter');
  const note = anna.getByRole('log').locator('.message.note', { hasText: 'Knows the price' });
  await expect(note).toContainText('Not saved yet');
  await expect(note.getByRole('button', { name: 'Save now' })).toBeVisible();
  await expect(note).toHaveText(/^\s*Internal note\s*You/);
  await anna.context().setOffline(false);
  await live(anna);
  await expect(note.getByRole('button', { name: 'Save now' })).toHaveCount(0);
  await expect(note).toHaveCount(1);
  await expect(note).toHaveText(/^\s*Internal note\s*You/);
  await anna.context().close();
});

test('a request whose time runs out while the server cannot be heard says so, and nobody answers it', async ({
  browser,
  server,
}) => {
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  const number = someNumber();
  await customer(anna, number, 'Anybody there?');
  const accept = anna.getByRole('button', { name: `Accept ${number}` });
  await accept.focus();
  await anna.context().setOffline(true);
  await expect(anna.getByText('No connection')).toBeVisible();
  await expect(accept).toBeEnabled();
  await anna.clock.setFixedTime(Date.now() + 60_000);
  const card = anna.locator('.offer', { hasText: number });
  await expect(card).toContainText('Time is up. Waiting for the connection.');
  await expect(card.getByRole('timer')).toHaveText('0');
  for (const button of [accept, anna.getByRole('button', { name: `Reject ${number}` })]) {
    await expect(button).toBeDisabled();
    await expect(button).toHaveAccessibleDescription('Time is up. Waiting for the connection.');
  }
  // Nothing waits there any more.
  await expect(anna.locator('#content')).toBeFocused();
  await expect(anna).not.toHaveTitle(/^\(1\)/);

  // Back in time: the server still has it for her.
  await anna.context().setOffline(false);
  await live(anna);
  await expect(card).not.toContainText('Waiting for the connection');
  await accept.click();
  await expect(anna.getByRole('log')).toContainText('Anybody there?');
  await anna.context().close();
});

test('a request that goes hands the focus to the next one, and the last one back to where it was', async ({
  browser,
  server,
}) => {
  const anna = await person(browser, server.url, 'anna');
  const ben = await person(browser, server.url, 'ben');
  for (const page of [anna, ben]) await live(page);
  const mine = someNumber();
  await customer(anna, mine, 'For Anna');
  await anna.getByRole('button', { name: `Accept ${mine}` }).click();
  const box = anna.getByRole('textbox', { name: `Reply to ${mine}` });
  await expect(box).toBeFocused();
  const accept = (page: Page, number: string) => page.getByRole('button', { name: `Accept ${number}` });
  // Nothing is heard for a moment after other cards have gone.
  const takes = (page: Page, number: string) =>
    expect(async () => {
      if (await accept(page, number).isVisible()) await accept(page, number).click({ timeout: 1_000 });
      await expect(accept(page, number)).not.toBeVisible({ timeout: 1_000 });
    }).toPass();
  const two = async () => {
    const numbers = [someNumber(), someNumber()] as const;
    for (const number of numbers) {
      await customer(anna, number, 'Who takes it?');
      for (const page of [anna, ben]) await expect(accept(page, number)).toBeVisible();
    }
    return numbers;
  };
  const [first, second] = await two();
  await anna.keyboard.press('Alt+o');
  await expect(anna.locator('.offer', { hasText: first })).toBeFocused();
  await takes(ben, first);
  await expect(anna.locator('.offer', { hasText: second })).toBeFocused();
  await takes(ben, second);
  await expect(box).toBeFocused();

  // Where nobody writes, the page itself has it.
  await anna.goto('/simulator');
  await live(anna);
  const [third, fourth] = await two();
  await accept(anna, fourth).focus();
  await takes(ben, fourth);
  await expect(anna.locator('.offer', { hasText: third })).toBeFocused();
  await takes(ben, third);
  await expect(anna.locator('#content')).toBeFocused();
  for (const page of [anna, ben]) await page.context().close();
});

test('a key that was meant for the request a colleague took does not accept the next one', async ({
  browser,
  server,
}) => {
  const anna = await person(browser, server.url, 'anna');
  const ben = await person(browser, server.url, 'ben');
  for (const page of [anna, ben]) await live(page);
  const [first, second] = [someNumber(), someNumber()];
  for (const number of [first, second]) {
    await customer(anna, number, 'Who takes it?');
    for (const page of [anna, ben]) await expect(page.locator('.offer', { hasText: number })).toBeVisible();
  }
  await anna.keyboard.press('Alt+o');
  await expect(anna.locator('.offer', { hasText: first })).toBeFocused();
  const answers: string[] = [];
  anna.on('request', (request) => {
    if (/offer|accept/.test(request.url()) && request.method() === 'POST') answers.push(request.url());
  });
  // At the very moment the focus comes to the second one.
  await anna.evaluate(() => {
    const press = ({ target }: FocusEvent) => {
      for (const key of ['a', 'Enter']) {
        target!.dispatchEvent(new KeyboardEvent('keydown', { key, code: key, bubbles: true, cancelable: true }));
      }
      document.body.dataset['pressed'] = '';
    };
    document.addEventListener('focusin', press, { once: true });
  });
  await ben.getByRole('button', { name: `Accept ${first}` }).click();
  await expect(anna.locator('body[data-pressed]')).toBeAttached();
  const card = anna.locator('.offer', { hasText: second });
  await expect(card).toBeFocused();
  await expect(anna.locator('.offer', { hasText: first })).not.toBeAttached();
  await expect(card.getByRole('button', { name: `Accept ${second}` })).toBeEnabled();
  expect(answers).toEqual([]);
  // Meant for her it is heard.
  await expect(async () => {
    await anna.keyboard.press('a');
    await expect(anna).toHaveURL(/\/s\/\d+$/, { timeout: 500 });
  }).toPass();
  await expect(anna.getByRole('log')).toContainText('Who takes it?');
  for (const page of [anna, ben]) await page.context().close();
});

test('an Enter that was meant for the last request, which a colleague took, sends nothing of what is being written', async ({
  browser,
  server,
}) => {
  const anna = await person(browser, server.url, 'anna');
  const ben = await person(browser, server.url, 'ben');
  for (const page of [anna, ben]) await live(page);
  const [hers, other] = [someNumber(), someNumber()];
  await customer(anna, hers, 'Hello');
  await anna.getByRole('button', { name: `Accept ${hers}` }).click();
  const composer = anna.getByRole('textbox', { name: `Reply to ${hers}` });
  await composer.fill('Not finis');
  await customer(anna, other, 'Who takes it?');
  await expect(ben.getByRole('button', { name: `Accept ${other}` })).toBeVisible();
  await anna.keyboard.press('Alt+o');
  await expect(anna.locator('.offer', { hasText: other })).toBeFocused();
  await anna.evaluate(() => {
    const press = ({ target }: FocusEvent) => {
      target!.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true }));
      document.body.dataset['pressed'] = '';
    };
    document.addEventListener('focusin', press, { once: true });
  });
  // A click is not heard for a moment after cards moved, as they do when one that was taken goes.
  await expect(async () => {
    await ben.getByRole('button', { name: `Accept ${other}` }).click({ timeout: 1_000 });
    await expect(ben).toHaveURL(/\/s\/\d+$/, { timeout: 1_000 });
  }).toPass();
  await expect(anna.locator('body[data-pressed]')).toBeAttached();
  // She goes on where she was.
  await expect(composer).toBeFocused();
  await expect(composer).toHaveValue('Not finis');
  await expect(anna.locator('.message.ours', { hasText: 'Not finis' })).toHaveCount(0);
  for (const page of [anna, ben]) await page.context().close();
});

test('a request that a colleague took leaves the buttons of the others where they are, and a click on what slid there does not count', async ({
  browser,
  server,
}) => {
  const anna = await person(browser, server.url, 'anna');
  const ben = await person(browser, server.url, 'ben');
  for (const page of [anna, ben]) await live(page);
  const numbers = [someNumber(), someNumber(), someNumber()];
  const card = (number: string) => anna.locator('.offer', { hasText: number });
  for (const number of numbers) {
    await customer(anna, number, 'One line,\nand another,\nand a third.');
    await expect(card(number)).toBeVisible();
  }
  const [first, second, third] = numbers as [string, string, string];
  const accept = card(second).getByRole('button', { name: `Accept ${second}` });
  const before = await accept.boundingBox();
  // Whoever clicks where it stood the moment the cards have moved.
  await anna.evaluate(({ x, y, width, height }) => {
    const cards = document.querySelector('.offers-list')!;
    new MutationObserver((_, observer) => {
      if (cards.querySelectorAll('.offer').length > 2) return;
      observer.disconnect();
      const hit = document.elementFromPoint(x + width / 2, y + height / 2)!;
      document.body.dataset['hit'] = hit.closest('button')?.getAttribute('aria-label') ?? '';
      (hit as HTMLElement).click();
    }).observe(cards, { childList: true, subtree: true });
  }, before!);
  await ben.getByRole('button', { name: `Accept ${first}` }).click();
  await expect(card(first)).toContainText('Taken by');
  expect(await accept.boundingBox()).toEqual(before);
  await expect(anna.locator('body')).toHaveAttribute('data-hit', `Accept ${third}`);
  await expect(card(first)).not.toBeAttached();
  for (const number of [second, third]) {
    await expect(card(number).getByRole('button', { name: `Accept ${number}` })).toBeEnabled();
  }
  // Whoever moves the pointer to where it stands now is heard, however soon.
  await anna.evaluate(() => {
    const cards = document.querySelector('.offers-list')!;
    new MutationObserver((_, observer) => {
      if (cards.querySelectorAll('.offer').length > 1) return;
      observer.disconnect();
      setTimeout(() => {
        const button = cards.querySelector('button')!;
        for (const clientX of [10, 100]) button.dispatchEvent(new MouseEvent('mousemove', { clientX, bubbles: true }));
        button.dispatchEvent(new MouseEvent('click', { detail: 1, bubbles: true, cancelable: true }));
      }, 400);
    }).observe(cards, { childList: true, subtree: true });
  });
  await expect(async () => {
    if (!(await card(second).getByText('Taken by').isVisible())) {
      await ben.getByRole('button', { name: `Accept ${second}` }).click({ timeout: 1_000 });
    }
    await expect(card(second)).toContainText('Taken by', { timeout: 1_000 });
  }).toPass();
  await expect(anna).toHaveURL(/\/s\/\d+$/);
  await expect(anna.getByRole('log')).toContainText('and a third.');
  for (const page of [anna, ben]) await page.context().close();
});

test('a draft that two windows show is one message, even before the first one knows that it is kept', async ({
  browser,
  server,
}) => {
  const here = await person(browser, server.url, 'anna');
  const there = await person(browser, server.url, 'anna');
  await live(here);
  const number = someNumber();
  await customer(here, number, 'When do you open?');
  await here.getByRole('button', { name: `Accept ${number}` }).click();
  await expect(here.getByRole('log')).toContainText('When do you open?');
  await there.goto(new URL(here.url()).pathname);
  await live(there);
  const [box, same] = [here, there].map((page) => page.getByRole('textbox', { name: `Reply to ${number}` }));
  // The server keeps it and tells the other window; its answer to this one is slow.
  let answer = () => {};
  const slow = new Promise<void>((done) => (answer = done));
  await here.route('**/api/draft.save', async (route) => {
    const kept = await route.fetch();
    await slow;
    await route.fulfill({ response: kept });
  });
  await box!.fill('At nine.');
  await expect(same!).toHaveValue('At nine.');
  await Promise.all([box!.press('Enter'), same!.press('Enter')]);
  answer();
  const sent = (page: Page) => page.getByRole('log').locator('.message.ours', { hasText: 'At nine.' });
  for (const page of [here, there]) await expect(sent(page).locator('[data-tick=double]')).toBeVisible();
  for (const page of [here, there]) await expect(sent(page)).toHaveCount(1);
  for (const written of [box!, same!]) await expect(written).toHaveValue('');
  expect((await onPhone(here, number)).split('At nine.').length - 1).toBe(1);
  await here.unroute('**/api/draft.save');

  // One window is cut off; what is typed on in the other one never reaches it.
  await box!.fill('And on Sunday');
  await expect(same!).toHaveValue('And on Sunday');
  await there.context().setOffline(true);
  await expect(there.getByText('No connection')).toBeVisible();
  await box!.pressSequentially(' too.');
  await box!.press('Enter');
  await expect(here.getByRole('log')).toContainText('And on Sunday too.');
  await same!.press('Enter');
  await there.getByRole('button', { name: 'Send anyway' }).click();
  await there.context().setOffline(false);
  await live(there);
  const refused = there.getByRole('log').locator('.message.ours', { hasText: 'in other words' });
  await expect(refused).toContainText('And on Sunday');
  expect((await onPhone(here, number)).split('And on Sunday').length - 1).toBe(1);
  // Nothing is lost: it can be taken back, and is then a text of its own.
  await refused.getByRole('button', { name: 'Edit' }).click();
  await expect(same!).toHaveValue('And on Sunday');
  await same!.press('Enter');
  await expect.poll(async () => (await onPhone(here, number)).split('And on Sunday').length - 1).toBe(2);
  for (const page of [here, there]) await page.context().close();
});

test('the same draft sent from two windows reaches the customer once', async ({ browser, server }) => {
  const here = await person(browser, server.url, 'anna');
  const there = await person(browser, server.url, 'anna');
  await live(here);
  const number = someNumber();
  await customer(here, number, 'When do you open?');
  await here.getByRole('button', { name: `Accept ${number}` }).click();
  await expect(here.getByRole('log')).toContainText('When do you open?');
  await there.goto(new URL(here.url()).pathname);
  await live(there);
  const [box, same] = [here, there].map((page) => page.getByRole('textbox', { name: `Reply to ${number}` }));
  await box!.fill('At nine.');
  await expect(same!).toHaveValue('At nine.');
  // The other window has not heard yet that it was sent.
  await there.context().setOffline(true);
  await expect(there.getByText('No connection')).toBeVisible();
  await box!.press('Enter');
  const answer = (page: Page) => page.getByRole('log').locator('.message.ours', { hasText: 'At nine.' });
  await expect(answer(here).locator('[data-tick=double]')).toBeVisible();
  await same!.press('Enter');
  await there.getByRole('button', { name: 'Send anyway' }).click();
  await there.context().setOffline(false);
  await live(there);
  await expect(answer(there).locator('[data-tick=double]')).toBeVisible();
  for (const page of [here, there]) await expect(answer(page)).toHaveCount(1);
  expect((await onPhone(here, number)).split('At nine.').length - 1).toBe(1);

  // Said again on purpose it is another text.
  await box!.fill('At nine.');
  await box!.press('Enter');
  await expect(answer(here)).toHaveCount(2);
  for (const page of [here, there]) await page.context().close();
});
