// Sessions end and change hands.

import { expect } from '@playwright/test';
import { HELP, type Chapter, accepted, agent, call, name, settings, tag, text } from './chapter.ts';
import { hydrated } from '../people.ts';

export const ending: Chapter[] = [
  {
    name: 'closing',
    minutes: 4,
    visit: async (house) => {
      const { stop } = house;
      const anna = await agent(house, 'anna');
      const id = await accepted(anna, '+15550100071', 'I take the blue one');
      await name(anna, id, 'Green grocer');
      await anna.getByRole('button', { name: 'More for this session' }).click();
      await stop(anna, 'session-menu');
      await anna.getByRole('menuitem', { name: 'Close the session…' }).click();
      const dialog = anna.getByRole('dialog');
      await expect(dialog.getByRole('button', { name: 'Close', exact: true })).toBeVisible();
      await stop(anna, 'close-ask');
      await dialog.getByRole('button', { name: 'Close & dispose' }).click();
      await expect(dialog.getByRole('combobox')).toBeFocused();
      await stop(anna, 'close-dispose');
      await anna.keyboard.type('sold sales');
      await anna.keyboard.press('Enter');
      await dialog.getByLabel('Remark').fill('The blue one, delivered on Friday');
      await stop(anna, 'close-chosen');
      await anna.keyboard.press('Escape');
      const admin = await agent(house, 'admin');
      await settings(admin, { disposition_required: true });
      await admin.context().close();
      await anna.getByRole('button', { name: 'More for this session' }).click();
      await anna.getByRole('menuitem', { name: 'Close the session…' }).click();
      await expect(dialog).toContainText('The house wants a disposition');
      await dialog.getByRole('combobox').fill('refund');
      await expect(dialog).toContainText('No disposition fits “refund”.');
      await stop(anna, 'close-required');
      await dialog.getByRole('button', { name: 'Cancel' }).click();

      const ben = await agent(house, 'ben');
      await anna.getByRole('button', { name: 'More for this session' }).click();
      await anna.getByRole('menuitem', { name: 'Transfer…' }).click();
      await expect(dialog.getByRole('radio', { name: /Ben.*online/ })).toBeVisible();
      await stop(anna, 'transfer-dialog');
      const search = dialog.getByLabel('Search colleagues and queues');
      await search.fill('zz');
      await expect(dialog.getByText('Nobody and nothing fits.')).toBeVisible();
      await stop(anna, 'transfer-nobody');
      await search.fill('');
      await dialog.getByRole('radio', { name: /Ben.*online/ }).check();
      await dialog.getByLabel('Note for whoever takes it').fill('Wants to pay by invoice; I have no right to allow it.');
      await stop(anna, 'transfer-chosen');
      await dialog.getByRole('button', { name: 'Transfer to Ben' }).click();
      await expect(anna.getByText('Being transferred to Ben.')).toBeVisible();
      await expect(ben.getByRole('article', { name: 'Green grocer' })).toBeVisible();
      await stop(anna, 'transfer-under-way');
      await stop(ben, 'transfer-offer');
      await ben.getByRole('button', { name: 'Reject Green grocer' }).click();
      await expect(anna.getByRole('log')).toContainText('Not transferred: Ben rejected');
      await stop(anna, 'transfer-returned');
      const sara = await agent(house, 'sara');
      await sara.goto(new URL(anna.url()).pathname);
      await hydrated(sara);
      await sara.getByRole('button', { name: 'More for this session' }).click();
      await stop(sara, 'supervisor-menu');
      await sara.getByRole('menuitem', { name: 'Close the session…' }).click();
      await expect(sara.getByRole('dialog')).toContainText('Anna has this session.');
      await stop(sara, 'supervisor-close');
      await sara.keyboard.press('Escape');
      await sara.getByRole('button', { name: 'More for this session' }).click();
      await sara.getByRole('menuitem', { name: 'Take over' }).click();
      await expect(anna.getByText(/Sara has the session with .* now/)).toBeVisible();
      await stop(anna, 'transfer-taken-over');
      for (const page of [anna, ben, sara]) await page.context().close();
    },
  },
  {
    name: 'follow-up',
    visit: async (house) => {
      const { stop } = house;
      const anna = await agent(house, 'anna');
      const id = await accepted(anna, '+15550100077', 'Is the red one back in stock?');
      await name(anna, id, 'Book corner');
      await anna.getByRole('button', { name: 'More for this session' }).click();
      await anna.getByRole('menuitem', { name: 'Follow up later…' }).click();
      const dialog = anna.getByRole('dialog', { name: 'Follow-up' });
      await dialog.getByRole('radio', { name: /^Tomorrow morning/ }).check();
      await dialog.getByLabel('What for').fill('Ask the warehouse for the red one');
      await stop(anna, 'follow-up-dialog');
      await dialog.getByRole('radio', { name: 'Another time' }).check();
      await dialog.getByLabel('Date and time').fill('2020-01-31T08:00');
      await dialog.getByRole('button', { name: 'Set follow-up' }).click();
      await expect(dialog.getByText('This time is past.')).toBeVisible();
      await stop(anna, 'follow-up-error');
      await dialog.getByRole('radio', { name: /^Tomorrow morning/ }).check();
      await dialog.getByRole('button', { name: 'Set follow-up' }).click();
      await expect(anna.getByRole('status').filter({ hasText: 'Comes back' })).toBeVisible();
      await accepted(anna, '+15550100078', 'And who are you?');
      await anna.getByRole('list', { name: 'Open sessions' }).getByRole('link', { name: /Book corner/ }).click();
      await anna.locator('.side-bar').getByRole('tab', { name: 'Interaction' }).click();
      await stop(anna, 'follow-up-set');
      await anna.getByRole('status').filter({ hasText: 'Comes back' }).getByRole('button', { name: 'Change' }).click();
      await expect(dialog.getByRole('button', { name: 'Remove follow-up' })).toBeVisible();
      await stop(anna, 'follow-up-change');
      await anna.keyboard.press('Escape');
      const follow_up = { at: Date.now() + 1_000, reason: 'Ask the warehouse for the red one' };
      await call(anna, 'follow_up', { interaction: id, follow_up });
      await expect(anna.getByRole('log')).toContainText('Follow-up is due');
      await stop(anna, 'follow-up-due');
      await anna.context().close();
    },
  },
  {
    name: 'interactions',
    minutes: 3,
    visit: async (house) => {
      const { stop } = house;
      const anna = await agent(house, 'anna');
      const ids: number[] = [];
      for (const [number, who, words] of [
        ['+15550100091', 'Green grocer', 'Is the blue one in stock?'],
        ['+15550100092', 'Maria Bianchi', 'My parcel is late again'],
        ['+15550100093', 'Bicycle club', 'Twelve bells, please'],
      ] as const) {
        const id = await accepted(anna, number, words);
        await name(anna, id, who);
        ids.push(id);
      }
      await anna.locator('.side-bar').getByRole('tab', { name: 'Interaction' }).click();
      await tag(anna, 'interaction', 'Delivery');
      await call(anna, 'close', { interaction: ids[0], disposal: null });
      const follow_up = { at: Date.now() + 86_400_000, reason: 'Are the bells here?' };
      await call(anna, 'follow_up', { interaction: ids[2], follow_up });
      await text(anna, '+15550100094', 'Anybody there?');
      await text(anna, '+15550100095', 'It does not switch on any more', HELP);

      const sara = await agent(house, 'sara');
      await sara.goto('/interactions');
      await hydrated(sara);
      const grid = sara.getByRole('grid');
      await expect(grid.getByRole('row')).toHaveCount(5);
      await stop(sara, 'interactions');
      await text(anna, '+15550100096', 'Hello?');
      await expect(sara.getByRole('button', { name: '1 new' })).toBeVisible();
      await grid.getByRole('checkbox', { name: /Maria Bianchi/ }).click();
      await grid.getByRole('checkbox', { name: /Bicycle club/ }).click();
      await stop(sara, 'interactions-selected');
      await sara.getByRole('button', { name: 'Close…' }).click();
      await expect(sara.getByRole('dialog').getByRole('combobox')).toBeVisible();
      await stop(sara, 'interactions-close');
      await sara.keyboard.press('Escape');
      await sara.getByRole('button', { name: 'Reassign…' }).click();
      await expect(sara.getByRole('dialog').getByRole('radio', { name: /^Ben/ })).toBeVisible();
      await stop(sara, 'interactions-reassign');
      await sara.keyboard.press('Escape');
      await sara.getByRole('button', { name: 'Close…' }).click();
      await expect(sara.getByRole('dialog').getByRole('combobox')).toBeVisible();
      // One is gone before the question is answered.
      await sara.route('**/api/history.close', async (route) => {
        await call(anna, 'close', { interaction: ids[1], disposal: null });
        await route.continue();
      });
      await sara.getByRole('dialog').getByRole('button', { name: /^Close 2/ }).click();
      await expect(sara.getByRole('dialog')).toContainText('1 closed, 1 not:');
      await stop(sara, 'interactions-partly');
      await sara.unroute('**/api/history.close');
      await sara.keyboard.press('Escape');
      await sara.goto('/interactions?status=closed&account=2');
      await hydrated(sara);
      await expect(sara.getByText('No interaction fits')).toBeVisible();
      await stop(sara, 'interactions-none');
      await sara.route('**/api/history?*', (route) => route.abort());
      await sara.getByRole('link', { name: 'Waiting' }).click();
      await expect(sara.getByText('The interactions could not be loaded.')).toBeVisible();
      await stop(sara, 'interactions-error');
      await sara.unroute('**/api/history?*');
      await sara.getByRole('button', { name: 'Try again' }).click();
      await grid.getByRole('link', { name: '+15550100095' }).click();
      await expect(sara.getByText('Nobody has accepted this session yet')).toBeVisible();
      await stop(sara, 'conversation-waiting');
      await sara.context().close();
      await anna.goto('/interactions');
      await hydrated(anna);
      await expect(anna.getByText('This page is for supervisors')).toBeVisible();
      await stop(anna, 'interactions-not-allowed');
      await anna.context().close();
    },
  },
];
