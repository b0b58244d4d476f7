// Canned answers: found and put in by keyboard alone or by mouse, filled in by the conversation, kept by whom they belong to.
// And what else the composer offers: the counter that mends, emoji, codes that are copied by a click.

import { accessible } from '../axe.ts';
import type { Browser, Page } from '@playwright/test';
import { hydrated, live, person, someNumber } from '../people.ts';
import { type Server, expect, test } from '../server.ts';

/** A customer of the Demo line texts; `agent` accepts. */
async function conversation(agent: Page, words: string): Promise<string> {
  const number = someNumber();
  const accounts = await agent.evaluate(async () => {
    const answer = await fetch('/api/sandbox', { headers: { accept: 'application/json' } });
    return (await answer.json()).accounts as { id: number; key: string }[];
  });
  const account = accounts.find(({ key }) => key === 'DEMO')?.id;
  const sent = await agent.evaluate(
    async (body) => {
      const headers = { accept: 'application/json', 'content-type': 'application/json' };
      return (await fetch('/api/sandbox.text', { method: 'POST', headers, body: JSON.stringify(body) })).status;
    },
    { account, number, text: words },
  );
  expect(sent).toBe(200);
  await agent.getByRole('button', { name: `Accept ${number}` }).click();
  await expect(agent.getByRole('log')).toContainText(words);
  return number;
}

async function agentAt(browser: Browser, server: Server, login = 'anna'): Promise<Page> {
  const page = await person(browser, server.url, login);
  await live(page);
  return page;
}

/** Closes the session in hand, so that the next one has room, and leaves. */
async function leave(agent: Page): Promise<void> {
  const interaction = Number(new URL(agent.url()).pathname.split('/').pop());
  const closed = await agent.evaluate(async (body) => {
    const headers = { accept: 'application/json', 'content-type': 'application/json' };
    return (await fetch('/api/close', { method: 'POST', headers, body: JSON.stringify(body) })).status;
  }, { interaction });
  expect(closed).toBe(200);
  await agent.context().close();
}

test('an answer is found, filled in and sent by keyboard alone', async ({ browser, server }) => {
  const anna = await agentAt(browser, server);
  const number = await conversation(anna, 'Hello?');
  const box = anna.getByRole('textbox', { name: `Reply to ${number}` });
  await expect(box).toBeFocused();

  await anna.keyboard.type('/');
  const list = anna.getByRole('listbox', { name: 'Canned answers' });
  await expect(list.getByRole('option')).toHaveCount(6);
  await accessible(anna, '.composer');
  await anna.keyboard.type('REF');
  await expect(list.getByRole('option')).toHaveCount(1);
  await expect(anna.locator('.canned-preview')).toContainText(/Your reference is \d+\./);
  await expect(box).toBeFocused();
  await expect(box).toHaveAttribute('aria-activedescendant', await list.getByRole('option').getAttribute('id') ?? '');
  await anna.keyboard.press('Enter');
  await expect(box).toHaveValue(/^Your reference is \d+\. Please/);
  await expect(list).not.toBeAttached();
  await anna.keyboard.press('Enter');
  await expect(anna.getByRole('log')).toContainText('Your reference is');
  await expect(box).toHaveValue('');

  // The arrows go round; Tab takes; the text around stays.
  await anna.keyboard.type('Well, /o');
  await anna.keyboard.press('ArrowDown');
  await anna.keyboard.press('ArrowUp');
  await anna.keyboard.press('Tab');
  await expect(box).toHaveValue(/^Well, .+/);
  await expect(box).toBeFocused();
  await box.fill('');

  // Escape keeps what was typed, and the next Enter sends it.
  await anna.keyboard.type('/hi');
  await anna.keyboard.press('Escape');
  await expect(list).not.toBeAttached();
  await expect(box).toHaveValue('/hi');
  await anna.keyboard.type('t');
  await expect(list).not.toBeAttached();
  await box.fill('');

  // What finds nothing is not sent by the key that was meant for the list.
  await anna.keyboard.type('/zzz');
  await anna.keyboard.press('Enter');
  await expect(box).toHaveValue('/zzz');
  await box.fill('');
  await leave(anna);
});

test('what nothing is known for is a gap that is marked and never sent', async ({ browser, server }) => {
  const anna = await agentAt(browser, server);
  const number = await conversation(anna, 'Good morning');
  const box = anna.getByRole('textbox', { name: `Reply to ${number}` });
  await anna.keyboard.type('/hi');
  await anna.keyboard.press('Enter');
  await expect(box).toHaveValue(/^Hello \{contact\.first_name\}, this is Anna of Demo line\./);
  await anna.keyboard.press('Enter');
  await anna.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(box).toHaveValue(/contact\.first_name/);
  await expect(anna.getByText('Nothing is known for {contact.first_name}')).toBeVisible();
  // It is marked: what is typed now takes its place.
  await anna.keyboard.type('Tom');
  await expect(box).toHaveValue(/^Hello Tom, this is Anna/);
  await anna.keyboard.press('Enter');
  await expect(anna.getByRole('log')).toContainText('Hello Tom, this is Anna of Demo line.');
  await leave(anna);
});

test('the mouse does it too, and the button takes its slash back', async ({ browser, server }) => {
  const anna = await agentAt(browser, server);
  const number = await conversation(anna, 'Are you there?');
  const box = anna.getByRole('textbox', { name: `Reply to ${number}` });
  await box.fill('Yes.');
  await anna.getByRole('button', { name: 'Canned answers ( / )' }).click();
  await expect(box).toHaveValue('Yes. /');
  await expect(box).toBeFocused();
  await anna.keyboard.press('Escape');
  await expect(box).toHaveValue('Yes. ');
  await anna.getByRole('button', { name: 'Canned answers ( / )' }).click();
  await anna.getByRole('listbox').getByRole('option', { name: /Opening hours/ }).click();
  await expect(box).toHaveValue('Yes. We answer Monday to Friday from 9 to 18.');
  await expect(box).toBeFocused();
  // As everything that is typed, it can be taken back.
  await anna.keyboard.press('Control+z');
  await expect(box).not.toHaveValue(/Monday/);
  await leave(anna);
});

test('an own answer takes the place of the shared one, at once and for its owner only', async ({ browser, server }) => {
  const anna = await agentAt(browser, server);
  const number = await conversation(anna, 'Bye!');
  const box = anna.getByRole('textbox', { name: `Reply to ${number}` });

  const pages = await anna.context().newPage();
  await pages.goto('/answers');
  await hydrated(pages);
  await expect(pages.getByText('You have no answers of your own yet')).toBeVisible();
  await pages.getByRole('link', { name: 'Add an answer' }).first().click();
  await pages.getByLabel('Shortcut', { exact: true }).fill('/Bye');
  await expect(pages.getByText("Takes the place of the answer with this shortcut: Everybody's.")).toBeVisible();
  await pages.getByLabel('Title', { exact: true }).fill('My goodbye');
  await pages.getByLabel('Text', { exact: true }).fill('See you, {contact.nam}');
  await expect(pages.getByText('Do you mean {contact.name}?')).toBeVisible();
  await pages.getByRole('button', { name: 'Save' }).click();
  await expect(pages.getByLabel('Text', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  await pages.getByLabel('Text', { exact: true }).fill('“See you” soon – ');
  await expect(pages.getByText('Unicode because of')).toBeVisible();
  await pages.getByRole('button', { name: 'Replace by plain signs' }).click();
  await pages.getByLabel('Text', { exact: true }).press('Control+End');
  await pages.getByRole('button', { name: 'Put in {agent.alias}' }).click();
  await expect(pages.getByLabel('Text', { exact: true })).toHaveValue('"See you" soon - {agent.alias}');
  await accessible(pages, 'main');
  await pages.getByRole('button', { name: 'Save' }).click();
  await expect(pages.getByRole('link', { name: '/bye' })).toBeVisible();
  await accessible(pages, 'main');

  await anna.bringToFront();
  await box.focus();
  await anna.keyboard.type('/bye');
  await expect(anna.getByRole('listbox').getByRole('option')).toHaveCount(1);
  await anna.keyboard.press('Enter');
  await expect(box).toHaveValue('"See you" soon - Anna');

  // A colleague has the shared one; the own one is nowhere to be seen.
  const ben = await agentAt(browser, server, 'ben');
  await ben.goto('/answers');
  await hydrated(ben);
  await ben.getByLabel('Whose').selectOption('all');
  await expect(ben.getByText('Thank you for writing to us')).toBeVisible();
  await expect(ben.getByText('See you')).not.toBeAttached();

  // Removed after a question, it is gone from the composer as well.
  await pages.getByRole('link', { name: '/bye' }).click();
  await pages.getByRole('button', { name: 'Remove' }).click();
  await pages.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(pages.getByText('You have no answers of your own yet')).toBeVisible();
  await anna.bringToFront();
  await box.fill('');
  await anna.keyboard.type('/bye');
  await expect(anna.locator('.canned-preview')).toContainText('Thank you for writing to us');
  await ben.context().close();
  await leave(anna);
});

test('an administrator keeps what everybody uses', async ({ browser, server }) => {
  const admin = await person(browser, server.url, 'admin');
  await admin.goto('/admin/answers');
  await hydrated(admin);
  await admin.getByLabel('Search for a shortcut, title or text').fill('DEVICE');
  await expect(admin.locator('tbody tr')).toHaveCount(1);
  await admin.getByLabel('Search for a shortcut, title or text').fill('');
  await admin.getByLabel('Whose').selectOption('Help line');
  await expect(admin.locator('tbody tr')).toHaveCount(1);
  await accessible(admin, 'main');
  await admin.getByRole('link', { name: '/restart' }).click();
  await admin.getByLabel('Shortcut', { exact: true }).fill('hi');
  await expect(admin.getByText("Takes the place of the answer with this shortcut: Everybody's.")).toBeVisible();
  await admin.getByText("Everybody's", { exact: true }).first().click();
  await expect(admin.getByText('Another answer has this shortcut there.')).toBeVisible();
  await admin.getByRole('button', { name: 'Save' }).click();
  await expect(admin.getByLabel('Shortcut', { exact: true })).toBeFocused();
  await accessible(admin, 'main');
  await admin.context().close();
});

test('the counter names what makes a text dearer and warns of many messages', async ({ browser, server }) => {
  const anna = await agentAt(browser, server);
  const number = await conversation(anna, 'How much?');
  const box = anna.getByRole('textbox', { name: `Reply to ${number}` });
  await box.fill('Half\u00a0price…');
  await expect(anna.getByText('Unicode because of no-break space, “…”')).toBeVisible();
  await anna.getByRole('button', { name: 'Replace by plain signs' }).click();
  await expect(box).toHaveValue('Half price...');
  await expect(anna.getByText('GSM 7 bit')).toBeVisible();
  await box.fill('x'.repeat(460));
  await expect(anna.getByText('billed as 4 messages')).toBeVisible();
  await box.fill('x'.repeat(459));
  await expect(anna.getByText('billed as')).not.toBeAttached();
  await box.fill('x'.repeat(1601));
  await expect(anna.getByText('Too long by 1 characters')).toBeVisible();
  await expect(anna.getByRole('button', { name: 'Send', exact: true })).toBeDisabled();
  await leave(anna);
});

test('an emoji is found by its name and put in by keyboard alone', async ({ browser, server }) => {
  const anna = await agentAt(browser, server);
  const number = await conversation(anna, 'Thanks!');
  const box = anna.getByRole('textbox', { name: `Reply to ${number}` });
  await box.fill('Great  job');
  for (let i = 0; i < 4; i += 1) await anna.keyboard.press('ArrowLeft');
  await anna.getByRole('button', { name: 'Emoji' }).focus();
  await anna.keyboard.press('Enter');
  const search = anna.getByRole('combobox', { name: 'Search emoji' });
  await expect(search).toBeFocused();
  await accessible(anna, '.composer');
  await anna.keyboard.type('thumbs');
  await expect(anna.getByRole('gridcell')).toHaveCount(2);
  await anna.keyboard.press('ArrowRight');
  await expect(anna.getByRole('gridcell', { name: 'thumbs down' })).toHaveAttribute('aria-selected', 'true');
  await anna.keyboard.press('ArrowLeft');
  await anna.keyboard.press('Enter');
  await expect(box).toHaveValue('Great 👍 job');
  await expect(box).toBeFocused();

  await anna.getByRole('button', { name: 'Emoji' }).click();
  await expect(anna.getByRole('rowgroup', { name: 'Used lately' }).getByRole('gridcell')).toHaveCount(1);
  await anna.keyboard.press('Escape');
  await expect(box).toBeFocused();
  await leave(anna);
});

test('where the page is enlarged texts can be read, and what opens above the composer is not cut', async ({
  browser,
  server,
}) => {
  const anna = await agentAt(browser, server);
  const number = await conversation(anna, 'How do I read this?');
  const box = anna.getByRole('textbox', { name: `Reply to ${number}` });
  const said = anna.getByRole('log').getByText('How do I read this?');
  const bar = async () => {
    const { y, height } = (await anna.locator('.top-bar').boundingBox())!;
    return y + height;
  };
  for (const [width, height] of [
    [640, 360],
    [320, 256],
  ] as const) {
    await anna.setViewportSize({ width, height });
    await said.scrollIntoViewIfNeeded();
    await expect(said).toBeInViewport({ ratio: 1 });
    expect((await anna.locator('.thread-scroll').boundingBox())!.height).toBeGreaterThanOrEqual(80);
    await expect(anna.getByRole('button', { name: 'Send', exact: true })).toBeAttached();

    await box.fill('');
    await box.pressSequentially('/');
    const options = anna.getByRole('listbox', { name: 'Canned answers' }).getByRole('option');
    await expect(options.first()).toBeInViewport({ ratio: 0.95 });
    expect((await options.first().boundingBox())!.y).toBeGreaterThanOrEqual(await bar());
    await anna.keyboard.press('ArrowUp');
    await expect(options.last()).toHaveAttribute('aria-selected', 'true');
    await expect(options.last()).toBeInViewport({ ratio: 0.95 });
    await anna.keyboard.press('Escape');
    await box.fill('');

    await anna.getByRole('button', { name: 'Emoji' }).click();
    const search = anna.getByRole('combobox', { name: 'Search emoji' });
    await expect(search).toBeFocused();
    await expect(search).toBeInViewport({ ratio: 0.95 });
    expect((await search.boundingBox())!.y).toBeGreaterThanOrEqual(await bar());
    await anna.keyboard.press('Escape');
    await expect(box).toBeFocused();
  }
  expect(await anna.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await leave(anna);
});

test('a code in a message is copied by a click', async ({ browser, server }) => {
  const anna = await agentAt(browser, server);
  await anna.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await conversation(anna, 'My code is 482913, call +15550100123');
  await expect(anna.locator('.code')).toHaveCount(1);
  await anna.getByRole('button', { name: 'Copy 482913' }).click();
  await expect(anna.getByText('Copied.')).toBeVisible();
  expect(await anna.evaluate(() => navigator.clipboard.readText())).toBe('482913');
  await leave(anna);
});
