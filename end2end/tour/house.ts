// The administration: each list, each form, and a form that is refused.

import { type Page, expect } from '@playwright/test';
import { hydrated } from '../people.ts';
import { type Chapter, type Stop, agent, ask, call, text } from './chapter.ts';

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
    minutes: 8,
    visit: async (house) => {
      // On a phone the navigation stands where the page at hand was opened.
      const stop: Stop = (page, name, narrow) => house.stop(page, name, async () => {
        await page.locator('.admin-nav [aria-current=page]').evaluateAll((links) => {
          for (const link of links) link.scrollIntoView({ block: 'nearest', inline: 'nearest' });
        });
        await narrow?.();
      });
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
      await call(admin, 'close', { interaction: 1, disposal: null });
      const draft = {
        key: 'TW', name: 'Twilio line', provider: 'twilio', sender: '+15550100199', public_url: '', country: 'US', rate: 1,
        api_base: '', active: false, mms: false, flow: [], agents: [], teams: [],
        credentials: { account_sid: 'AC00000000000000000000000000000000', auth_token: 'new', auth_token_previous: 'old' },
      };
      await at(admin, `/admin/accounts/${await call(admin, 'account.save', { id: null, draft })}`);
      await admin.getByRole('button', { name: /^Remove: Previous auth token/ }).click();
      const removed = admin.getByText('Goes when you save');
      await removed.scrollIntoViewIfNeeded();
      await stop(admin, 'admin-accounts-secret', () => removed.scrollIntoViewIfNeeded());
      await admin.getByRole('button', { name: 'Replace: Auth token', exact: true }).click();
      await admin.route('**/api/account.test', (route) => route.abort());
      const test = admin.getByRole('button', { name: 'Test credentials' });
      await test.click();
      await expect(test).toBeEnabled();
      await stop(admin, 'admin-accounts-test', () => test.scrollIntoViewIfNeeded());
      // Somebody else was quicker.
      await at(admin, '/admin/queues/1');
      const queue = (await ask(admin, 'queues')).find((queue: { id: number }) => queue.id === 1);
      await call(admin, 'queue.save', { id: 1, draft: { ...queue, priority: 3 } });
      await admin.locator('#round_pause').fill('44');
      await admin.getByRole('button', { name: 'Save', exact: true }).click();
      const choice = admin.getByRole('button', { name: 'Save mine all the same' });
      await expect(choice).toBeVisible();
      await stop(admin, 'admin-overtaken', () => choice.scrollIntoViewIfNeeded());
      await at(admin, '/admin/users/2');
      await admin.getByRole('radio', { name: 'Generate one' }).check();
      await admin.getByRole('button', { name: 'Save' }).click();
      await expect(admin.getByText('it is never shown again')).toBeVisible();
      await stop(admin, 'admin-users-password');
      await at(admin, '/admin/answers');
      await admin.getByLabel('Search for a shortcut, title or text').fill('xylophone');
      await expect(admin.getByText('No answer fits')).toBeVisible();
      await stop(admin, 'admin-answers-nothing');
      await at(admin, '/admin/answers/1');
      await admin.getByLabel('Text', { exact: true }).fill('Hello {contact.firstname}, this is {agent.alias} – “at your service”.');
      await expect(admin.getByText('Do you mean').first()).toBeVisible();
      await stop(admin, 'admin-answers-lint');
      await admin.getByRole('button', { name: 'Remove', exact: true }).click();
      await expect(admin.getByRole('dialog', { name: 'Remove the answer?' })).toBeVisible();
      await stop(admin, 'admin-answers-remove');
      await at(admin, '/admin/dispositions');
      await stop(admin, 'admin-dispositions');
      await admin.getByRole('button', { name: 'Add a disposition' }).click();
      const field = admin.getByLabel('New disposition');
      await field.fill('spam');
      await admin.keyboard.press('Enter');
      await expect(admin.getByText('Another one beside it has this name.')).toBeVisible();
      await stop(admin, 'admin-dispositions-error', () => field.scrollIntoViewIfNeeded());
      await admin.keyboard.press('Escape');
      await admin.getByRole('button', { name: 'Archive: Spam' }).click();
      await admin.getByRole('button', { name: 'Show archived (1)' }).click();
      await expect(admin.getByText('Archived', { exact: true })).toBeVisible();
      await stop(admin, 'admin-dispositions-archived');
      await admin.getByRole('button', { name: 'Where offered: Support' }).click();
      await expect(admin.getByRole('dialog', { name: 'Where offered: Support' })).toBeVisible();
      await stop(admin, 'admin-dispositions-scope');
      await at(admin, '/admin/settings');
      await stop(admin, 'admin-settings');
      await admin.getByLabel('Conversations at a time').fill('0');
      await refused(admin);
      await stop(admin, 'admin-settings-error');
      await at(admin, '/admin/settings');
      const calls = admin.getByLabel('Keep providers’ calls for');
      await calls.scrollIntoViewIfNeeded();
      await stop(admin, 'admin-settings-keeping', () => calls.scrollIntoViewIfNeeded());
      await calls.fill('5000');
      await refused(admin);
      await expect(calls).toBeFocused();
      await stop(admin, 'admin-settings-keeping-error', () => calls.scrollIntoViewIfNeeded());
      await at(admin, '/admin/users/999');
      await stop(admin, 'admin-gone');
      await admin.route('**/api/queues', (route) => route.abort());
      await admin.getByRole('link', { name: 'Queues' }).first().click();
      await expect(admin.getByText('The queues could not be loaded.')).toBeVisible();
      await stop(admin, 'admin-queues-missing');
      await admin.context().close();
      const anna = await agent(house, 'anna');
      await at(anna, '/answers');
      await stop(anna, 'answers-none');
      const { me } = await ask(anna, 'frame');
      const own = { scope: 'personal', user: me.id, shortcut: 'me', title: 'Who I am', text: 'This is {agent.alias}.' };
      await call(anna, 'canned.save', { id: null, draft: own });
      await at(anna, '/answers');
      await stop(anna, 'answers-own');
      await at(anna, '/answers/new');
      await stop(anna, 'answers-form');
      await anna.context().close();
    },
  },
];
