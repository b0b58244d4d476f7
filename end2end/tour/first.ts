// Writing first.

import { expect } from '@playwright/test';
import { type Chapter, agent, call, accepted, composer, interaction, name, text, ask, DEMO } from './chapter.ts';
import { hydrated } from '../people.ts';

export const first: Chapter[] = [
  {
    name: 'new SMS',
    minutes: 4,
    visit: async (house) => {
      const { stop } = house;
      const anna = await agent(house, 'anna');
      const known = await accepted(anna, '+12025550131', 'Do you have the red one too?');
      await name(anna, known, 'Book corner');
      await call(anna, 'close', { interaction: known, disposal: null });
      const gone = await accepted(anna, '+12025550132', 'Too many texts');
      await name(anna, gone, 'Quiet bookshop');
      await text(anna, '+12025550132', 'STOP');
      await expect(anna.getByText('opted out of texts, so nothing')).toBeVisible();
      await call(anna, 'close', { interaction: gone, disposal: null });
      const ben = await agent(house, 'ben');
      await call(anna, 'presence.set', { availability: 'paused', reason: 'Break' });
      await accepted(ben, '+12025550133', 'Hello');
      await call(anna, 'presence.set', { availability: 'online', reason: null });
      await anna.goto('/');
      await hydrated(anna);

      const dialog = anna.getByRole('dialog', { name: 'New SMS' });
      const to = dialog.getByLabel('To');
      await anna.getByRole('button', { name: 'New SMS' }).click();
      await expect(to).toBeFocused();
      await stop(anna, 'new-sms-empty');
      await to.fill('book');
      await expect(dialog.getByRole('listbox').getByRole('option').first()).toBeVisible();
      await stop(anna, 'new-sms-found');
      await to.fill('(212) 55');
      await expect(dialog.getByText('This is too short for United States.')).toBeVisible();
      await stop(anna, 'new-sms-invalid');
      await to.fill('+12025550132');
      await expect(dialog.getByText('This contact has opted out')).toBeVisible();
      await stop(anna, 'new-sms-opted-out');
      await to.fill('+12025550133');
      await expect(dialog.getByText('Ben answers this customer now.')).toBeVisible();
      await stop(anna, 'new-sms-elsewhere');
      await to.fill('(202) 555-0131');
      await expect(dialog.getByText(/United States/).first()).toBeVisible();
      await dialog.getByLabel('Text').fill('Good morning! The red one is here now. Shall we keep it for you until Saturday?');
      await stop(anna, 'new-sms-ready');
      await text(anna, '+12025550134', 'Anybody there?');
      await to.fill('+12025550134');
      await expect(dialog.getByText('This customer waits in queue Sales.')).toBeVisible();
      await stop(anna, 'new-sms-waiting');
      await dialog.getByRole('button', { name: 'Take it' }).click();
      await expect(anna.getByRole('log')).toContainText('Anybody there?');
      await call(anna, 'close', { interaction: interaction(anna), disposal: null });

      // Quiet hours all day long.
      const admin = await agent(house, 'admin');
      const account = (await ask(admin, 'accounts')).find((it: { id: number }) => it.id === DEMO);
      await admin.goto(`/admin/accounts/${account.id}`);
      await hydrated(admin);
      await admin.getByRole('switch', { name: 'Keep quiet hours' }).click();
      await admin.getByLabel('From', { exact: true }).fill('00:00');
      await admin.getByLabel('Until', { exact: true }).fill('23:59');
      await admin.getByRole('button', { name: 'Save' }).click();
      await expect(admin.getByText('Saved', { exact: true })).toBeVisible();
      await anna.goto('/');
      await hydrated(anna);
      await anna.getByRole('button', { name: 'New SMS' }).click();
      await to.fill('(202) 555-0131');
      await expect(dialog.getByText(/quiet time/).first()).toBeVisible();
      await dialog.getByLabel('Text').fill('Good morning! The red one is here now.');
      await stop(anna, 'new-sms-quiet');
      await dialog.getByRole('button', { name: 'Send later' }).click();
      const later = anna.getByRole('dialog', { name: 'Send later' });
      await later.getByRole('radio', { name: 'Another time' }).check();
      await stop(anna, 'new-sms-later');

      // A supervisor may send all the same, from an account of hers.
      const sara = await agent(house, 'sara');
      await sara.getByRole('button', { name: 'New SMS' }).click();
      const hers = sara.getByRole('dialog', { name: 'New SMS' });
      await expect(hers.getByText(/no account is open to you/)).toBeVisible();
      await stop(sara, 'new-sms-no-account');
      const { draft } = (await ask(admin, 'accounts')).find((it: { id: number }) => it.id === DEMO);
      const { id } = (await ask(admin, 'users')).find((it: { name: string }) => it.name === 'Sara');
      await call(admin, 'account.save', { id: DEMO, draft: { ...draft, agents: [...draft.agents, id] } });
      await sara.reload();
      await hydrated(sara);
      await sara.getByRole('button', { name: 'New SMS' }).click();
      await hers.getByLabel('To').fill('(202) 555-0131');
      await expect(hers.getByText(/quiet time/).first()).toBeVisible();
      await hers.getByLabel('Text').fill('The shop burns. Please call us.');
      await hers.getByRole('button', { name: 'Send all the same…' }).click();
      const despite = sara.getByRole('dialog', { name: 'Send all the same?' });
      await despite.getByLabel('Reason').fill('It can’t wait until tomorrow');
      await stop(sara, 'new-sms-despite');
      await despite.getByRole('button', { name: 'Send all the same' }).click();
      await expect(sara.getByRole('log')).toContainText('sent in quiet hours');
      await composer(sara).fill('Are you all right?');
      await expect(sara.getByText('It is quiet time at the customer')).toBeVisible();
      await stop(sara, 'composer-quiet');
      for (const page of [anna, ben, sara, admin]) await page.context().close();
    },
  },
];
