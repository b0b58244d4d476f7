// A long conversation: only what is near stands in the document, and nobody notices.

import { customer, live, person, someNumber } from '../people.ts';
import { expect, test } from '../server.ts';

const TEXTS = 130;

test('the wheel leads through texts that are all equally high, up to the first and back', async ({ browser, server }) => {
  test.slow();
  const anna = await person(browser, server.url, 'anna');
  await live(anna);
  const number = someNumber();
  for (let text = 1; text <= TEXTS; text += 1) await customer(anna, number, `Text number ${text}.`);
  await anna.getByRole('button', { name: `Accept ${number}` }).click();
  const thread = anna.getByRole('log');
  // A row that stands there stays in the document: taken out and put back it would lose its focus and what is marked in it.
  await thread.evaluate((thread) => {
    thread.dataset.putBack = '0';
    new MutationObserver((changes) => {
      const rows = (nodes: NodeList) => [...nodes].filter((node) => node instanceof HTMLElement && node.dataset.message);
      const gone = new Set(changes.flatMap((change) => rows(change.removedNodes)));
      const back = changes.flatMap((change) => rows(change.addedNodes)).filter((row) => gone.has(row));
      thread.dataset.putBack = String(Number(thread.dataset.putBack) + back.length);
    }).observe(thread, { childList: true });
  });
  await expect(thread.getByText(`Text number ${TEXTS}.`, { exact: true })).toBeVisible();

  await thread.hover();
  for (let turn = 0; turn < 12; turn += 1) {
    await anna.mouse.wheel(0, -120);
    await anna.evaluate(() => new Promise((frame) => requestAnimationFrame(() => requestAnimationFrame(frame))));
  }
  await expect(thread.getByText(`Text number ${TEXTS}.`, { exact: true })).not.toBeInViewport();
  await expect(thread).toHaveAttribute('data-put-back', '0');
  // Each turn leads up: rows that gave way to others of the same height once threw the view back, again and again.
  await expect(async () => {
    await anna.mouse.wheel(0, -900);
    await expect(thread.getByText('Text number 1.', { exact: true })).toBeInViewport({ timeout: 100 });
  }).toPass({ timeout: 60_000, intervals: [50] });
  expect(await thread.locator('[data-message]').count()).toBeLessThan(TEXTS);

  // What is read stands still while nobody scrolls.
  const top = () => anna.locator('#thread').evaluate((element) => element.scrollTop);
  const before = await top();
  await anna.evaluate(() => new Promise((frame) => requestAnimationFrame(() => requestAnimationFrame(frame))));
  expect(await top()).toBe(before);

  await anna.getByRole('button', { name: 'To the newest' }).click();
  await expect(thread.getByText(`Text number ${TEXTS}.`, { exact: true })).toBeInViewport();
  await anna.context().close();
});
