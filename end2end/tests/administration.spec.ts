// Forms of the administration: what is wrong is told in their order, secrets go, old things are kept as long as is said, and
// two who are at the same form don't undo each other's work unseen.

import { accessible } from '../axe.ts';
import type { Page } from '@playwright/test';
import { hydrated, person, signIn, signInHere } from '../people.ts';
import { expect, test } from '../server.ts';

test('a refused person is told in the order of the form, and the first wrong field has the focus', async ({ page }) => {
  await signIn(page, 'admin');
  await page.goto('/admin/users/new');
  await hydrated(page);
  await page.getByLabel('Login').fill('no spaces');
  await page.getByRole('radio', { name: 'Type one' }).check();
  await page.getByLabel('New password').fill('short');
  await page.getByLabel('Conversations at a time').fill('101');
  await page.getByRole('button', { name: 'Save' }).click();
  const told = page.locator('.form-errors li');
  await expect(told).toHaveText([
    /^Name: Give a name/, /^Login: Letters, digits/, /^New password: At least 10/, /^Conversations at a time: Between 0 and 100/,
  ]);
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused();
});

test('what is wrong with an account is told in the order of its form too', async ({ page }) => {
  await signIn(page, 'admin');
  await page.goto('/admin/accounts/new?provider=twilio');
  await hydrated(page);
  await page.getByLabel('Segments per second').or(page.locator('#rate')).first().fill('0');
  await page.getByRole('button', { name: 'Save' }).click();
  const told = page.locator('.form-errors li');
  await expect(told.first()).toHaveText(/^Name: Give the account a name/);
  await expect(told.nth(1)).toHaveText(/^Key: One to five letters/);
  await expect(told.last()).toHaveText(/segments a second/);
  await expect(page.locator('#name')).toBeFocused();
});

test('a secret that is not needed is removed with the next save, by keyboard', async ({ page }) => {
  await signIn(page, 'admin');
  const draft = {
    key: 'TW', name: 'Twilio line', provider: 'twilio', sender: '+15550100199', public_url: '', country: 'US', rate: 1,
    api_base: '', active: false, mms: false, flow: [], agents: [], teams: [],
    credentials: { account_sid: 'AC00000000000000000000000000000000', auth_token: 'new', auth_token_previous: 'old' },
  };
  const saved = await page.request.post('/api/account.save', { data: { id: null, draft } });
  await page.goto(`/admin/accounts/${await saved.json()}`);
  await hydrated(page);
  await expect(page.getByRole('button', { name: 'Replace: Auth token', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Remove: Auth token', exact: true })).not.toBeAttached();
  const remove = page.getByRole('button', { name: /^Remove: Previous auth token/ });
  await remove.press('Enter');
  const keep = page.getByRole('button', { name: /^Keep the stored one: Previous auth token/ });
  await expect(keep).toBeFocused();
  await expect(page.getByText('Goes when you save')).toBeVisible();
  await expect(page.getByText('Unsaved changes')).toBeVisible();
  await accessible(page);
  // On second thoughts, and again.
  await keep.press('Enter');
  await expect(remove).toBeFocused();
  await expect(page.getByText('Unsaved changes')).not.toBeVisible();
  await remove.press('Enter');
  await expect(keep).toBeFocused();
  await page.keyboard.press('Control+s');
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await expect(remove).not.toBeAttached();
  await expect(page.getByLabel(/^Previous auth token/)).toHaveValue('');
  const accounts = await (await page.request.get('/api/accounts')).json();
  const secrets = accounts.find((account: { draft: { key: string } }) => account.draft.key === 'TW').secrets_set;
  expect(Object.keys(secrets)).toEqual(['auth_token']);
});

test('everything wrong with the settings is told at once, each line by its field', async ({ page }) => {
  await signIn(page, 'admin');
  await page.goto('/admin/settings');
  await hydrated(page);
  await page.locator('#house_name').fill('');
  await page.locator('#session_hours').fill('many');
  await page.locator('#tab_limit').fill('0');
  await page.locator('#keep_calls_days').fill('99999999999999999999');
  await page.getByRole('button', { name: 'Save' }).click();
  const told = page.locator('.form-errors li');
  await expect(told).toHaveText([
    /^.+: Give a name of at most 60/, /^.+: Please type a whole number/, /^.+: Between 1 and 100/,
    'Keep providers’ calls for: This number is too large.',
  ]);
  await told.last().getByRole('link').click();
  await expect(page.locator('#keep_calls_days')).toBeFocused();
  await expect(page).toHaveURL(/\/admin\/settings$/);
  await accessible(page);
  await page.getByRole('button', { name: 'Discard changes' }).click();
});

test('how long things are kept is set in days', async ({ page }) => {
  await signIn(page, 'admin');
  await page.goto('/admin/settings');
  await hydrated(page);
  const calls = page.getByLabel('Keep providers’ calls for');
  await expect(calls).toHaveValue('90');
  await expect(page.getByLabel('Keep explanations for')).toHaveValue('365');
  await calls.fill('5000');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(calls).toBeFocused();
  await expect(page.locator('#keep_calls_days-error')).toHaveText('Between 0 and 3650.');
  await calls.fill('30');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await page.reload();
  await expect(calls).toHaveValue('30');
  await accessible(page);
});

test('whoever is signed out over a form signs in beside it, and saves what was typed', async ({ page, context }) => {
  await signIn(page, 'admin');
  await page.goto('/admin/teams/new');
  await hydrated(page);
  await page.getByLabel('Name', { exact: true }).fill('Night shift');
  await context.clearCookies();
  await page.getByRole('button', { name: 'Save' }).click();
  const link = page.locator('.form-errors').getByRole('link', { name: 'Sign in, in a new tab' });
  const [beside] = await Promise.all([context.waitForEvent('page'), link.click()]);
  await signInHere(beside, 'admin');
  await beside.close();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Night shift');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('link', { name: 'Night shift' })).toBeVisible();
});

const CHANGED = 'Somebody else has changed this meanwhile, so nothing was saved.';

test('what another administrator saved meanwhile is seen, or written over on purpose', async ({ browser, server }) => {
  const [first, second] = [await person(browser, server.url, 'admin'), await person(browser, server.url, 'admin')];
  for (const page of [first, second]) {
    await page.goto('/admin/queues/1');
    await hydrated(page);
  }
  const saved = (page: Page) => page.getByText('Saved', { exact: true });
  const pause = await second.locator('#round_pause').inputValue();
  await first.locator('#priority').fill('7');
  await first.keyboard.press('Control+s');
  await expect(saved(first)).toBeVisible();

  // Refused: what was typed stays, and the choice can be made by keyboard.
  await second.locator('#round_pause').fill('44');
  await second.keyboard.press('Control+s');
  await expect(second.getByRole('alert').filter({ hasText: CHANGED })).toBeVisible();
  await expect(second.locator('#round_pause')).toHaveValue('44');
  await expect(second.locator('.form-foot')).toBeFocused();
  await accessible(second);
  await second.keyboard.press('Tab');
  await expect(second.getByRole('button', { name: 'Show the present values' })).toBeFocused();
  await second.keyboard.press('Enter');
  await expect(second.locator('#priority')).toHaveValue('7');
  await expect(second.locator('#round_pause')).toHaveValue(pause);
  await expect(second.getByText(CHANGED)).not.toBeAttached();
  await expect(second.locator('#name')).toBeFocused();
  await expect(second.getByText('Unsaved changes')).not.toBeVisible();

  // With the present values before him he saves as ever, twice in a row.
  for (const value of ['45', '46']) {
    await second.locator('#round_pause').fill(value);
    await second.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(saved(second)).toBeVisible();
  }

  // All the same.
  await first.locator('#agent_timeout').fill('47');
  await first.getByRole('button', { name: 'Save', exact: true }).click();
  await first.getByRole('button', { name: 'Save mine all the same' }).click();
  await expect(saved(first)).toBeVisible();
  await expect(first.getByText(CHANGED)).not.toBeAttached();
  await first.locator('#agent_timeout').fill('48');
  await first.keyboard.press('Control+s');
  await expect(saved(first)).toBeVisible();
  await second.reload();
  await expect(second.locator('#agent_timeout')).toHaveValue('48');
  await expect(second.locator('#round_pause')).toHaveValue(pause);
});

test('what waited while another saved does not go over it when somebody comes back', async ({ browser, server }) => {
  const [first, second] = [await person(browser, server.url, 'admin'), await person(browser, server.url, 'admin')];
  for (const page of [first, second]) {
    await page.goto('/admin/queues/1');
    await hydrated(page);
  }
  await second.locator('#round_pause').fill('44');
  await second.locator('.admin-back').click();
  await expect(second).toHaveURL(/queues$/);
  await first.locator('#priority').fill('7');
  await first.keyboard.press('Control+s');
  await expect(first.getByText('Saved', { exact: true })).toBeVisible();
  await second.locator('a[href="/admin/queues/1"]').click();
  await expect(second.locator('#round_pause')).toHaveValue('44');
  await second.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(second.getByText(CHANGED)).toBeVisible();
  await second.getByRole('button', { name: 'Show the present values' }).click();
  await expect(second.locator('#priority')).toHaveValue('7');
  await expect(second.locator('#round_pause')).not.toHaveValue('44');
  await second.locator('.admin-back').click();
  await expect(second.getByText('Unsaved changes')).not.toBeAttached();
});

test('two who are at the same disposition are told, by its name and by its places', async ({ browser, server }) => {
  const [first, second] = [await person(browser, server.url, 'admin'), await person(browser, server.url, 'admin')];
  const scope = { accounts: [], queues: [] };
  const made = await first.request.post('/api/disposition.save', {
    data: { id: null, draft: { parent: null, name: 'Old name', scope } },
  });
  const id = await made.json();
  const rename = (name: string) =>
    first.request.post('/api/disposition.save', { data: { id, draft: { parent: null, name, scope } } });
  await second.goto('/admin/dispositions');
  await hydrated(second);
  await second.locator(`#disposition-${id}-rename`).click();
  await rename('Of the first');
  await second.locator('#disposition-name').fill('Of the second');
  await second.locator('#disposition-name').press('Enter');
  await expect(second.getByText('Somebody else has changed this meanwhile')).toBeVisible();
  await expect(second.locator('#disposition-name')).toHaveValue('Of the second');
  await second.locator('#disposition-name').press('Enter');
  await expect(second.locator('.tree-name').filter({ hasText: 'Of the second' })).toBeVisible();

  await second.locator(`#disposition-${id}-places`).click();
  await rename('Of the first again');
  const dialog = second.getByRole('dialog');
  const queue = dialog.getByRole('checkbox').first();
  await queue.check();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByText('Somebody else has changed this meanwhile')).toBeVisible();
  await expect(queue).toBeChecked();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).not.toBeVisible();
  await expect(second.locator('.tree-name').filter({ hasText: 'Of the first again' })).toBeVisible();
});
