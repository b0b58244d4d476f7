// The tour leads through every screen and state of a demo house. What is done at each stop is up to who takes it: the
// pictures of docs/screens are taken there, and accessibility is checked there.

import { type Browser, type Page, expect } from '@playwright/test';
import { live, person } from '../people.ts';

/** Called where there is something to see. `narrow` brings the same to the eye at phone width. */
export type Stop = (page: Page, name: string, narrow?: () => Promise<unknown>) => Promise<void>;

export type House = {
  browser: Browser;
  url: string;
  stop: Stop;
};

/** A part of the tour, in a house of its own. */
export type Chapter = {
  name: string;
  /** Minutes it may take. */
  minutes?: number;
  /** Of states that are checked elsewhere: only pictures are taken. */
  picturesOnly?: boolean;
  visit: (house: House) => Promise<void>;
};

/** Accounts of the demo. */
export const DEMO = 1;
export const HELP = 2;

export async function agent(house: House, login: string): Promise<Page> {
  const page = await person(house.browser, house.url, login);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await live(page);
  return page;
}

/** Calls a server function as the person on this page, and gives its answer. */
export async function call(page: Page, name: string, data: object): Promise<any> {
  const answer = await page.request.post(`/api/${name}`, { data });
  expect(answer.ok(), `${name}: ${answer.status()}`).toBe(true);
  return await answer.json();
}

export async function ask(page: Page, name: string, params: Record<string, string | number> = {}): Promise<any> {
  const answer = await page.request.get(`/api/${name}`, { params });
  expect(answer.ok(), `${name}: ${answer.status()}`).toBe(true);
  return await answer.json();
}

export async function text(page: Page, number: string, words: string, account = DEMO, media: string[] = []): Promise<void> {
  await call(page, 'sandbox.text', { account, number, text: words, media });
}

/** A customer's text, accepted. Gives the interaction. */
export async function accepted(page: Page, number: string, words: string, account = DEMO, media: string[] = []) {
  await text(page, number, words, account, media);
  const accept = page.locator('.offer:not(.over)').filter({ hasText: words }).getByRole('button', { name: /^Accept/ });
  await accept.click();
  if (words) await expect(page.getByRole('log').first()).toContainText(words);
  return interaction(page);
}

/** The interaction in hand. */
export function interaction(page: Page): number {
  return Number(new URL(page.url()).pathname.split('/').pop());
}

export async function contactOf(page: Page, interaction: number): Promise<any> {
  return (await ask(page, 'facts', { interaction })).contact;
}

export async function name(page: Page, interaction: number, value: string, part = 'name'): Promise<void> {
  const contact = await contactOf(page, interaction);
  const edit = { edit: 'set', part: { part }, was: contact[part], value };
  await call(page, 'contact.edit', { contact: contact.id, edit });
}

/** Puts a tag on the contact or the interaction in hand. */
export async function tag(page: Page, on: 'contact' | 'interaction', wanted: string): Promise<void> {
  const add = page.getByRole('combobox', { name: `Add a tag to the ${on}` });
  await add.fill(wanted);
  await add.press('Enter');
  await expect(page.getByRole('button', { name: `Remove the tag ${wanted}` })).toBeVisible();
}

export async function faults(page: Page, faults: object, account = DEMO): Promise<void> {
  await call(page, 'sandbox.faults', { account, faults });
}

export async function settings(page: Page, change: object): Promise<void> {
  await call(page, 'settings.save', { settings: { ...(await ask(page, 'settings')), ...change } });
}

export function composer(page: Page) {
  return page.locator('#composer');
}

export async function say(page: Page, words: string): Promise<void> {
  await composer(page).fill(words);
  await composer(page).press('Enter');
  await expect(page.getByRole('log').first()).toContainText(words);
}

/** Hands over what the sender sees of it: two ticks. */
export async function delivered(page: Page, words: string): Promise<void> {
  await expect(page.locator('.message.ours', { hasText: words }).last().locator('[data-tick=double]')).toBeVisible();
}

/** The side bar stands in place of the conversation at phone width. */
export function facts(page: Page) {
  return async () => {
    const show = page.getByRole('button', { name: 'Show contact and interaction' });
    if (await show.isVisible()) await show.click();
  };
}

/** A picture that looks like one: a landscape of two slopes and a sun. */
export async function photograph(page: Page, width = 640, height = 480): Promise<Buffer> {
  const url = await page.evaluate(([width, height]) => {
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    const pen = canvas.getContext('2d')!;
    const sky = pen.createLinearGradient(0, 0, 0, height);
    sky.addColorStop(0, '#8fb9d8');
    sky.addColorStop(1, '#f3e3c9');
    pen.fillStyle = sky;
    pen.fillRect(0, 0, width, height);
    pen.fillStyle = '#f6c667';
    pen.arc(width * 0.72, height * 0.3, height * 0.09, 0, 7);
    pen.fill();
    for (const [colour, peak, left] of [['#5d8a7d', 0.35, 0.1], ['#2f5d56', 0.5, 0.45]] as const) {
      pen.fillStyle = colour;
      pen.beginPath();
      pen.moveTo(width * (left - 0.5), height);
      pen.lineTo(width * (left + 0.15), height * peak);
      pen.lineTo(width * (left + 0.9), height);
      pen.fill();
    }
    return canvas.toDataURL('image/png');
  }, [width, height] as const);
  return Buffer.from(url.split(',')[1]!, 'base64');
}

/** Puts a file into a phone's hand. Gives what names it in the next text. */
export async function uploaded(page: Page, body: Buffer, contentType: string, account = DEMO): Promise<string> {
  const answer = await page.request.post(`/sandbox/media?account=${account}`, {
    data: body,
    headers: { 'content-type': contentType },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
  return await answer.json();
}
