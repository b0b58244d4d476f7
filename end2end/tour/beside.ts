// Beside a conversation: contact, interaction, journey; two contacts become one.

import { expect } from '@playwright/test';
import { type Chapter, HELP, accepted, agent, ask, call, delivered, facts, name, say, tag } from './chapter.ts';

export const beside: Chapter[] = [
  {
    name: 'side bar',
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
      await stop(anna, 'side-contact', facts(anna));
      await side.getByRole('button', { name: /^Company: / }).press('Enter');
      await stop(anna, 'side-edit', facts(anna));
      await anna.keyboard.press('Escape');
      await side.getByRole('button', { name: /^E-mail: / }).press('Enter');
      await side.getByRole('textbox', { name: 'E-mail' }).fill('nobody');
      await side.getByRole('textbox', { name: 'E-mail' }).press('Enter');
      await stop(anna, 'side-edit-error', facts(anna));
      await anna.keyboard.press('Escape');

      await side.getByRole('tab', { name: 'Interaction' }).click();
      await tag(anna, 'interaction', 'Billing');
      await stop(anna, 'side-interaction', facts(anna));
      const add = side.getByRole('combobox', { name: 'Add a tag to the interaction' });
      await add.fill('e');
      await stop(anna, 'side-tags', facts(anna));
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
      await anna.context().close();
    },
  },
];
