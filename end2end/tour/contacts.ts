// Contacts: the list, and one of them whole.

import { expect } from '@playwright/test';
import { type Chapter, HELP, accepted, agent, call, delivered, name, say, tag } from './chapter.ts';
import { hydrated } from '../people.ts';

export const contacts: Chapter[] = [
  {
    name: 'contacts',
    minutes: 4,
    visit: async (house) => {
      const { stop } = house;
      const ben = await agent(house, 'ben');
      await call(ben, 'presence.set', { availability: 'paused', reason: 'Break' });
      await ben.goto('/contacts');
      await hydrated(ben);
      await expect(ben.getByText('You have served nobody yet')).toBeVisible();
      await stop(ben, 'contacts-empty');
      const anna = await agent(house, 'anna');
      const number = '+15550100101';
      const answers = ['Yes, we do.', 'About 40, with the work.'];
      for (const [i, words] of ['Do you repair bicycles too?', 'How much is a new chain?'].entries()) {
        const id = await accepted(anna, number, words, i === 1 ? HELP : 1);
        await say(anna, answers[i]!);
        await delivered(anna, answers[i]!);
        await call(anna, 'close', { interaction: id, disposal: null });
        await expect(anna.getByRole('list', { name: 'Open sessions' }).getByRole('link')).toHaveCount(0);
      }
      for (const [number, who, email] of [
        ['+15550100102', 'Green grocer', 'shop@example.com'],
        ['+15550100103', 'Bicycle club', ''],
        ['+15550100104', '', ''],
      ] as const) {
        const id = await accepted(anna, number, 'Are you open on Sunday?');
        if (who) await name(anna, id, who);
        if (email) await name(anna, id, email, 'email');
      }
      const out = await anna.request.get('/api/contacts', { params: { text: 'bicycle' } });
      const [club] = (await out.json()).rows;
      await call(anna, 'contact.opt_out', { contact: club.id, opted_out: true, reason: 'Said so on the phone' });
      const id = await accepted(anna, number, 'The bicycle is fine, but the bill is wrong.');
      await name(anna, id, 'Maria Bianchi');
      await name(anna, id, 'maria@example.com', 'email');
      await name(anna, id, 'Corner shop', 'company');
      await name(anna, id, 'Prefers texts in the morning.\nHas two bicycles, one of them red.', 'notes');
      await tag(anna, 'contact', 'Delivery');
      await tag(anna, 'contact', 'Praise');
      await anna.goto('/contacts');
      await hydrated(anna);
      await expect(anna.getByRole('grid').getByRole('row')).toHaveCount(5);
      await stop(anna, 'contacts');
      // While it looks, what was there before is paler.
      await anna.getByRole('searchbox').fill('555 0100101');
      await expect(anna.getByRole('grid').getByRole('row')).toHaveCount(2);
      await expect(anna.getByRole('grid')).not.toHaveAttribute('aria-busy');
      await stop(anna, 'contacts-found');
      await anna.getByRole('searchbox').fill('xylophone');
      await expect(anna.getByText('No contact fits')).toBeVisible();
      await stop(anna, 'contacts-none');
      await anna.route('**/api/contacts?*', (route) => route.abort());
      await anna.getByRole('searchbox').fill('maria');
      await expect(anna.getByText('The contacts could not be loaded.')).toBeVisible();
      await stop(anna, 'contacts-error');
      await anna.unroute('**/api/contacts?*');
      await anna.getByRole('button', { name: 'Try again' }).click();
      await anna.getByRole('link', { name: 'Maria Bianchi' }).click();
      await expect(anna.getByRole('heading', { level: 1, name: 'Maria Bianchi' })).toBeVisible();
      await expect(anna.getByRole('listitem').filter({ hasText: 'new chain' })).toBeVisible();
      await stop(anna, 'contact');
      await anna.getByRole('button', { name: /^Company: / }).press('Enter');
      await stop(anna, 'contact-edit');
      await anna.keyboard.press('Escape');
      await anna.getByRole('listitem').filter({ hasText: 'new chain' }).getByRole('button').press('Enter');
      await expect(anna.getByRole('dialog', { name: /to read$/ })).toContainText('About 40');
      await stop(anna, 'contact-read');
      await anna.keyboard.press('Escape');
      await ben.goto(new URL(anna.url()).pathname);
      await hydrated(ben);
      await expect(ben.getByText('This contact is not here')).toBeVisible();
      await stop(ben, 'contact-gone');
      for (const page of [anna, ben]) await page.context().close();
    },
  },
];
