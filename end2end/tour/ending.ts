// Sessions end and change hands.

import { expect } from '@playwright/test';
import { type Chapter, accepted, agent, name } from './chapter.ts';

export const ending: Chapter[] = [
  {
    name: 'closing',
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

      const ben = await agent(house, 'ben');
      await anna.getByRole('button', { name: 'More for this session' }).click();
      await anna.getByRole('menuitem', { name: 'Transfer…' }).click();
      await expect(dialog.getByRole('radio', { name: /Ben.*online/ })).toBeVisible();
      await stop(anna, 'transfer-dialog');
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
      await sara.getByRole('button', { name: 'More for this session' }).click();
      await stop(sara, 'supervisor-menu');
      await sara.getByRole('menuitem', { name: 'Take over' }).click();
      await expect(anna.getByText(/Sara has the session with .* now/)).toBeVisible();
      await stop(anna, 'transfer-taken-over');
      for (const page of [anna, ben, sara]) await page.context().close();
    },
  },
];
