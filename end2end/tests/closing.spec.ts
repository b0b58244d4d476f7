// How sessions end and change hands: close and dispose, transfers between two people, a supervisor who takes over.

import { accessible } from '../axe.ts';
import type { Browser, Locator, Page } from '@playwright/test';
import { hydrated, live, person, someNumber, takePhone, text } from '../people.ts';
import { expect, test } from '../server.ts';

/** A customer's text on the Help line, which asks one agent at a time, or on the Demo line, which asks both. */
async function customer(page: Page, words: string): Promise<string> {
  const phone = await page.context().newPage();
  const number = someNumber();
  await takePhone(phone, number);
  await text(phone, number, words);
  await page.bringToFront();
  return number;
}

async function accepted(page: Page, words: string): Promise<string> {
  const number = await customer(page, words);
  await page.getByRole('button', { name: `Accept ${number}` }).click();
  await expect(page.getByRole('log')).toContainText(words);
  return number;
}

/** The session tabs, without those of the side bar. */
function sessions(page: Page): Locator {
  return page.getByRole('list', { name: 'Open sessions' }).getByRole('link');
}

async function close(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'More for this session' }).click();
  await page.getByRole('menuitem', { name: 'Close the session…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).click();
  await expect(page.getByRole('dialog')).not.toBeVisible();
}

async function two(browser: Browser, url: string, first: string, second: string): Promise<[Page, Page]> {
  const pages: [Page, Page] = [await person(browser, url, first), await person(browser, url, second)];
  for (const page of pages) await live(page);
  return pages;
}

test('the X asks; Close & dispose searches by keyboard and shows what was chosen', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  const number = await accepted(anna, 'I take the blue one');
  await anna.getByRole('button', { name: `Close the session with ${number}` }).click();
  const dialog = anna.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: 'Close', exact: true })).toBeVisible();
  await dialog.getByRole('button', { name: 'Close & dispose' }).click();
  await expect(dialog.getByRole('combobox')).toBeFocused();
  await anna.keyboard.type('sold sales');
  await anna.keyboard.press('Enter');
  await expect(dialog).toContainText('Chosen: Sales › Sold');
  const remark = dialog.getByLabel('Remark');
  await remark.fill('the blue one');
  // Who marks the text and lets go beside the box has not closed it, nor who presses there and changes their mind.
  const { x, y, width, height } = (await remark.boundingBox())!;
  const [inside, outside] = [
    [x + width / 2, y + height / 2],
    [x - 300, y + height / 2],
  ] as const;
  for (const [from, to] of [
    [inside, outside],
    [outside, inside],
  ] as const) {
    await anna.mouse.move(...from);
    await anna.mouse.down();
    await anna.mouse.move(...to, { steps: 5 });
    await anna.mouse.up();
    await expect(dialog).toContainText('Chosen: Sales › Sold');
    await expect(remark).toHaveValue('the blue one');
  }
  await accessible(anna);
  await dialog.getByRole('button', { name: 'Close & dispose' }).click();
  await expect(sessions(anna)).toHaveCount(0);
  await anna.goBack();
  await expect(anna.getByRole('log')).toContainText('Anna closed the session: Sales › Sold (“the blue one”)');
  await anna.locator('.side-bar').getByRole('tab', { name: 'Interaction' }).click();
  await expect(anna.locator('.side-bar')).toContainText('Sales › Sold');

  // The next time it stands on top.
  await accepted(anna, 'Another one');
  await sessions(anna).press('Delete');
  await dialog.getByRole('button', { name: 'Close & dispose' }).click();
  await expect(dialog.getByRole('option').first()).toHaveText('Sales › Sold');
  await anna.keyboard.press('Enter');
  await anna.keyboard.press('Enter');
  await expect(dialog).not.toBeVisible();
  await expect(sessions(anna)).toHaveCount(0);
  await anna.context().close();
});

test('a transfer is asked with its note, comes back when it is rejected, and goes over when it is accepted', async ({
  browser,
  server,
}) => {
  const [anna, ben] = await two(browser, server.url, 'anna', 'ben');
  const number = await accepted(anna, 'I want my money back');
  const ask = async () => {
    await anna.getByRole('button', { name: 'More for this session' }).click();
    await anna.getByRole('menuitem', { name: 'Transfer…' }).click();
    const dialog = anna.getByRole('dialog');
    await dialog.getByRole('radio', { name: /Ben.*online/ }).check();
    await dialog.getByLabel('Note for whoever takes it').fill('Wants a refund');
    await accessible(anna);
    const told = anna.waitForResponse('**/api/transfer');
    await dialog.getByRole('button', { name: 'Transfer to Ben' }).click();
    await told;
    await expect(anna.getByText('Being transferred to Ben.')).toBeVisible();
  };
  await ask();
  // Said once, where nothing covers it.
  await expect(anna.locator('.notice')).toHaveCount(0);
  const card = ben.getByRole('article', { name: number }).and(ben.locator('.offer:not(.over)'));
  await expect(card).toContainText('Anna transfers this session to you');
  await expect(card).toContainText('Wants a refund');
  // It is hers until then.
  await anna.getByRole('textbox', { name: `Reply to ${number}` }).fill('One moment, please');
  await anna.keyboard.press('Enter');
  await expect(anna.getByRole('log')).toContainText('One moment, please');

  await ben.getByRole('button', { name: `Reject ${number}` }).click();
  await expect(anna.getByRole('log')).toContainText('Not transferred: Ben rejected');
  await expect(anna.getByText('Being transferred to Ben.')).not.toBeVisible();
  // What is said of it leaves the newest lines in view.
  const said = await anna.locator('.notice', { hasText: 'stays with you' }).boundingBox();
  const newest = await anna.getByRole('log').locator('.message').last().boundingBox();
  expect(said!.y + said!.height).toBeLessThan(newest!.y);

  await ask();
  await anna.getByRole('button', { name: 'Keep it' }).click();
  await expect(card).not.toBeAttached();
  await expect(anna.getByRole('log')).toContainText('The transfer to Ben was stopped');

  await ask();
  await ben.getByRole('button', { name: `Accept ${number}` }).click();
  await expect(ben.getByRole('log')).toContainText('I want my money back');
  await expect(ben.getByRole('log')).toContainText('Ben took over from Anna');
  await expect(anna.getByText(/Ben has the session with .* now/)).toBeVisible();
  await expect(sessions(anna)).toHaveCount(0);
  await expect(anna.getByText('You can read it and write notes.')).toBeVisible();

  // Back by way of a queue: Ben is free of it at once, Anna is asked.
  await ben.getByRole('button', { name: 'More for this session' }).click();
  await ben.getByRole('menuitem', { name: 'Transfer…' }).click();
  await ben.getByRole('dialog').getByRole('radio', { name: /Sales/ }).check();
  await ben.getByRole('dialog').getByRole('button', { name: 'Transfer to Sales' }).click();
  await expect(sessions(ben)).toHaveCount(0);
  await anna.getByRole('button', { name: `Accept ${number}` }).click();
  await expect(anna.getByRole('log')).toContainText('Ben sent it to the queue Sales');
  await close(anna);
  for (const page of [anna, ben]) await page.context().close();
});

test('a supervisor takes over, and the former owner is told and can only read', async ({ browser, server }) => {
  const [anna, sara] = await two(browser, server.url, 'anna', 'sara');
  const broken: string[] = [];
  sara.on('pageerror', (error) => broken.push(error.message));
  const number = await accepted(anna, 'Let me speak to your boss');
  await sara.goto(new URL(anna.url()).pathname);
  await hydrated(sara);
  await sara.getByRole('button', { name: 'More for this session' }).click();
  await sara.getByRole('menuitem', { name: 'Take over' }).click();
  await expect(sessions(sara)).toHaveCount(1);
  await expect(sara.getByText(`The session with ${number} is yours now.`)).toBeVisible();
  await expect(anna.getByText(/Sara has the session with .* now/)).toBeVisible();
  await expect(sessions(anna)).toHaveCount(0);
  await anna.reload();
  await expect(anna.getByText('Sara has this session. You can read it and write notes.')).toBeVisible();

  // The account is not hers, the conversation is: she answers as anybody does, and writes to nobody first.
  await expect(sara.getByRole('button', { name: 'Attach pictures or files' })).toBeVisible();
  await sara.reload();
  await hydrated(sara);
  await expect(sara.getByRole('button', { name: 'Attach pictures or files' })).toBeVisible();
  await live(sara);
  await sara.getByRole('button', { name: 'New SMS' }).click();
  await expect(sara.getByRole('dialog', { name: 'New SMS' })).toContainText('no account is open to you');
  await sara.keyboard.press('Escape');
  expect(broken).toEqual([]);

  // And gives it back without asking.
  await sara.getByRole('button', { name: 'More for this session' }).click();
  await sara.getByRole('menuitem', { name: 'Reassign…' }).click();
  await sara.getByRole('dialog').getByRole('radio', { name: /Anna/ }).check();
  await sara.getByRole('dialog').getByRole('button', { name: 'Give it to Anna' }).click();
  await expect(sessions(anna)).toHaveCount(1);
  await close(anna);
  for (const page of [anna, sara]) await page.context().close();
});

test('an agent takes the oldest waiting customer himself', async ({ browser, server }) => {
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  await customer(anna, 'Anybody there?');
  await anna.getByRole('button', { name: 'Take the oldest waiting' }).first().click();
  await expect(anna.getByRole('log')).toContainText('Anybody there?');
  await expect(anna.getByRole('log')).toContainText('Anna took it from the queue');
  await close(anna);
  await anna.context().close();
});

test('an administrator grows the tree, and a mandatory disposition leaves one way to close', async ({
  browser,
  server,
}) => {
  const [admin, anna] = await two(browser, server.url, 'admin', 'anna');
  await admin.goto('/admin/dispositions');
  await hydrated(admin);
  await admin.getByRole('button', { name: 'Add a disposition' }).click();
  await admin.getByLabel('New disposition').fill('Complaint');
  await admin.keyboard.press('Enter');
  await admin.getByRole('button', { name: 'Add below: Complaint' }).click();
  await admin.getByLabel('New below Complaint').fill('Late delivery');
  await admin.keyboard.press('Enter');
  await expect(admin.getByText('Late delivery')).toBeVisible();
  await admin.getByRole('button', { name: 'Add a disposition' }).click();
  await admin.getByLabel('New disposition').fill('complaint');
  await admin.keyboard.press('Enter');
  await expect(admin.getByText('Another one beside it has this name.')).toBeVisible();
  await admin.keyboard.press('Escape');
  await admin.getByRole('button', { name: 'Archive: Spam' }).click();
  await expect(admin.getByText('Spam', { exact: true })).not.toBeVisible();
  await accessible(admin);

  await admin.goto('/admin/settings');
  await hydrated(admin);
  await admin.getByRole('switch', { name: 'Disposition is mandatory' }).click();
  await admin.getByRole('button', { name: 'Save' }).click();
  await expect(admin.getByText('Saved')).toBeVisible();

  await accepted(anna, 'It is late again');
  await sessions(anna).press('Delete');
  const dialog = anna.getByRole('dialog');
  await expect(dialog).toContainText('The house wants a disposition');
  await expect(dialog.getByRole('button', { name: 'Close', exact: true })).not.toBeAttached();
  await dialog.getByRole('combobox').fill('spam');
  await expect(dialog).toContainText('No disposition fits “spam”.');
  await dialog.getByRole('combobox').fill('late');
  await dialog.getByRole('option', { name: 'Complaint › Late delivery' }).click();
  await dialog.getByRole('button', { name: 'Close & dispose' }).click();
  await expect(sessions(anna)).toHaveCount(0);

  // Other stories share this house.
  await admin.getByRole('switch', { name: 'Disposition is mandatory' }).click();
  await admin.getByRole('button', { name: 'Save' }).click();
  await expect(admin.getByText('Saved')).toBeVisible();
  for (const page of [admin, anna]) await page.context().close();
});

test('who closes somebody else’s session is named to them', async ({ browser, server }) => {
  const [anna, sara] = await two(browser, server.url, 'anna', 'sara');
  const number = await accepted(anna, 'This takes long');
  await sara.goto(new URL(anna.url()).pathname);
  await hydrated(sara);
  await close(sara);
  await expect(anna.getByText(`Sara closed the session with ${number}.`)).toBeVisible();
  for (const page of [anna, sara]) await page.context().close();
});

test('a closed session says how long the customer can open it again', async ({ browser, server }) => {
  const [admin, anna] = await two(browser, server.url, 'admin', 'anna');
  const end = async (words: string) => {
    await accepted(anna, words);
    await close(anna);
    await expect(sessions(anna)).toHaveCount(0);
    await anna.goBack();
  };
  await end('Nothing more');
  await expect(anna.getByText('When the customer texts again, a new one begins.')).toBeVisible();

  for (const account of [1, 2]) {
    await admin.goto(`/admin/accounts/${account}`);
    await hydrated(admin);
    await admin.getByLabel('Reopen window').fill('30');
    await admin.getByRole('button', { name: 'Save' }).click();
    await expect(admin.getByText('Saved', { exact: true })).toBeVisible();
  }
  await end('One more thing');
  await expect(anna.getByText(/If the customer texts again before .*\d\d:\d\d, it is opened again\./)).toBeVisible();
  for (const page of [admin, anna]) await page.context().close();
});

test('what was chosen for a transfer is still there when the line comes back', async ({ browser, server }) => {
  const [anna, ben] = await two(browser, server.url, 'anna', 'ben');
  const number = await accepted(anna, 'I want my money back');
  await anna.getByRole('button', { name: 'More for this session' }).click();
  await anna.getByRole('menuitem', { name: 'Transfer…' }).click();
  const dialog = anna.getByRole('dialog');
  await dialog.getByRole('radio', { name: /Ben.*online/ }).check();
  await dialog.getByLabel('Note for whoever takes it').fill('Wants a refund');
  await anna.context().setOffline(true);
  await dialog.getByRole('button', { name: 'Transfer to Ben' }).click();
  await expect(dialog).toContainText('The session was not transferred.');
  await anna.context().setOffline(false);
  await live(anna);
  await expect(dialog.getByRole('radio', { name: /Ben.*online/ })).toBeChecked();
  // This time it is the answer that is lost.
  await anna.route('**/api/transfer', async (route) => {
    await route.fetch();
    await route.abort();
  });
  await dialog.getByRole('button', { name: 'Transfer to Ben' }).click();
  await expect(dialog).not.toBeVisible();
  const card = ben.getByRole('article', { name: number }).and(ben.locator('.offer:not(.over)'));
  await expect(card).toContainText('Wants a refund');
  for (const page of [anna, ben]) await page.context().close();
});

test('a note begun for one transfer is still there for this session, and does not go with another one', async ({
  browser,
  server,
}) => {
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  await accepted(anna, 'I want my money back');
  await accepted(anna, 'Do you sell bicycles?');
  const dialog = anna.getByRole('dialog');
  const note = dialog.getByLabel('Note for whoever takes it');
  const ask = async (session: number) => {
    await sessions(anna).nth(session).click();
    await anna.getByRole('button', { name: 'More for this session' }).click();
    await anna.getByRole('menuitem', { name: 'Transfer…' }).click();
  };
  await ask(0);
  await note.fill('Wants a refund');
  await anna.keyboard.press('Escape');
  await expect(dialog).not.toBeVisible();
  await ask(0);
  await expect(note).toHaveValue('Wants a refund');
  await anna.keyboard.press('Escape');
  await ask(1);
  await expect(note).toHaveValue('');
  await anna.context().close();
});
