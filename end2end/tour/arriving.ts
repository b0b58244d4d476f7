// From the sign-in to the first request.

import { expect } from '@playwright/test';
import { hydrated } from '../people.ts';
import { type Chapter, HELP, agent, settings, text } from './chapter.ts';

export const arriving: Chapter[] = [
  {
    name: 'sign-in',
    visit: async ({ browser, url, stop }) => {
      const page = await (await browser.newContext({ baseURL: url, reducedMotion: 'reduce' })).newPage();
      await page.goto('/sign-in');
      await hydrated(page);
      await stop(page, 'sign-in-plain');
      await page.getByLabel('Login').fill('anna');
      await page.getByLabel('Password', { exact: true }).fill('mistyped');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await expect(page.getByText('Login and password do not match.')).toBeVisible();
      await stop(page, 'sign-in-wrong');
      await page.context().close();
    },
  },
  {
    name: 'requests',
    visit: async (house) => {
      const { stop } = house;
      const anna = await agent(house, 'anna');
      await stop(anna, 'desktop-empty');
      await anna.getByRole('button', { name: /^Your presence/ }).click();
      await stop(anna, 'frame-presence');
      await anna.getByRole('menuitemradio', { name: 'Lunch' }).click();
      await expect(anna.getByText('You are paused')).toBeVisible();
      await text(anna, '+15550100021', 'Is anybody there?', HELP);
      await expect(anna.getByText('One customer is waiting.')).toBeVisible();
      await stop(anna, 'desktop-paused');
      await anna.getByRole('button', { name: 'Go online' }).click();
      await expect(anna.getByRole('article', { name: '+15550100021' })).toBeVisible();
      await stop(anna, 'requests-one');
      await text(anna, '+15550100022', 'Good morning, do you deliver to the islands too?');
      await text(
        anna,
        '+15550100023',
        'Hello, I ordered two blue chairs ten days ago and only one came. It is also a different blue than in your shop. I would like to know when the other one comes, and whether I can send the wrong one back.',
      );
      await expect(anna.getByRole('article')).toHaveCount(3);
      await anna.keyboard.press('Alt+o');
      await stop(anna, 'requests-three');
      const ben = await agent(house, 'ben');
      await ben.getByRole('button', { name: 'Accept +15550100022' }).click();
      await stop(anna, 'requests-taken');
      const reject = anna.getByRole('button', { name: /^Reject/ });
      while ((await reject.count()) > 0) await reject.first().click();
      const pull = anna.locator('#content').getByRole('button', { name: 'Take the oldest waiting' });
      await expect(pull).toBeVisible();
      await expect(anna.getByRole('article')).toHaveCount(0);
      await stop(anna, 'desktop-waiting');
      const admin = await agent(house, 'admin');
      await settings(admin, { default_capacity: 1 });
      await pull.click();
      await expect(anna.getByRole('log')).toBeVisible();
      await anna.goto('/');
      await hydrated(anna);
      await expect(anna.getByText('as many as you may')).toBeVisible();
      await stop(anna, 'desktop-full');
      for (const page of [anna, ben, admin]) await page.context().close();
    },
  },
];
