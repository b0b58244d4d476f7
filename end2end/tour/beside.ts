// Beside a conversation: contact, interaction, journey; two contacts become one.

import { expect } from '@playwright/test';
import { hydrated } from '../people.ts';
import { type Chapter, HELP, accepted, agent, ask, call, delivered, facts, name, say, tag } from './chapter.ts';

export const beside: Chapter[] = [
  {
    name: 'side bar',
    minutes: 4,
    visit: async (house) => {
      const { stop } = house;
      const anna = await agent(house, 'anna');
      const number = '+15550100061';
      const earlier = ['Do you repair bicycles too?', 'How much is a new chain?', 'When can I fetch my bicycle?'];
      const answers = ['Yes, we do.', 'About 40, with the work.', 'Tomorrow from nine.'];
      for (const [i, words] of earlier.entries()) {
        const id = await accepted(anna, number, words, i === 1 ? HELP : 1);
        await say(anna, answers[i]!);
        await delivered(anna, answers[i]!);
        if (i === 0) await name(anna, id, 'Maria Bianchi');
        const { choices } = await ask(anna, 'closing', { interaction: id });
        await call(anna, 'close', { interaction: id, disposal: { disposition: choices[i].id, remark: '' } });
        await expect(anna.getByRole('list', { name: 'Open sessions' }).getByRole('link')).toHaveCount(0);
      }
      const id = await accepted(anna, number, 'The bicycle is fine, but the bill is wrong.');
      await name(anna, id, 'maria@example.com', 'email');
      await name(anna, id, 'Corner shop', 'company');
      await name(anna, id, 'Prefers texts in the morning.\nHas two bicycles, one of them red.', 'notes');
      await tag(anna, 'contact', 'Delivery');
      await tag(anna, 'contact', 'Praise');
      const side = anna.getByRole('complementary', { name: 'Contact and interaction' });
      await expect(side).toContainText('maria@example.com');
      await anna.locator('.notice').getByRole('button').click();
      await stop(anna, 'side-contact', facts(anna));
      await side.getByRole('button', { name: /^Company: / }).press('Enter');
      await stop(anna, 'side-edit', facts(anna));
      await anna.keyboard.press('Escape');
      await side.getByRole('button', { name: /^E-mail: / }).press('Enter');
      await side.getByRole('textbox', { name: 'E-mail' }).fill('nobody');
      await side.getByRole('textbox', { name: 'E-mail' }).press('Enter');
      await stop(anna, 'side-edit-error', facts(anna));
      await anna.keyboard.press('Escape');
      await side.getByRole('button', { name: 'Note an opt-out' }).click();
      await side.getByLabel('How do you know?').fill('Asked for it on the phone');
      await stop(anna, 'side-opt-out', facts(anna));
      await anna.keyboard.press('Escape');

      // A colleague types into the same field, and is faster.
      const sara = await agent(house, 'sara');
      await sara.goto(new URL(anna.url()).pathname);
      await hydrated(sara);
      const hers = sara.getByRole('complementary', { name: 'Contact and interaction' });
      await hers.getByRole('button', { name: /^Company: / }).click();
      await hers.getByRole('textbox', { name: 'Company' }).fill('Corner Ltd');
      await name(anna, id, 'Corner shops', 'company');
      await expect(hers.getByText('while you were typing')).toBeVisible();
      await stop(sara, 'side-overtaken', facts(sara));
      await sara.context().close();
      await name(anna, id, 'Corner shop', 'company');

      // Who was only named in a note may read.
      const words = '@ben: what did the chain cost?';
      await call(anna, 'note', { interaction: id, text: words, compose_key: 'tour-1' });
      const ben = await agent(house, 'ben');
      await ben.goto(new URL(anna.url()).pathname);
      await hydrated(ben);
      const his = ben.getByRole('complementary', { name: 'Contact and interaction' });
      await expect(his.getByText('You can read this.')).toBeVisible();
      await stop(ben, 'side-read-only', facts(ben));
      await his.getByRole('tab', { name: 'Journey' }).click();
      await expect(his.getByText('A note named you')).toBeVisible();
      await stop(ben, 'side-journey-named', facts(ben));
      await ben.context().close();

      await side.getByRole('tab', { name: 'Interaction' }).click();
      await tag(anna, 'interaction', 'Billing');
      await stop(anna, 'side-interaction', facts(anna));
      const add = side.getByRole('combobox', { name: 'Add a tag to the interaction' });
      await add.fill('e');
      await stop(anna, 'side-tags', facts(anna));
      await add.fill('zz');
      await expect(side.getByText('No tag fits.')).toBeVisible();
      await stop(anna, 'side-tags-none', facts(anna));
      await add.fill('');
      await side.getByRole('tab', { name: 'Journey' }).click();
      await expect(side.getByRole('listitem')).toHaveCount(4);
      await stop(anna, 'side-journey', facts(anna));
      await side.getByRole('listitem').filter({ hasText: 'new chain' }).getByRole('button').press('Enter');
      await expect(anna.getByRole('dialog', { name: /to read$/ })).toContainText('About 40');
      await stop(anna, 'side-journey-read', facts(anna));
      await anna.keyboard.press('Escape');

      await accepted(anna, '+15550100062', 'It is me, from my other telephone');
      await side.getByRole('tab', { name: 'Contact' }).click();
      await stop(anna, 'side-unknown', facts(anna));
      await side.getByRole('button', { name: 'Add a number' }).click();
      await side.getByRole('textbox', { name: 'New number' }).fill(number);
      await stop(anna, 'side-add-number', facts(anna));
      await side.getByRole('textbox', { name: 'New number' }).press('Enter');
      await expect(anna.getByRole('dialog', { name: 'Merge two contacts' })).toBeVisible();
      await stop(anna, 'side-merge');
      await anna.getByRole('dialog').getByRole('button', { name: 'Merge', exact: true }).click();
      const old = side.getByRole('button', { name: `Remove ${number}` });
      await expect(old).toBeVisible();
      await old.click();
      await expect(side.getByRole('alertdialog')).toBeVisible();
      await stop(anna, 'side-remove-number', facts(anna));
      await side.getByRole('button', { name: 'Keep it' }).click();
      await anna.route('**/api/facts?*', (route) => route.abort());
      await anna.reload();
      await hydrated(anna);
      await expect(side.getByText('could not be loaded')).toBeVisible();
      await stop(anna, 'side-error', facts(anna));
      await anna.context().close();
    },
  },
];
