// The alert of waiting requests, as the browser's sound is told to play it.

import type { Page } from '@playwright/test';
import { customer, hydrated, live, person, someNumber } from '../people.ts';
import { expect, test } from '../server.ts';

type Note = { shape: OscillatorType; at: number };
type Heard = Window & { notes: Note[]; now: () => number };

/** From the next page on the clock of all sound runs so many times as fast, and every note that is put on it is noted. */
async function listen(page: Page, times: number): Promise<void> {
  await page.addInitScript((times) => {
    const notes: Note[] = [];
    const prototypes = { node: AudioScheduledSourceNode.prototype, param: AudioParam.prototype };
    const { start, stop } = prototypes.node;
    const { setValueAtTime, exponentialRampToValueAtTime } = prototypes.param;
    const clock = Object.getOwnPropertyDescriptor(BaseAudioContext.prototype, 'currentTime')!.get!;
    let context: BaseAudioContext | undefined;
    const now = () => (context ? clock.call(context) * times : 0);
    Object.defineProperty(BaseAudioContext.prototype, 'currentTime', {
      get() {
        return clock.call(this) * times;
      },
    });
    prototypes.node.start = function (at = 0) {
      context = this.context;
      notes.push({ shape: (this as OscillatorNode).type, at });
      start.call(this, at / times);
    };
    prototypes.node.stop = function (at = 0) {
      stop.call(this, at / times);
    };
    prototypes.param.setValueAtTime = function (value, at) {
      return setValueAtTime.call(this, value, at / times);
    };
    prototypes.param.exponentialRampToValueAtTime = function (value, at) {
      return exponentialRampToValueAtTime.call(this, value, at / times);
    };
    Object.assign(window, { notes, now });
  }, times);
  await page.reload();
  await hydrated(page);
  await live(page);
  // The click that browsers want.
  await page.getByText('Ready for the next customer').click();
}

/** Seconds from now to the last note that is on the clock. */
const ahead = (page: Page) =>
  page.evaluate(() => {
    const { notes, now } = window as unknown as Heard;
    return Math.max(...notes.map(({ at }) => at)) - now();
  });

const shapes = (page: Page) => page.evaluate(() => (window as unknown as Heard).notes.map(({ shape }) => shape));

test('a request that may be answered for long is heard until it is', async ({ browser, server }) => {
  const ben = await person(browser, server.url, 'ben');
  await listen(ben, 30);
  const number = someNumber();
  await customer(ben, number, 'Hello?');
  await expect(ben.getByRole('article', { name: number })).toBeVisible();
  await expect.poll(() => shapes(ben)).not.toHaveLength(0);
  // What was put on the clock at first would have been over.
  const first = (await shapes(ben)).length;
  await expect.poll(async () => (await shapes(ben)).length).toBeGreaterThan(first * 2);
  expect(await ahead(ben)).toBeGreaterThan(0);
  // No ring comes before its time.
  const notes = await ben.evaluate(() => (window as unknown as Heard).notes.map(({ at }) => at));
  const rings = notes.filter((_, index) => index % 2 === 0);
  for (const [index, at] of rings.slice(1).entries()) expect(at - rings[index]!).toBeGreaterThan(2.999);
  await ben.getByRole('button', { name: `Accept ${number}` }).click();
  await expect(ben.getByRole('log')).toContainText('Hello?');
  // The clock runs past all that was put on it, and nothing follows.
  await expect.poll(() => ahead(ben)).toBeLessThan(-3);
  await ben.context().close();
});

test('another sound is heard at once, while a request rings', async ({ browser, server }) => {
  const ben = await person(browser, server.url, 'ben');
  await listen(ben, 1);
  const number = someNumber();
  await customer(ben, number, 'Hello?');
  await expect(ben.getByRole('article', { name: number })).toBeVisible();
  await expect.poll(() => shapes(ben)).toContain('sine');
  await ben.getByRole('button', { name: /^Sound/ }).last().click();
  await ben.getByRole('menuitem', { name: 'Sound and notifications' }).click();
  await ben.getByRole('dialog').getByLabel('Pulse').check();
  // Again and again, not the one time that every choice is played.
  await expect.poll(async () => (await shapes(ben)).filter((shape) => shape === 'square').length).toBeGreaterThan(10);
  await ben.context().close();
});
