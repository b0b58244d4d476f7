// What people do, step by step, as the specs put them together.

import { type Browser, type Page, expect } from '@playwright/test';

export const PASSWORD = 'smsdesk-demo';

/** A person in a browser of their own, signed in. */
export async function person(browser: Browser, url: string, login: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: url });
  const page = await context.newPage();
  await signIn(page, login);
  return page;
}

export async function signIn(page: Page, login: string, password = PASSWORD): Promise<void> {
  await page.goto('/sign-in');
  await signInHere(page, login, password);
}

/** On a sign-in page that is open, or about to open: a link has led there. */
export async function signInHere(page: Page, login: string, password = PASSWORD): Promise<void> {
  await page.waitForURL((address) => address.pathname === '/sign-in');
  await hydrated(page);
  await page.getByLabel('Login').fill(login);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((address) => address.pathname === '/');
  await hydrated(page);
}

export async function hydrated(page: Page): Promise<void> {
  await expect(page.locator('html[data-hydrated]')).toBeAttached();
}

/** The desktop gets events as they happen. */
export async function live(page: Page): Promise<void> {
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
}

/** Takes the phone with this number in the simulator. */
export async function takePhone(page: Page, number: string): Promise<void> {
  await page.goto('/simulator');
  await hydrated(page);
  await page.getByLabel('Take a phone').fill(number);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(page.getByRole('region', { name: `Phone ${number}` })).toBeVisible();
}

/** A customer types on the phone and presses Enter. */
export async function text(page: Page, number: string, words: string): Promise<void> {
  const phone = page.getByRole('region', { name: `Phone ${number}` });
  await phone.getByRole('textbox').fill(words);
  await phone.getByRole('textbox').press('Enter');
  await expect(phone.getByText(words)).toBeVisible();
}

/** A customer texts the demo line, without a phone on the screen. `page` is of anybody who is signed in. */
export async function customer(page: Page, number: string, words: string): Promise<void> {
  const answer = await page.request.post('/api/sandbox.text', { data: { account: 1, number, text: words } });
  expect(answer.ok()).toBe(true);
}

/** What the demo line's customer with this number holds on the phone. */
export async function onPhone(page: Page, number: string): Promise<string> {
  const answer = await page.request.get('/api/sandbox.handset', { params: { account: 1, number } });
  return await answer.text();
}

/** Numbers that belong to nobody, one for each story, so that stories don't meet. */
let last = 100;
export function someNumber(): string {
  last += 1;
  return `+1555010${String(last).padStart(4, '0')}`;
}
