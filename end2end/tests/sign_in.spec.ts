// Signing in: with and without JavaScript, rightly and wrongly.

import { PASSWORD, person, signIn } from '../people.ts';
import { expect, test } from '../server.ts';

test('a stranger is sent to the sign-in page', async ({ page }) => {
  await page.goto('/');
  await page.waitForURL('**/sign-in**');
});

test('a wrong password is told in words, and nothing typed as a name is lost', async ({ page }) => {
  await page.goto('/sign-in');
  await expect(page.locator('html[data-hydrated]')).toBeAttached();
  await page.getByLabel('Login').fill('anna');
  await page.getByLabel('Password', { exact: true }).fill('not this one');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('Login and password do not match.')).toBeVisible();
  await expect(page.getByLabel('Login')).toHaveValue('anna');
});

test('the demo names everybody who can sign in to it, as what', async ({ page }) => {
  await page.goto('/sign-in');
  const demo = page.getByRole('region', { name: 'This is a demo' });
  await expect(demo.getByRole('term')).toHaveText(['anna', 'ben', 'sara', 'admin']);
  await expect(demo.getByRole('definition').nth(2)).toHaveText('Supervisor');
  await signIn(page, 'sara');
});

test('who is signed out from outside is told so, and who signs out is not', async ({ browser, server }) => {
  const ended = 'You were signed out: your session ended, or an administrator changed your account.';
  const admin = await person(browser, server.url, 'admin');
  const draft = { login: 'gone', name: 'Gone', alias: '', role: 'agent', active: true, capacity: null, teams: [], password: PASSWORD };
  const made = await admin.request.post('/api/user.save', { data: { id: null, draft } });
  const gone = await person(browser, server.url, 'gone');
  await admin.request.post('/api/user.save', { data: { id: await made.json(), draft: { ...draft, active: false, password: '' } } });
  // At once, wherever he is.
  await gone.waitForURL('**/sign-in');
  await expect(gone.getByText(ended)).toBeVisible();
  expect((await admin.request.post('/api/sign_out', { form: {} })).ok()).toBe(true);
  await admin.waitForURL('**/sign-in');
  await expect(admin.getByLabel('Login')).toBeVisible();
  await expect(admin.getByText(ended)).not.toBeAttached();
  for (const page of [admin, gone]) await page.context().close();
});

test('an agent does not get into the administration', async ({ page }) => {
  await signIn(page, 'ben');
  await expect(page.getByRole('link', { name: 'Administration' })).not.toBeAttached();
  const answer = await page.request.get('/api/users');
  expect(answer.status()).toBe(403);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('signing in works', async ({ page }) => {
    await page.goto('/sign-in');
    await page.getByLabel('Login').fill('anna');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL((address) => address.pathname === '/');
    await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  });
});
