// The administration: each list, each form, and a form that is refused.

import { type Page, expect } from '@playwright/test';
import { hydrated } from '../people.ts';
import { type Chapter, agent, call, text } from './chapter.ts';

async function at(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await hydrated(page);
  await expect(page.locator('.skeleton')).toHaveCount(0);
}

async function refused(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('[aria-invalid=true], .form-errors').first()).toBeVisible();
}

export const house: Chapter[] = [
  {
    name: 'administration',
    minutes: 5,
    visit: async (house) => {
      const { stop } = house;
      const admin = await agent(house, 'admin');
      await at(admin, '/admin');
      await stop(admin, 'admin-overview');
      for (const [page, one] of [
        ['users', 1], ['teams', 1], ['queues', 1], ['accounts', 1], ['answers', 1], ['tags', 1], ['contact-fields', 2],
      ] as const) {
        await at(admin, `/admin/${page}`);
        await stop(admin, `admin-${page}`);
        await at(admin, `/admin/${page}/${one}`);
        await stop(admin, `admin-${page}-form`);
        await at(admin, `/admin/${page}/new`);
        await refused(admin);
        await stop(admin, `admin-${page}-error`);
      }
      await text(admin, '+15550100099', 'Hello');
      await at(admin, '/admin/accounts/1');
      const journal = admin.locator('.journal');
      await journal.scrollIntoViewIfNeeded();
      await journal.locator('summary').first().click();
      await stop(admin, 'admin-accounts-journal', () => journal.scrollIntoViewIfNeeded());
      await at(admin, '/admin/dispositions');
      await stop(admin, 'admin-dispositions');
      await admin.getByRole('button', { name: 'Add a disposition' }).click();
      await admin.getByLabel('New disposition').fill('spam');
      await admin.keyboard.press('Enter');
      await expect(admin.getByText('Another one beside it has this name.')).toBeVisible();
      await stop(admin, 'admin-dispositions-error');
      await at(admin, '/admin/settings');
      await stop(admin, 'admin-settings');
      await admin.getByLabel('Conversations at a time').fill('0');
      await refused(admin);
      await stop(admin, 'admin-settings-error');
      await at(admin, '/admin/users/999');
      await stop(admin, 'admin-gone');
      await admin.context().close();
      const anna = await agent(house, 'anna');
      await at(anna, '/answers');
      await stop(anna, 'answers-none');
      await call(anna, 'canned.save', {
        id: null,
        draft: { shortcut: 'me', title: 'Who I am', text: 'This is {agent.alias}.', account: null, own: true },
      }).catch(() => {});
      await at(anna, '/answers');
      await stop(anna, 'answers-own');
      await at(anna, '/answers/new');
      await stop(anna, 'answers-form');
      await anna.context().close();
    },
  },
];
